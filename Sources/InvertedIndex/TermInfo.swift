import Storage

/// What the dictionary knows of a term: how often it occurs and where its postings are.
///
/// ```
/// info      := document frequency << 1 | inline: varint
///              ( inline:     occurrences − document frequency << 5 | byte count: varint
///                            tail, rest: see PostingsEncoder, with no bits between
///              | not inline: occurrences − document frequency: varint
///                            postings offset: varint, positions offset: varint )
/// ```
/// Offsets are file offsets, as differences from the previous term of the dictionary block that is not inline.
public struct TermInfo: Sendable, Equatable {
  /// Documents that contain the term, deleted ones included.
  public let documentFrequency: Int
  /// Occurrences in all documents.
  public let occurrences: Int
  /// Where the postings begin: a byte offset in the `.pst` file, or in the `.trm` file when inline.
  public let postingsOffset: Int
  /// Where the positions begin in the `.pos` file; inline ones follow the postings.
  public let positionsOffset: Int
  /// Postings and positions stand in the dictionary itself.
  public let isInline: Bool
}
