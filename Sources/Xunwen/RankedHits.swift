import InvertedIndex
import Search

/// The hits of a query in rank order, without their articles: 32 bytes for each hit.
struct RankedHits: Sendable {
  private let query: PreparedQuery
  private let options: SearchOptions
  private let result: SearchResult

  init(_ result: SearchResult, of query: PreparedQuery, _ options: SearchOptions) {
    self.result = result
    self.query = query
    self.options = options
  }

  var count: Int { result.hits.count }

  /// Returns the manifest of the answer.
  ///
  /// - Throws: `StorageError`.
  /// - Complexity: O(*n*) in the hits.
  func manifest() throws -> AnswerManifest {
    let reader = query.searchers.reader
    let damage = reader.damageCount
    let ids = result.hits.map { hit in
      (id: reader.segments[hit.segment].columns.id(of: hit.document), score: hit.score)
    }
    try reader.checkDamage(since: damage)
    return AnswerManifest(
      tree: "\(query.parsed.tree)", question: .init(query.text, query.scope, options),
      index: .init(reader), versions: .current,
      answer: .init(total: result.total, partialTotal: result.partialTotal, ids))
  }

  /// Reads the articles of some hits.
  ///
  /// - Parameters:
  ///   - range: the hits, as indices in rank order.
  ///   - start: the instant from which the elapsed time of the response counts.
  /// - Throws: `StorageError`, `XunwenError.damagedArticle`.
  func response(
    _ range: Range<Int>, since start: ContinuousClock.Instant
  ) throws -> SearchResponse {
    let searchers = query.searchers
    let reader = searchers.reader
    let damage = reader.damageCount
    let presented = try searchers.withSearcher { _, analyzer in
      let presenter = HitPresenter(result.highlighter, options, analyzer: analyzer)
      return try range.map { index in
        let hit = result.hits[index]
        return try presenter.present(
          hit, rank: max(0, options.offset) + index + 1, segment: reader.segments[hit.segment])
      }
    }
    try reader.checkDamage(since: damage)
    return SearchResponse(
      query: query.text, total: result.total, partialTotal: result.partialTotal, hits: presented,
      elapsed: ContinuousClock.now - start, mistakes: query.mistakes,
      manifest: options.includesManifest ? try manifest() : nil)
  }
}
