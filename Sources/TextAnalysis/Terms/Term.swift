/// A term as the term dictionary spells it: its kind byte, then UTF-8.
///
/// Terms are ordered by their bytes, so all terms of a kind and field are neighbours.
public struct Term: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The kind byte and the UTF-8 of the text.
  public let bytes: [UInt8]

  /// A term of a dictionary. Returns nil when the first byte is not a kind byte.
  public init?(bytes: [UInt8]) {
    guard let first = bytes.first, TermKind(byte: first) != nil else { return nil }
    self.bytes = bytes
  }

  public init(kind: TermKind, field: Field, text: String) {
    self.init(kind: kind, field: field, utf8: Array(text.utf8)[...])
  }

  public init(kind: TermKind, field: Field, scalars: [Unicode.Scalar]) {
    var text: [UInt8] = []
    for scalar in scalars { appendUTF8(scalar.value, to: &text) }
    self.init(kind: kind, field: field, utf8: text[...])
  }

  public init(kind: TermKind, field: Field, utf8 text: ArraySlice<UInt8>) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count + 1)
    bytes.append(kind.byte(in: field))
    bytes.append(contentsOf: text)
    self.bytes = bytes
  }

  /// The term of a key, with the spelling of the buffer that contains the key.
  public init(_ key: TermKey, spelling: Span<UInt8>) {
    var bytes: [UInt8] = []
    Term.appendBytes(of: key.rawValue, spelling: spelling, to: &bytes)
    self.bytes = bytes
  }

  /// The term of a key that is not spelled.
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

  /// Appends the dictionary bytes of a `TermKey.rawValue`, with the spelling of its buffer.
  public static func appendBytes(of key: UInt64, spelling: Span<UInt8>, to bytes: inout [UInt8]) {
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

  public static func < (a: Term, b: Term) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }

  /// The kind byte, a colon and the text: `g:发展`.
  public var description: String { "\(Unicode.Scalar(bytes[0])):\(text)" }
}

/// A part of a document that has its own terms.
public enum Field: UInt8, Sendable, CaseIterable {
  /// Title and body.
  case main
  /// Tags, navigation and teasers, searched only on demand.
  case tail
}

/// The kind of a term. The raw value is the first byte of a main-field term in the dictionary.
///
/// Grams and tokens find any string exactly. Edges find single characters and the ends of Han
/// sequences. Words improve ranking. Boundaries separate sentences and paragraphs.
public enum TermKind: UInt8, Sendable, CaseIterable {
  /// Two adjacent Han units of a Han sequence, at the position of the first.
  case gram = 0x67  // g
  /// The last unit of a Han sequence, or the first one when a token precedes it.
  case edge = 0x65  // e
  /// A word or number that is not Han.
  case token = 0x74  // t
  /// A word of one Han unit, or of three or more. A word of two is already a gram.
  case word = 0x77  // w
  /// The letters at the beginning of a token, when digits follow: iphone of iphone15. Without
  /// positions.
  case part = 0x70  // p
  /// A tag of the article, as its source spells it. Tag terms are always in the main field.
  case tag = 0x6B  // k
  /// A value of a field. Field terms are always in the main field, and not only text.
  case field = 0x66  // f
  /// A gap (`g`), a sentence end (`s`) or a paragraph end (`p`).
  case boundary = 0x62  // b

  /// Returns the first byte of a term: lower case in the main field, upper case in the tail.
  public func byte(in field: Field) -> UInt8 { field == .main ? rawValue : rawValue ^ 0x20 }

  /// Returns the kind of a term whose first byte is `byte`, in either field.
  public init?(byte: UInt8) { self.init(rawValue: byte | 0x20) }
}

/// The kind of a boundary term: the letter after the kind byte.
public enum Boundary: UInt8, Sendable, CaseIterable {
  /// Consecutive punctuation, which takes one position.
  case gap = 0x67  // g
  /// A sentence end, at the position of the last unit before it.
  case sentence = 0x73  // s
  /// A paragraph end, at the position of the last unit before it.
  case paragraph = 0x70  // p
}
