/// The posting of a term in a document, without positions.
public struct Posting: Sendable, Equatable {
  /// The number of occurrences, including the title.
  public var frequency: UInt32
  /// The number of occurrences in the title.
  public var title: UInt32
  /// The length of the document's field, in units.
  public var length: UInt32

  @inlinable
  public init(frequency: UInt32, title: UInt32, length: UInt32) {
    self.frequency = frequency
    self.title = title
    self.length = length
  }
}

/// Documents that have a term, with their ordinals among all documents of the term. A restricted
/// cursor finds each without a search and without decoding documents.
public final class PostingOrdinals: Sendable {
  /// The documents, ascending.
  public let documents: [UInt32]
  /// The ordinal of each document; empty when the documents are all documents of the term.
  let ordinals: [UInt32]

  init(_ documents: [UInt32], _ ordinals: [UInt32]) {
    self.documents = documents
    self.ordinals = ordinals
  }
}

/// The postings of a term found for a batch of documents, as parallel arrays.
public struct PostingsBatch: Sendable {
  /// The number of postings; the arrays may be longer.
  public internal(set) var count = 0
  /// The index of each document in the batch, or its offset in the window; ascending.
  public internal(set) var indices: [UInt32] = []
  /// The number of occurrences in each document, including the title.
  public internal(set) var frequencies: [UInt32] = []
  /// The number of occurrences in each document's title.
  public internal(set) var titles: [UInt32] = []
  /// The length of each document's field, in units.
  public internal(set) var lengths: [UInt32] = []

  public init() {}

  /// Removes all postings but keeps the memory.
  public mutating func removeAll() { count = 0 }

  mutating func reserve(_ count: Int) {
    indices.extend(to: count, with: 0)
    frequencies.extend(to: count, with: 0)
    titles.extend(to: count, with: 0)
    lengths.extend(to: count, with: 0)
  }
}

extension Array {
  /// Extends the array to at least `count` values. Its size at least doubles, so that this is rare.
  mutating func extend(to count: Int, with value: Element) {
    if self.count < count {
      append(contentsOf: repeatElement(value, count: Swift.max(count - self.count, self.count)))
    }
  }
}
