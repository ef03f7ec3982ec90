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
  /// A tag of the article, as its source spells it. Tag terms are always in the main field.
  case tag = 0x6B  // k
  /// A gap (`g`), a sentence end (`s`) or a paragraph end (`p`).
  case boundary = 0x62  // b

  /// Returns the first byte of a term of this kind: lower case in the main field, upper case in the
  /// tail.
  public func byte(in field: Field) -> UInt8 {
    field == .main ? rawValue : rawValue ^ 0x20
  }

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
