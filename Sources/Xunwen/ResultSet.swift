import Articles
import InvertedIndex
import Search
import TextAnalysis

/// All documents that match a query, in one commit.
struct ResultSet: Sendable {
  let searchers: SearcherPool
  /// The document numbers of each segment, ascending.
  var documents: [[UInt32]]
  let highlighter: Highlighter
  /// The user's words, if the query uses the dictionary.
  var dictionary: UserWords?

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

  /// - Throws: `StorageError.corrupt` when `body` read a damaged column.
  func forEachSegment(_ body: ([UInt32], SegmentReader) -> Void) throws {
    let damage = reader.damageCount
    for (segment, documents) in zip(reader.segments, documents) { body(documents, segment) }
    try reader.checkDamage(since: damage)
  }

  /// An article, with the analyzer of the thread that reads it.
  struct Item {
    let article: Article
    let analyzer: Analyzer
    /// The user's words; nil to find only the analyzer's words.
    var dictionary: UserWords?

    /// The ranges of the title and of the body, in pieces whose analysis has bounded memory.
    var piecesOfTitleAndBody: [Range<Int>] {
      article.zones.filter { $0.kind == .title || $0.kind == .body }
        .flatMap { HitPresenter.pieces(of: $0.range, in: article.text) }
    }

    /// Returns the units of a range of the article's text, without words.
    func units(of range: Range<Int>) -> AnalyzedText {
      analyzer.analyze(article.text.span.extracting(range), segmentingWords: false)
    }

    /// Returns the words of a range of the article's text. A word of the user's dictionary is one
    /// word, as in queries.
    func words(of range: Range<Int>) -> AnalyzedText {
      var text = analyzer.analyze(article.text.span.extracting(range))
      dictionary?.mark(in: &text)
      return text
    }
  }

  /// The number of articles that one task reads. Results do not depend on it.
  private static let batchSize = 256

  private typealias Batch = (segment: SegmentReader, documents: ArraySlice<UInt32>)

  /// Reads the articles in batches on several threads, and reduces each batch to a state.
  ///
  /// - Parameters:
  ///   - initial: the state at the start of each batch.
  ///   - update: adds an article to the state of its batch, on any thread.
  ///   - onProgress: receives the number of articles so far, after each call of `emit`.
  ///   - emit: receives the states in the order of the index, one call at a time.
  /// - Throws: errors of the closures; `XunwenError.damagedArticle`; `CancellationError`.
  func fold<State: Sendable>(
    jobs: Int, into initial: State,
    update: @escaping @Sendable (inout State, Item) throws -> Void,
    onProgress: (ArticleProgress) -> Void = { _ in }, emit: (State) throws -> Void
  ) async throws {
    let searchers = self.searchers
    let dictionary = self.dictionary
    let total = count
    var done = 0
    var rest = zip(reader.segments, documents).map { Batch($0, $1[...]) }[...]
    try await concurrentStream(jobs: jobs) { () -> Batch? in
      try Task.checkCancellation()
      while let first = rest.first {
        let batch = first.documents.prefix(Self.batchSize)
        if batch.isEmpty {
          rest.removeFirst()
          continue
        }
        rest[rest.startIndex].documents.removeFirst(batch.count)
        return (first.segment, batch)
      }
      return nil
    } _: { batch in
      try searchers.withSearcher { _, analyzer in
        var state = initial
        var records = batch.segment.records
        for document in batch.documents {
          let article = try batch.segment.article(document, from: &records)
          try update(&state, Item(article: article, analyzer: analyzer, dictionary: dictionary))
        }
        return (state, batch.documents.count)
      }
    } emit: { state, count in
      try emit(state)
      done += count
      onProgress(ArticleProgress(articles: done, total: total))
    }
  }
}

/// The progress of an operation that visits articles one by one.
public struct ArticleProgress: Sendable {
  /// The number of articles visited.
  public let articles: Int
  /// The number of articles to visit.
  public let total: Int
}

/// The hits of a query in rank order, without their articles: 32 bytes for each hit.
struct RankedHits: Sendable {
  let query: PreparedQuery
  let options: SearchOptions
  let result: SearchResult

  var count: Int { result.hits.count }

  func manifest() throws -> AnswerManifest {
    let reader = query.searchers.reader
    let damage = reader.damageCount
    let ids = result.hits.map { hit in
      (id: reader.segments[hit.segment].columns.id(of: hit.document), score: hit.score)
    }
    try reader.checkDamage(since: damage)
    return AnswerManifest(
      tree: "\(query.parsed.tree.read(in: query.scope.match))",
      question: .init(query.text, query.scope, options),
      index: .init(reader), versions: .current,
      answer: .init(total: result.total, partialTotal: result.partialTotal, ids))
  }

  /// Reads the articles of the hits with the given ordinals.
  func response(_ range: Range<Int>, since start: ContinuousClock.Instant) throws -> SearchResponse
  {
    let searchers = query.searchers
    let presented = try searchers.withSearcher { _, analyzer in
      try HitPresenter(highlighter: result.highlighter, options: options, analyzer: analyzer)
        .present(
          result.hits[range], after: max(0, options.offset) + range.lowerBound,
          in: searchers.reader)
    }
    return SearchResponse(
      query: query.text, total: result.total, partialTotal: result.partialTotal,
      exact: options.countsExact ? try query.exactCount(besides: result.total) : nil,
      hits: presented,
      elapsed: ContinuousClock.now - start, mistakes: query.mistakes,
      manifest: options.includesManifest ? try manifest() : nil)
  }
}
