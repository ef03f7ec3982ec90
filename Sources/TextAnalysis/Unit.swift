public enum UnitKind: UInt8, Sendable {
  /// One Han, kana, bopomofo or hangul-syllable code point.
  case han
  /// One word or number of other characters.
  case token
}

/// A unit of text with its place in the original.
public struct Unit: Hashable, Sendable {
  public let kind: UnitKind
  /// Units in a row without a gap between them have consecutive positions.
  public let position: UInt32
  /// UTF-8 offsets in the original text. Units may share a source (㍿ is four units) but never go back.
  public let source: Range<Int>
  /// Byte offsets in `AnalyzedText.normalized`.
  public let text: Range<Int>
  /// The first normalized scalar; the whole text of a Han unit.
  public let scalar: Unicode.Scalar
  /// Whether an ICU word starts here, or one that was marked. True for tokens, unless they were marked as parts of a
  /// word; false for all Han units when words were not asked for.
  public internal(set) var startsWord: Bool
  /// Whether a run of Han units starts or ends here; both false for tokens.
  public internal(set) var startsRun: Bool
  public internal(set) var endsRun: Bool
}
