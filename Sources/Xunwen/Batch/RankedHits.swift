import InvertedIndex
import Search

/// The hits of a query in their order, whose articles are read when they are asked for: 32 bytes a hit.
struct RankedHits: Sendable {
  let query: String
  private let tree: String
  let total: Int
  let partialTotal: Int
  private let mistakes: [QuerySyntaxError]
  private let hits: [SearchResult.Hit]
  private let highlighter: Highlighter
  private let options: SearchOptions
  private let searchers: SearcherPool

  init(
    _ result: SearchResult, of query: String, _ parsed: ParsedQuery,
    _ options: SearchOptions, in searchers: SearcherPool
  ) {
    self.query = query
    tree = "\(parsed.tree)"
    mistakes = parsed.mistakes
    self.options = options
    self.searchers = searchers
    total = result.total
    partialTotal = result.partialTotal
    hits = result.hits
    highlighter = result.highlighter
  }

  var count: Int { hits.count }

  /// What the answer depends on, and what it is.
  ///
  /// - Throws: `StorageError`.
  /// - Complexity: O(*n*) in the hits.
  func manifest() throws -> AnswerManifest {
    let reader = searchers.reader
    let damage = reader.damageCount
    let ids = hits.map { hit in
      (id: reader.segments[hit.segment].columns.id(of: hit.document), score: hit.score)
    }
    try reader.checkDamage(since: damage)
    return AnswerManifest(
      tree: tree, question: .init(query, options), index: .init(reader), versions: .current,
      answer: .init(total: total, partialTotal: partialTotal, ids))
  }

  /// Some of the hits with what a user sees of them.
  ///
  /// - Parameters:
  ///   - range: of their places in the order, from 0.
  ///   - start: of the time that the response tells.
  /// - Throws: `StorageError`, `XunwenError.damagedArticle`.
  func response(
    _ range: Range<Int>, since start: ContinuousClock.Instant
  ) throws -> SearchResponse {
    let reader = searchers.reader
    let damage = reader.damageCount
    let presented = try searchers.withSearcher { _, analyzer in
      let presenter = HitPresenter(highlighter, options: options, analyzer: analyzer)
      return try range.map { place in
        try presenter.present(
          hits[place], rank: max(0, options.offset) + place + 1,
          segment: reader.segments[hits[place].segment])
      }
    }
    try reader.checkDamage(since: damage)
    return SearchResponse(
      query: query, total: total, partialTotal: partialTotal, hits: presented,
      elapsed: ContinuousClock.now - start, mistakes: mistakes,
      manifest: options.makesManifest ? try manifest() : nil)
  }
}
