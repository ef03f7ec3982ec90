/// The length of a time bucket.
public enum CalendarInterval: String, Sendable, Codable, CaseIterable {
  case day, week, month, year
}

/// A day, week, month or year of the Gregorian calendar.
///
/// Consecutive buckets of one interval have consecutive ordinals:
///
///     day    days since 1970-01-01
///     week   weeks since the week of 1970-01-01, from Monday to Sunday
///     month  12 · year + month − 1
///     year   the year
///
/// Weeks follow ISO 8601: a week belongs to the year of its Thursday (2021-01-03 is in 2020-W53).
public struct TimeBucket: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The length of the bucket.
  public let interval: CalendarInterval
  /// The number of the bucket, as in the table above.
  public let ordinal: Int

  /// Creates the bucket with an ordinal.
  public init(_ interval: CalendarInterval, ordinal: Int) {
    self.interval = interval
    self.ordinal = ordinal
  }

  /// The bucket that contains a date. Returns nil when the date is unknown or too short: a day or
  /// week needs the day, a month needs the month.
  public init?(_ interval: CalendarInterval, of date: CivilDate?) {
    guard let date else { return nil }
    switch interval {
    case .day, .week: guard date.day != nil else { return nil }
    case .month: guard date.month != nil else { return nil }
    case .year: break
    }
    self = .containing(day: date.daysSince1970, by: interval)
  }

  /// The bucket that contains a day, given by its number of days since 1970-01-01.
  public static func containing(day: Int, by interval: CalendarInterval) -> TimeBucket {
    let date = GregorianCalendar.date(ofDay: day)
    let ordinal =
      switch interval {
      case .day: day
      // 1970-01-01 was a Thursday: its week began three days before.
      case .week: (day + 3).flooredQuotient(by: 7)
      case .month: 12 * date.year + date.month - 1
      case .year: date.year
      }
    return TimeBucket(interval, ordinal: ordinal)
  }

  /// The first day of the bucket, in days since 1970-01-01.
  public var firstDay: Int {
    switch interval {
    case .day: return ordinal
    case .week: return 7 * ordinal - 3
    case .month:
      let year = ordinal.flooredQuotient(by: 12)
      return GregorianCalendar.dayNumber(year: year, month: ordinal - 12 * year + 1, day: 1)
    case .year: return GregorianCalendar.dayNumber(year: ordinal, month: 1, day: 1)
    }
  }

  /// The name of the bucket in ISO 8601: `2023-08-04`, `2023-W31`, `2023-08`, `2023`.
  public var description: String {
    // The Thursday names the year of a week; each day names its own.
    let day = interval == .week ? firstDay + 3 : firstDay
    let date = GregorianCalendar.date(ofDay: day)
    let parts: [String] =
      switch interval {
      case .day: [date.month.padded(to: 2), date.day.padded(to: 2)]
      case .week:
        ["W" + ((day - TimeBucket(.year, ordinal: date.year).firstDay) / 7 + 1).padded(to: 2)]
      case .month: [date.month.padded(to: 2)]
      case .year: []
      }
    return ([date.year.padded(to: 4)] + parts).joined(separator: "-")
  }
}
