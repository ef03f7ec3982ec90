/// A date, perhaps with a time of day, as a source prints it: civil time without a zone.
///
/// Values are ordered in time; a date without a time precedes the same date with a time.
public struct CivilDateTime: Sendable, Hashable, Comparable, LosslessStringConvertible, Codable {
  /// The date, as far as it is known.
  public let date: CivilDate
  /// Seconds since midnight, 0..<86,400, or nil when unknown.
  public let secondsOfDay: Int?

  /// A date without a time.
  public init(_ date: CivilDate) {
    self.date = date
    secondsOfDay = nil
  }

  /// A date with a time. Returns nil when the time is out of range, or when the date has no day.
  public init?(_ date: CivilDate, secondsOfDay: Int?) {
    if let secondsOfDay {
      guard date.day != nil, 0..<86_400 ~= secondsOfDay else { return nil }
    }
    self.date = date
    self.secondsOfDay = secondsOfDay
  }

  /// Decodes `date.packed` and `packedTime`. Returns nil when there is no such date or time.
  package init?(packedDate: UInt32, packedTime: UInt32) {
    guard let date = CivilDate(packed: packedDate) else { return nil }
    self.init(date, secondsOfDay: packedTime > 0 ? Int(packedTime) - 1 : nil)
  }

  /// Seconds since midnight plus one; 0 without a time.
  package var packedTime: UInt32 { secondsOfDay.map { UInt32($0 + 1) } ?? 0 }

  public static func < (a: Self, b: Self) -> Bool {
    (a.date, a.secondsOfDay ?? -1) < (b.date, b.secondsOfDay ?? -1)
  }

  /// The value in ISO 8601 without a zone: `2023-07-02T14:53:51`, or the date alone without a time.
  public var description: String {
    guard let time = secondsOfDay else { return date.description }
    let parts = [time / 3600, time / 60 % 60, time % 60].map { $0.padded(to: 2) }
    return "\(date)T" + parts.joined(separator: ":")
  }

  /// Reads a value in the form of `description`, and no other form.
  public init?(_ description: String) {
    let halves = description.split(separator: "T", omittingEmptySubsequences: false)
    guard halves.count <= 2, let date = CivilDate(String(halves[0])) else { return nil }
    let parts = halves.dropFirst().flatMap { $0.split(separator: ":") }.map { Int($0) ?? -1 }
    guard parts.isEmpty || parts.count == 3 else { return nil }
    self.init(date, secondsOfDay: parts.isEmpty ? nil : parts.reduce(0) { $0 * 60 + $1 })
    guard self.description == description else { return nil }
  }

  public init(from decoder: any Decoder) throws { self = try decoder.decodeDescription() }
  public func encode(to encoder: any Encoder) throws { try encoder.encodeDescription(of: self) }
}
