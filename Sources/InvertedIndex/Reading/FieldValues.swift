import TextAnalysis

/// The values of one field in the term dictionaries of an index.
public struct FieldValues: Sendable {
  private let prefix: [UInt8]

  public init(of field: IndexField) {
    prefix = Term(kind: .field, field: .main, utf8: Array(field.name.utf8)[...]).bytes + [0]
  }

  /// Calls `body` with the values of a segment in their order, until it returns false.
  ///
  /// - Parameter start: the first bytes of the values to begin with.
  public func forEach(
    in segment: SegmentReader, from start: [UInt8] = [],
    _ body: (ArraySlice<UInt8>, TermInfo) -> Bool
  ) {
    segment.terms.forEach(from: prefix + start) { term, info in
      term.starts(with: prefix) && body(term[prefix.count...], info)
    }
  }

  /// The first bytes of the numbers that are not below a number.
  public static func start(from number: Double) -> [UInt8] { FieldTerm.bytes(of: number) }

  /// The compared form of a text.
  public static func compared(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    value.prefix { $0 != 0 }
  }

  /// The display form of a text.
  public static func text(_ value: ArraySlice<UInt8>) -> String {
    let end = value.firstIndex(of: 0)
    return String(decoding: end.map { value[($0 + 1)...] } ?? value, as: UTF8.self)
  }

  /// The number of a value; NaN for a value that is no number.
  public static func number(_ value: ArraySlice<UInt8>) -> Double {
    guard value.count == 8 else { return .nan }
    let sortable = value.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Double(bitPattern: sortable >> 63 == 0 ? ~sortable : sortable & ~(1 << 63))
  }

  /// The date of a value as yyyymmdd; 0 for a value that is no date.
  public static func date(_ value: ArraySlice<UInt8>) -> UInt32 {
    UInt32(exactly: number(value)) ?? 0
  }
}
