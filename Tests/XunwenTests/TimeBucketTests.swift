import Testing
import Xunwen

/// The calendar, held against one that goes day by day.
@Suite struct TimeBucketTests {
  @Test(arguments: [
    (20210103, "2020-W53"), (20210104, "2021-W01"), (20241229, "2024-W52"), (20241230, "2025-W01"),
    (20160101, "2015-W53"), (20081229, "2009-W01"), (20230804, "2023-W31"), (20170101, "2016-W52"),
    (19691229, "1970-W01"), (19691228, "1969-W52"), (20240229, "2024-W09"), (10101, "0001-W01"),
  ])
  func `weeks are named as ISO 8601 does`(date: UInt32, name: String) {
    #expect(TimeBucket(.week, of: date)?.description == name)
  }

  @Test func `days, weeks, months and years follow one another as in a calendar`() throws {
    let calendar = StepCalendar(years: 1896...2105)
    for unit in TimeUnit.allCases {
      var last: TimeBucket?
      for (index, day) in calendar.days.enumerated() {
        let bucket = try #require(TimeBucket(unit, of: day.packed))
        #expect(bucket.description == calendar.name(unit, ofDay: index), "\(day.packed)")
        if let last {
          let isNew = calendar.name(unit, ofDay: index) != calendar.name(unit, ofDay: index - 1)
          #expect(bucket.ordinal == last.ordinal + (isNew ? 1 : 0), "\(day.packed)")
          if isNew { #expect(bucket.packedDate == day.packed, "\(unit)") }
        }
        #expect(TimeBucket.containing(day: bucket.firstDay, by: unit) == bucket)
        last = bucket
      }
    }
  }

  @Test func `a date without what a bucket needs is in none`() {
    for (date, known) in [
      (0, []), (2023_00_00, [.year]), (2023_06_00, [.month, .year]),
      (2023_06_01, [.day, .week, .month, .year]),
    ] as [(UInt32, [TimeUnit])] {
      for unit in TimeUnit.allCases {
        #expect((TimeBucket(unit, of: date) != nil) == known.contains(unit), "\(date) \(unit)")
      }
    }
  }
}

/// All days of some years, one after the other, by the rules of the Gregorian calendar and nothing else.
struct StepCalendar {
  struct Day {
    var year: Int
    var month: Int
    var day: Int

    var packed: UInt32 { UInt32(year * 10_000 + month * 100 + day) }
  }

  private(set) var days: [Day] = []
  /// 0 on Mondays, by day.
  private(set) var weekdays: [Int] = []

  init(years: ClosedRange<Int>) {
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

  /// The name of what a day is in; empty for a week whose Thursday the calendar does not have.
  func name(_ unit: TimeUnit, ofDay index: Int) -> String {
    let day = days[index]
    func padded(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
    switch unit {
    case .day: return "\(day.year)-\(padded(day.month))-\(padded(day.day))"
    case .month: return "\(day.year)-\(padded(day.month))"
    case .year: return "\(day.year)"
    case .week:
      let thursday = index - weekdays[index] + 3
      guard days.indices.contains(thursday) else { return "" }
      // Thursdays of its year up to this one.
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
