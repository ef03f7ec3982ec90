// What kinds of term exist, and the byte that tells them apart in the term dictionary.

/// A sequence of positions that a document is indexed under.
public enum Field: UInt8, Sendable, CaseIterable {
  /// Headline and body.
  case main
  /// Tags, navigation and teasers, searched only on demand.
  case tail
}

/// The kind of a term. The raw value is the first byte of a main-field term in the dictionary.
///
/// The kinds exist side by side because each answers a question the others cannot: grams and tokens
/// find any string exactly, edges find single characters and the rims of runs, words improve ranking,
/// and boundaries delimit sentences and paragraphs.
public enum TermKind: UInt8, Sendable, CaseIterable {
  /// Two adjacent Han units of a run, at the position of the first.
  case gram = 0x67  // g
  /// The last unit of a run, and the first where a token stands before it.
  case edge = 0x65  // e
  /// A word or number that is not Han.
  case token = 0x74  // t
  /// An ICU word of one Han unit, or of three or more (two are a gram already).
  case word = 0x77  // w
  /// A tag of the article, as its publisher spells it; in the main field, whichever the tag's place.
  case tag = 0x6B  // k
  /// A gap (`g`), a sentence end (`s`) or a paragraph end (`p`).
  case boundary = 0x62  // b

  /// The first byte of a term of this kind: lower case in the main field, upper case in the tail.
  public func byte(in field: Field) -> UInt8 {
    field == .main ? rawValue : rawValue ^ 0x20
  }

  /// The kind that `byte` begins, whichever field it is of.
  public init?(byte: UInt8) { self.init(rawValue: byte | 0x20) }
}

/// The letter after the kind byte of a boundary term.
public enum Boundary: UInt8, Sendable, CaseIterable {
  /// A run of punctuation, at the one position it occupies.
  case gap = 0x67  // g
  /// A sentence end, at the position of the last unit before it.
  case sentence = 0x73  // s
  /// A paragraph end, at the position of the last unit before it.
  case paragraph = 0x70  // p
}
