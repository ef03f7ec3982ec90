/// A term as one integer, so that indexing handles no strings.
///
///     bits 63…56  kind byte, which includes the field
///     bit  55     1 for a spelled term
///     gram        first scalar << 21 | second scalar
///     edge, one-unit word        scalar
///     boundary    ASCII letter
///     spelled     offset << 16 | byte count, in `TermBuffer.spelling`
///
/// Equal terms have equal keys, except spelled terms, whose spelling must be compared.
public struct TermKey: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }

  @inline(__always)
  init(_ kind: TermKind, _ field: Field, _ payload: UInt64) {
    rawValue = UInt64(kind.byte(in: field)) << 56 | payload
  }

  public static func gram(_ a: Unicode.Scalar, _ b: Unicode.Scalar, in field: Field) -> TermKey {
    TermKey(.gram, field, UInt64(a.value) << 21 | UInt64(b.value))
  }

  public static func edge(_ a: Unicode.Scalar, in field: Field) -> TermKey {
    TermKey(.edge, field, UInt64(a.value))
  }

  /// The key of a word of one unit.
  public static func word(_ a: Unicode.Scalar, in field: Field) -> TermKey {
    TermKey(.word, field, UInt64(a.value))
  }

  public static func boundary(_ boundary: Boundary, in field: Field) -> TermKey {
    TermKey(.boundary, field, UInt64(boundary.rawValue))
  }

  /// The key of a term whose text, of at most 65,535 bytes, is in the spelling of its buffer.
  public static func spelled(_ kind: TermKind, _ range: Range<Int>, in field: Field) -> TermKey {
    precondition(range.count <= 0xFFFF && range.lowerBound < 1 << 39, "spelling out of range")
    return TermKey(kind, field, 1 << 55 | UInt64(range.lowerBound) << 16 | UInt64(range.count))
  }

  @inline(__always)
  public var kindByte: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 56) }

  @inline(__always)
  public var isSpelled: Bool { rawValue & 1 << 55 != 0 }

  /// The range of a spelled term's text in `TermBuffer.spelling`; undefined for other terms.
  @inline(__always)
  public var spellingRange: Range<Int> {
    let lower = Int(truncatingIfNeeded: rawValue >> 16 & (1 << 39 - 1))
    return lower..<lower + Int(truncatingIfNeeded: rawValue & 0xFFFF)
  }
}
