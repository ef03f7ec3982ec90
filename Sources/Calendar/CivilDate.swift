#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A date of the Gregorian calendar as printed: a year, perhaps with a month, perhaps with a day.
///
/// A date has no time zone. Dates are ordered in time; a date with an unknown month or day precedes
/// all longer dates that begin with it: 2023 < 2023-06 < 2023-06-01.
public struct CivilDate: Sendable, Hashable, Comparable, LosslessStringConvertible, Codable {
  /// The date as the decimal number yyyymmdd; an unknown month or day is 00.
  package let packed: UInt32

  /// Creates a date of the years 1...9999. Returns nil when the calendar has no such date, or when
  /// there is a day without a month.
  public init?(year: Int, month: Int? = nil, day: Int? = nil) {
    guard 1...9999 ~= year, 1...12 ~= month ?? 1 else { return nil }
    if let day {
      guard let month, 1...GregorianCalendar.dayCount(year: year, month: month) ~= day else {
        return nil
      }
    }
    packed = UInt32(year * 10_000 + (month ?? 0) * 100 + (day ?? 0))
  }

  /// Decodes a date from the number yyyymmdd. Returns nil when the calendar has no such date.
  package init?(packed: UInt32) {
    let (month, day) = (Int(packed / 100 % 100), Int(packed % 100))
    self.init(
      year: Int(packed / 10_000), month: month == 0 ? nil : month, day: day == 0 ? nil : day)
  }

  /// The day with a day number (days since 1970-01-01), clamped to the years 1 to 9999.
  public init(daysSince1970 number: Int) {
    let (year, month, day) = GregorianCalendar.date(ofDay: number)
    packed =
      switch year {
      case ..<1: 1_01_01
      case 10_000...: 9999_12_31
      default: UInt32(year * 10_000 + month * 100 + day)
      }
  }

  /// Today's date in China (UTC+8), where the archives' dates were printed.
  public static var todayInChina: CivilDate {
    CivilDate(daysSince1970: (time(nil) + 8 * 3600).flooredQuotient(by: 86_400))
  }

  /// 1...9999.
  public var year: Int { Int(packed / 10_000) }

  /// 1...12, or nil when unknown.
  public var month: Int? { packed / 100 % 100 == 0 ? nil : Int(packed / 100 % 100) }

  /// 1...31, or nil when unknown.
  public var day: Int? { packed % 100 == 0 ? nil : Int(packed % 100) }

  /// The first day that the date may mean: 2023-06-01 for 2023-06.
  public var firstDay: CivilDate { CivilDate(year: year, month: month ?? 1, day: day ?? 1) ?? self }

  /// The last day that the date may mean: 2023-06-30 for 2023-06.
  public var lastDay: CivilDate {
    let month = month ?? 12
    let day = day ?? GregorianCalendar.dayCount(year: year, month: month)
    return CivilDate(year: year, month: month, day: day) ?? self
  }

  /// The day number of the first day: the number of days since 1970-01-01.
  public var daysSince1970: Int {
    GregorianCalendar.dayNumber(year: year, month: month ?? 1, day: day ?? 1)
  }

  /// The day some days after the first day, clamped to the years 1 to 9999.
  public func adding(days: Int) -> CivilDate { CivilDate(daysSince1970: daysSince1970 + days) }

  /// The same day some months later, or the last day of a shorter month; in the years 1 to 9999.
  public func adding(months: Int) -> CivilDate {
    let first = firstDay
    let count = 12 * year + (month ?? 1) - 1 + months
    let year = count.flooredQuotient(by: 12)
    guard let sum = CivilDate(year: year, month: count - 12 * year + 1) else {
      return CivilDate(packed: months < 0 ? 1_01_01 : 9999_12_31) ?? first
    }
    return CivilDate(year: sum.year, month: sum.month, day: first.day) ?? sum.lastDay
  }

  public static func < (a: Self, b: Self) -> Bool { a.packed < b.packed }

  /// The date in ISO 8601, as far as it is known: `2023-07-02`, `2023-07`, `2023`.
  public var description: String {
    [year.padded(to: 4), month?.padded(to: 2), day?.padded(to: 2)].compactMap { $0 }
      .joined(separator: "-")
  }

  /// Reads a date in the form of `description`, and no other form.
  public init?(_ description: String) {
    let parts = description.split(separator: "-").map { Int($0) }
    guard 1...3 ~= parts.count, let year = parts[0] else { return nil }
    self.init(
      year: year, month: parts.count > 1 ? parts[1] : nil, day: parts.count > 2 ? parts[2] : nil)
    guard self.description == description else { return nil }
  }

  public init(from decoder: any Decoder) throws { self = try decoder.decodeDescription() }
  public func encode(to encoder: any Encoder) throws { try encoder.encodeDescription(of: self) }
}

// Dates and ranges are encoded as their descriptions.

extension Decoder {
  /// Decodes a value from a string in the form of its description.
  func decodeDescription<Value: LosslessStringConvertible>() throws -> Value {
    let container = try singleValueContainer()
    let text = try container.decode(String.self)
    guard let value = Value(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\(text) is not a valid \(Value.self)")
    }
    return value
  }
}

extension Encoder {
  func encodeDescription(of value: some LosslessStringConvertible) throws {
    var container = singleValueContainer()
    try container.encode(value.description)
  }
}
