import Articles
import InvertedIndex
import Search
import TextAnalysis

/// All documents that match a query, in one commit.
struct ResultSet: Sendable {
  let searchers: SearcherPool
  /// The document numbers of each segment, ascending.
  private(set) var documents: [[UInt32]]
  /// The highlighter of the query.
  let highlighter: Highlighter

  init(searchers: SearcherPool, documents: [[UInt32]], highlighter: Highlighter) {
    self.searchers = searchers
    self.documents = documents
    self.highlighter = highlighter
  }

  var reader: IndexReader { searchers.reader }
  var count: Int { documents.reduce(0) { $0 + $1.count } }

  /// Returns the documents that another set of the same commit does not contain.
  func subtracting(_ other: ResultSet) -> ResultSet {
    var rest = self
    for (number, removed) in other.documents.enumerated() {
      let removed = Set(removed)
      rest.documents[number].removeAll { removed.contains($0) }
    }
    return rest
  }

  /// Calls `body` with the documents of each segment.
  ///
  /// - Throws: `StorageError.corrupt` when `body` read a damaged column.
  func forEachSegment(_ body: ([UInt32], SegmentReader) -> Void) throws {
    let damage = reader.damageCount
    for (segment, documents) in zip(reader.segments, documents) { body(documents, segment) }
    try reader.checkDamage(since: damage)
  }
}

extension ResultSet {
  /// An article, with the analyzer of the thread that reads it.
  struct Item {
    let article: Article
    let analyzer: Analyzer
  }

  /// The number of articles that one task reads. Results do not depend on it.
  private static let batchSize = 256

  private struct Batch: Sendable {
    let segment: SegmentReader
    let documents: ArraySlice<UInt32>
  }

  /// Reads the articles in batches on several threads, and reduces each batch to a state.
  ///
  /// - Parameters:
  ///   - jobs: the number of threads.
  ///   - initial: the state at the start of each batch.
  ///   - update: adds an article to the state of its batch, on any thread, in the order of the
  ///     batch.
  ///   - emit: receives the states of the batches in the order of the index, one call at a time.
  /// - Throws: errors of the closures; `XunwenError.damagedArticle`; `CancellationError` when the
  ///   task is cancelled.
  /// - Complexity: O(*n*) in the bytes of the articles. Memory for two batches a thread.
  func fold<State: Sendable>(
    jobs: Int, into initial: State,
    update: @escaping @Sendable (inout State, Item) throws -> Void,
    emit: (State) throws -> Void
  ) async throws {
    let searchers = self.searchers
    var rest = zip(reader.segments, documents).map {
      Batch(segment: $0, documents: $1[...])
    }[...]
    try await concurrentStream(jobs: jobs) { () -> Batch? in
      try Task.checkCancellation()
      while let first = rest.first {
        let batch = first.documents.prefix(Self.batchSize)
        if batch.isEmpty {
          rest.removeFirst()
          continue
        }
        rest[rest.startIndex] = Batch(
          segment: first.segment, documents: first.documents.dropFirst(batch.count))
        return Batch(segment: first.segment, documents: batch)
      }
      return nil
    } _: { batch in
      try searchers.withSearcher { _, analyzer in
        var state = initial
        var records = batch.segment.records
        for document in batch.documents {
          let article = try batch.segment.article(document, from: &records)
          try update(&state, Item(article: article, analyzer: analyzer))
        }
        return state
      }
    } emit: {
      try emit($0)
    }
  }
}
