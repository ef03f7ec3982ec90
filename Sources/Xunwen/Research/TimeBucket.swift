// Stretches of the calendar, counted. Dates are civil dates as printed: no time zone has a part in it.
//
//   day    days since 1970-01-01 of the proleptic Gregorian calendar
//   week   weeks of ISO 8601, Monday to Sunday, from the one of 1970-01-01; a week belongs to the year that
//          has its Thursday, so that 2021-01-03 is in 2020-W53 and 2024-12-30 in 2025-W01
//   month  12 · year + month − 1
//   year   the year
//
// Days from and to dates: H. Hinnant, “chrono-Compatible Low-Level Date Algorithms” (2013), days_from_civil
// and civil_from_days.

/// How long the stretches are that articles are counted by.
public enum TimeUnit: String, Sendable, CaseIterable {
  case day, week, month, year
}

/// A day, week, month or year.
public struct TimeBucket: Sendable, Hashable {
  public let unit: TimeUnit
  /// Buckets of a unit that follow one another have consecutive numbers.
  public let ordinal: Int

  public init(_ unit: TimeUnit, ordinal: Int) {
    self.unit = unit
    self.ordinal = ordinal
  }

  /// The bucket that has a date; nil when the date lacks what that takes: a day (or a week) needs the day, a month the
  /// month.
  ///
  /// - Parameter date: yyyymmdd, unknown parts 0.
  public init?(_ unit: TimeUnit, of date: UInt32) {
    let (year, month, day) = (Int(date / 10_000), Int(date / 100 % 100), Int(date % 100))
    let known =
      switch unit {
      case .day, .week: day > 0
      case .month: month > 0
      case .year: year > 0
      }
    guard known else { return nil }
    self.init(unit, year: year, month: max(1, month), day: max(1, day))
  }

  private init(_ unit: TimeUnit, year: Int, month: Int, day: Int) {
    let days = CivilDay.number(year: year, month: month, day: day)
    self.unit = unit
    ordinal =
      switch unit {
      case .day: days
      // 1970-01-01 was a Thursday: its week began three days before.
      case .week: (days + 3).flooredQuotient(by: 7)
      case .month: 12 * year + month - 1
      case .year: year
      }
  }

  /// The first day of the bucket, in days since 1970-01-01.
  public var firstDay: Int {
    switch unit {
    case .day: ordinal
    case .week: 7 * ordinal - 3
    case .month:
      CivilDay.number(
        year: ordinal.flooredQuotient(by: 12),
        month: ordinal - 12 * ordinal.flooredQuotient(by: 12) + 1, day: 1)
    case .year: CivilDay.number(year: ordinal, month: 1, day: 1)
    }
  }

  /// The first day of the bucket as yyyymmdd.
  public var packedDate: UInt32 {
    let date = CivilDay.date(firstDay)
    return UInt32(date.year * 10_000 + date.month * 100 + date.day)
  }

  /// The bucket of another unit that has a day, in days since 1970-01-01.
  public static func containing(day: Int, by unit: TimeUnit) -> TimeBucket {
    let date = CivilDay.date(day)
    return TimeBucket(unit, year: date.year, month: date.month, day: date.day)
  }
}

extension TimeBucket: CustomStringConvertible {
  /// `2023-08-04`, `2023-W31`, `2023-08`, `2023`.
  public var description: String {
    let date = CivilDay.date(firstDay)
    switch unit {
    case .day:
      return "\(Self.padded(date.year, 4))-\(Self.padded(date.month))-\(Self.padded(date.day))"
    case .week:
      let thursday = firstDay + 3
      let year = CivilDay.date(thursday).year
      let week = (thursday - CivilDay.number(year: year, month: 1, day: 1)) / 7 + 1
      return "\(Self.padded(year, 4))-W\(Self.padded(week))"
    case .month: return "\(Self.padded(date.year, 4))-\(Self.padded(date.month))"
    case .year: return Self.padded(date.year, 4)
    }
  }

  private static func padded(_ number: Int, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}

/// Days of the Gregorian calendar, numbered from 1970-01-01.
private enum CivilDay {
  /// Days of 400 years.
  private static let era = 146_097

  static func number(year: Int, month: Int, day: Int) -> Int {
    // Years begin in March, so that a leap day is the last of its year.
    let year = month <= 2 ? year - 1 : year
    let cycle = year.flooredQuotient(by: 400)
    let yearOfEra = year - 400 * cycle
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return cycle * era + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  static func date(_ number: Int) -> (year: Int, month: Int, day: Int) {
    let days = number + 719_468
    let cycle = days.flooredQuotient(by: era)
    let dayOfEra = days - cycle * era
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + 400 * cycle + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }
}

extension Int {
  fileprivate func flooredQuotient(by divisor: Int) -> Int {
    let quotient = self / divisor
    return quotient * divisor > self ? quotient - 1 : quotient
  }
}
