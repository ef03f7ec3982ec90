/// A term as the term dictionary spells it: its kind byte, then UTF-8.
///
/// Terms are ordered by their bytes, so all terms of a kind and field are neighbours, and so are
/// all grams with the same first character.
public struct Term: Hashable, Sendable {
  /// The kind byte and the UTF-8 of the text.
  public let bytes: [UInt8]

  /// Creates a term from bytes of a dictionary.
  ///
  /// Returns nil when the first byte is not a kind byte.
  public init?(bytes: [UInt8]) {
    guard let first = bytes.first, TermKind(byte: first) != nil else { return nil }
    self.bytes = bytes
  }

  public init(kind: TermKind, field: Field, text: String) {
    self.init(kind: kind, field: field, utf8: Array(text.utf8)[...])
  }

  public init(kind: TermKind, field: Field, scalars: [Unicode.Scalar]) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 * scalars.count + 1)
    bytes.append(kind.byte(in: field))
    for scalar in scalars { appendUTF8(scalar.value, to: &bytes) }
    self.bytes = bytes
  }

  public init(kind: TermKind, field: Field, utf8 text: ArraySlice<UInt8>) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count + 1)
    bytes.append(kind.byte(in: field))
    bytes.append(contentsOf: text)
    self.bytes = bytes
  }

  /// Creates the term of a key.
  ///
  /// - Parameter spelling: the spelling of the buffer that contains the key.
  public init(_ key: TermKey, spelling: Span<UInt8>) {
    var bytes: [UInt8] = []
    Term.appendBytes(of: key.rawValue, spelling: spelling, to: &bytes)
    self.bytes = bytes
  }

  /// Creates the term of a key that is not spelled.
  public init(unspelled key: TermKey) {
    let nothing: [UInt8] = []
    self.init(key, spelling: nothing.span)
  }

  public static func gram(_ a: Unicode.Scalar, _ b: Unicode.Scalar, field: Field) -> Term {
    Term(unspelled: .gram(a, b, in: field))
  }

  public static func edge(_ a: Unicode.Scalar, field: Field) -> Term {
    Term(unspelled: .edge(a, in: field))
  }

  public static func boundary(_ boundary: Boundary, field: Field) -> Term {
    Term(unspelled: .boundary(boundary, in: field))
  }

  public var kind: TermKind { TermKind(byte: bytes[0]) ?? .boundary }  // Never nil: init checks it.

  public var field: Field { bytes[0] & 0x20 == 0 ? .tail : .main }

  /// The text after the kind byte.
  public var text: String { String(decoding: bytes.dropFirst(), as: UTF8.self) }

  /// Appends the dictionary bytes of a `TermKey.rawValue`.
  ///
  /// - Parameter spelling: the spelling of the buffer that contains the key.
  public static func appendBytes(
    of key: UInt64, spelling: Span<UInt8>, to bytes: inout [UInt8]
  ) {
    let term = TermKey(rawValue: key)
    bytes.append(term.kindByte)
    if term.isSpelled {
      for i in term.spellingRange { bytes.append(spelling[i]) }
    } else {
      let first = UInt32(truncatingIfNeeded: key >> 21 & 0x1F_FFFF)  // 21 bits
      if first != 0 { appendUTF8(first, to: &bytes) }
      appendUTF8(UInt32(truncatingIfNeeded: key & 0x1F_FFFF), to: &bytes)  // 21 bits
    }
  }
}

extension Term: Comparable {
  public static func < (a: Term, b: Term) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
}

extension Term: CustomStringConvertible {
  /// The kind byte, a colon and the text: `g:发展`.
  public var description: String { "\(Unicode.Scalar(bytes[0])):\(text)" }
}
