/// A value of a field, as a term without its kind byte.
///
/// ```
/// value := name 0 ( text ( 0 display )? | number: u64 )
/// ```
/// A text is in its compared form. The display form follows if it differs. A number is big endian:
/// the bits of a double, with the sign bit inverted for positive numbers and all bits inverted for
/// negative ones, so that the order of the bytes is the order of the numbers. A date is the number
/// yyyymmdd, with month and day 0 where unknown.
public struct FieldTerm: Hashable, Sendable {
  /// The bytes of the term after the kind byte.
  public let bytes: [UInt8]
  /// The field and the compared form of the value. Of equal values of an article, one is indexed.
  public let identity: Identity
  /// The offset of the value.
  private let start: Int

  /// See `identity`.
  public struct Identity: Hashable, Sendable {
    fileprivate let bytes: ArraySlice<UInt8>
  }

  /// - Parameter display: the display form of a text, if it differs.
  private init(_ field: IndexField, _ value: [UInt8], display: [UInt8]? = nil) {
    var bytes = Array(field.name.utf8)
    bytes.append(0)
    start = bytes.count
    bytes += value
    identity = Identity(bytes: bytes[...])
    if let display { bytes += [0] + display }
    self.bytes = bytes
  }

  /// A text of a field of keywords or document numbers.
  ///
  /// - Parameter text: with single spaces, and without zero bytes.
  public init(_ field: IndexField, text: String) {
    let compared = Self.cut(FieldText.compared(text, as: field.type))
    let display = Self.cut(FieldText.displayed(text, as: field.type))
    self.init(field, compared, display: compared == display ? nil : display)
  }

  /// A number of a field of numbers; not NaN.
  public init(_ field: IndexField, number: Double) {
    self.init(field, Self.bytes(of: number))
  }

  /// A date of a field of dates.
  ///
  /// - Parameter date: yyyymmdd, with month and day 0 where unknown.
  public init(_ field: IndexField, date: UInt32) {
    self.init(field, number: Double(date))
  }

  /// The value, as `FieldValues` reads it.
  public var value: ArraySlice<UInt8> { bytes[start...] }

  /// The bytes of a number in a term.
  static func bytes(of number: Double) -> [UInt8] {
    // Adding 0 turns -0 into 0.
    let bits = (number + 0).bitPattern
    let sortable = bits >> 63 == 0 ? bits | 1 << 63 : ~bits
    return (0..<8).map { UInt8(truncatingIfNeeded: sortable >> UInt64(56 - 8 * $0)) }
  }

  /// The first bytes of a text, without a part of a character.
  private static func cut(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8.prefix(IndexField.valueLimit + 1))
    if bytes.count <= IndexField.valueLimit { return bytes }
    var end = IndexField.valueLimit
    while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return Array(bytes[..<end])
  }
}
