import Storage

/// The most documents and positions that the lists of a segment can have without sharing bytes.
///
/// A reader of all lists stops when they have more. Otherwise a crafted dictionary, in which every
/// term names the same long list, would cost time and memory beyond any multiple of the files.
struct ListBudget {
  private var documents: Int
  private var positions: Int

  /// A document has at least two bits of its own and a share of a skip entry. No code has more than
  /// eight positions in a byte, other than the first ones of documents.
  init(postings: EnvelopedFile, positions: EnvelopedFile) {
    documents = 4 * postings.payload.count
    self.positions = 8 * positions.payload.count
  }

  /// Takes the list of a term. Returns false when the lists so far cannot all be in the files.
  mutating func take(_ info: TermInfo, withPositions: Bool) -> Bool {
    // Inline lists have bytes of their own.
    if info.isInline { return true }
    documents -= info.documentFrequency
    if withPositions { positions -= info.occurrences - info.documentFrequency }
    return documents >= 0 && positions >= 0
  }
}
