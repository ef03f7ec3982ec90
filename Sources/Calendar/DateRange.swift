/// The treatment of dates that are known to the month or year only, at the ends of a range.
public enum UncertainDates: String, Sendable, CaseIterable, Codable {
  /// A range contains a month or year when it contains all its days.
  case exclude
  /// A range contains a month or year when it contains any of its days.
  case include
}

/// A range of dates, with a bound on either side or none.
///
/// A bound of a month or year means all its days. A date without a day or month means all days of
/// its month or year: the range from 2023-01-01 through 2023-12-31 contains 2023-07 and 2023, and
/// the range through 2023-07 contains 2023-07 and not 2023.
public struct DateRange: Sendable, Hashable, LosslessStringConvertible, Codable {
  /// The bounds as inclusive packed dates; nil for an open end. From 2023-06 is 20230600; through
  /// 2023-06 is 20230699.
  @usableFromInline package let packedLower: UInt32?
  @usableFromInline package let packedUpper: UInt32?

  package init(packedLower: UInt32?, packedUpper: UInt32?) {
    self.packedLower = packedLower
    self.packedUpper = packedUpper
  }

  /// The dates between two dates, both included. A nil bound leaves its end open.
  public init(from lower: CivilDate? = nil, through upper: CivilDate? = nil) {
    self.init(packedLower: lower?.packed, packedUpper: upper?.lastPacked)
  }

  /// The dates after all days of a date.
  public init(after date: CivilDate) {
    self.init(packedLower: date.lastPacked + 1, packedUpper: nil)
  }

  /// The dates before all days of a date.
  public init(before date: CivilDate) { self.init(packedLower: nil, packedUpper: date.packed - 1) }

  /// The dates from the lower bound of one range through the upper bound of another. A nil range
  /// leaves its end open.
  public init(from first: DateRange?, through last: DateRange?) {
    self.init(packedLower: first?.packedLower, packedUpper: last?.packedUpper)
  }

  /// True when the range ends before it begins.
  public var isEmpty: Bool {
    guard let packedLower, let packedUpper else { return false }
    return packedLower > packedUpper
  }

  /// The first date of the range, or nil when the end is open.
  public var lower: CivilDate? {
    guard let packedLower else { return nil }
    if let date = CivilDate(packed: packedLower) { return date }
    // After the last day of a month comes the next month; after the last month, the next year.
    let (year, month) = (Int(packedLower / 10_000), Int(packedLower / 100 % 100))
    return month < 12 ? CivilDate(year: year, month: month + 1) : CivilDate(year: year + 1)
  }

  /// The last date of the range, or nil when the end is open; a month or year means all its days.
  public var upper: CivilDate? {
    guard let packedUpper else { return nil }
    let (month, day) = (Int(packedUpper / 100 % 100), Int(packedUpper % 100))
    return CivilDate(
      year: Int(packedUpper / 10_000), month: 1...12 ~= month ? month : nil,
      day: 1...31 ~= day ? day : nil)
  }

  /// True when a date lies in the range. Only the unbounded range contains an unknown date.
  ///
  /// - Parameter uncertain: the treatment of a month or year that lies in the range in part.
  public func contains(_ date: CivilDate?, _ uncertain: UncertainDates = .exclude) -> Bool {
    contains(packed: date?.packed ?? 0, uncertain)
  }

  /// True when a packed date lies in the range; 0 is the unknown date.
  @inlinable package func contains(
    packed date: UInt32, _ uncertain: UncertainDates = .exclude
  ) -> Bool {
    if date % 100 == 0 { return contains(periodOf: date, uncertain) }
    return date >= (packedLower ?? 0) && date <= (packedUpper ?? .max)
  }

  /// True when a packed month or year lies in the range.
  @usableFromInline func contains(periodOf date: UInt32, _ uncertain: UncertainDates) -> Bool {
    guard let date = CivilDate(packed: date) else {
      return packedLower == nil && packedUpper == nil
    }
    let (first, last) = (date.firstDay.packed, date.lastDay.packed)
    let (lower, upper) = (packedLower ?? 0, packedUpper ?? .max)
    switch uncertain {
    case .exclude: return first >= lower && last <= upper
    // An empty range overlaps nothing, although both of its bounds may be in the period.
    case .include: return last >= lower && first <= upper && lower <= upper
    }
  }

  /// The packed bounds with two dots between them; an open end is empty: `20230600..20230799`.
  public var description: String {
    (packedLower.map { String($0) } ?? "") + ".." + (packedUpper.map { String($0) } ?? "")
  }

  /// Reads a range in the form of `description`, and no other form.
  public init?(_ description: String) {
    let ends = description.split(separator: "..", omittingEmptySubsequences: false)
    guard ends.count == 2 else { return nil }
    self.init(packedLower: UInt32(ends[0]), packedUpper: UInt32(ends[1]))
    guard self.description == description else { return nil }
  }

  public init(from decoder: any Decoder) throws { self = try decoder.decodeDescription() }
  public func encode(to encoder: any Encoder) throws { try encoder.encodeDescription(of: self) }
}

extension CivilDate {
  /// The greatest packed number that begins with the date; an unknown part is 99.
  fileprivate var lastPacked: UInt32 { packed + (month == nil ? 99_99 : day == nil ? 99 : 0) }
}
