/// The days of some years, listed one by one: a simple model of the Gregorian calendar.
public struct StepCalendar {
  /// The intervals of a calendar, named as in the module under test.
  public enum Interval: String {
    case day, week, month, year
  }

  public struct Day {
    public var year: Int
    public var month: Int
    public var day: Int

    /// The day as yyyymmdd.
    public var packed: UInt32 { UInt32(year * 10_000 + month * 100 + day) }
  }

  public private(set) var days: [Day] = []
  /// The weekday of each day; 0 is Monday.
  public private(set) var weekdays: [Int] = []

  public init(years: ClosedRange<Int>) {
    for year in years {
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      for (month, length) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        .enumerated()
      {
        for day in 1...length { days.append(Day(year: year, month: month + 1, day: day)) }
      }
    }
    // 2000-01-03 was a Monday.
    let monday = days.firstIndex { $0.packed == 20_000_103 } ?? 0
    weekdays = days.indices.map { (($0 - monday) % 7 + 7) % 7 }
  }

  /// The name of the bucket that contains a day, or an empty string for a week whose Thursday is
  /// not among the days.
  public func name(_ interval: Interval, ofDay index: Int) -> String {
    let day = days[index]
    func padded(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
    switch interval {
    case .day: return "\(day.year)-\(padded(day.month))-\(padded(day.day))"
    case .month: return "\(day.year)-\(padded(day.month))"
    case .year: return "\(day.year)"
    case .week:
      let thursday = index - weekdays[index] + 3
      guard days.indices.contains(thursday) else { return "" }
      // Count the Thursdays of the year up to this one.
      var number = 0
      var other = thursday
      while other >= 0, days[other].year == days[thursday].year {
        number += 1
        other -= 7
      }
      return "\(days[thursday].year)-W\(padded(number))"
    }
  }
}
