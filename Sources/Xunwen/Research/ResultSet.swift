import Articles
import Calendar
import InvertedIndex
import Search
import TextAnalysis

/// All articles that match a query, in one commit.
struct ResultSet: Sendable {
  let searchers: SearcherPool
  /// By segment, ascending.
  private(set) var documents: [[UInt32]]
  /// What the query asks for in them.
  let highlighter: Highlighter

  var reader: IndexReader { searchers.reader }
  var count: Int { documents.reduce(0) { $0 + $1.count } }

  /// The articles that another set of the same commit does not have.
  func subtracting(_ other: ResultSet) -> ResultSet {
    var rest = self
    for (number, removed) in other.documents.enumerated() {
      let removed = Set(removed)
      rest.documents[number].removeAll { removed.contains($0) }
    }
    return rest
  }

  /// The documents of each segment.
  ///
  /// - Throws: `StorageError.corrupt` when a column is damaged where it was read.
  func forEachSegment(_ body: ([UInt32], SegmentReader) -> Void) throws {
    let damage = reader.damageCount
    for (segment, documents) in zip(reader.segments, documents) { body(documents, segment) }
    try reader.checkDamage(since: damage)
  }
}

extension SearcherPool {
  /// What matches any clause of a query with `MatchMode.any`, else all of them.
  ///
  /// - Throws: `QuerySyntaxError`; `StorageError` when the index is damaged where the answer is.
  func results(of query: String, _ options: SearchOptions) throws -> ResultSet {
    try withAnswer(ParsedQuery(query, options), options) { searcher, request, _ in
      try searcher.documents(request).map {
        ResultSet(searchers: self, documents: $0.documents, highlighter: $0.highlighter)
      }
    }
  }

  /// All articles of the publishers and dates of some options.
  func everything(_ options: SearchOptions) throws -> ResultSet {
    let any = Query.date(DateRange(), at: 0..<0)
    let found = try withSearcher { searcher, _ in
      try searcher.documents(SearchRequest(any, options))
    }
    guard let found else { preconditionFailure("a date can be looked up") }
    return ResultSet(searchers: self, documents: found.documents, highlighter: found.highlighter)
  }
}

extension ResultSet {
  /// An article on the way through.
  struct Item {
    let article: Article
    let analyzer: Analyzer
  }

  /// Articles that one task reads; results do not depend on it.
  private static let batchSize = 256

  private struct Batch: Sendable {
    let segment: SegmentReader
    let documents: ArraySlice<UInt32>
  }

  /// Reads the articles on several threads, batch by batch, and takes what came of the batches in the order of the
  /// index.
  ///
  /// - Parameters:
  ///   - jobs: threads.
  ///   - initial: what each batch begins with.
  ///   - update: takes one article, on any thread; the articles of a batch in order.
  ///   - emit: takes a batch's result; called by one thread at a time.
  /// - Throws: what the closures throw; `XunwenError.damagedArticle`.
  /// - Complexity: O(*n*) in the bytes of the articles; memory for two batches a thread.
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
