import Articles
import Calendar
import InvertedIndex
import Search
import TextAnalysis

/// What an index finds, held against what a scan of all articles finds.
public struct AuditReport: Sendable, Equatable {
  /// Articles read.
  public let articles: Int
  /// Those that the index finds.
  public let found: Int
  /// Those that the scan finds.
  public let expected: Int
  /// Ids of articles that only the scan finds, in the order of the index.
  public let missed: [String]
  /// Ids of articles that only the index finds.
  public let wrong: [String]

  /// Of what there is to find, the share that is found; 1 where there is nothing.
  public var recall: Double { share(expected - missed.count, of: expected) }
  /// Of what is found, the share that is right; 1 where nothing is found.
  public var precision: Double { share(found - wrong.count, of: found) }

  private func share(_ part: Int, of whole: Int) -> Double {
    whole == 0 ? 1 : Double(part) / Double(whole)
  }
}

extension Archive {
  /// Reads and analyzes every article, and compares which match a query as a whole with what the index says.
  ///
  /// - Parameters:
  ///   - options: publishers, dates and `scans`; the user's words and synonyms are left out.
  ///   - jobs: threads.
  /// - Throws: as `search`; `RegularExpression.Overrun`.
  /// - Complexity: O(*n*) in the bytes of all articles.
  public func audit(
    _ query: String, options: SearchOptions = SearchOptions(), jobs: Int
  ) async throws -> AuditReport {
    var options = options
    options.match = .all
    // What is written is held against what is found, not what a user's dictionary makes of it.
    options.usesDictionary = false
    let request = SearchRequest(try ParsedQuery(query, options).tree, options)
    let searchers = self.searchers
    let answer = try searchers.results(of: query, options)
    var found: Set<String> = []
    try answer.forEachSegment { documents, segment in
      for document in documents { found.insert(segment.columns.id(of: document)) }
    }
    var (articles, expected) = (0, 0)
    var missed: [String] = []
    var wrong: [String] = []
    try await searchers.everything(SearchOptions()).fold(jobs: jobs, into: AuditBatch()) {
      try $0.add($1, request)
    } emit: { batch in
      articles += batch.answers.count
      for (id, matches) in batch.answers {
        if matches { expected += 1 }
        if matches, !found.contains(id) { missed.append(id) }
        if !matches, found.contains(id) { wrong.append(id) }
      }
    }
    return AuditReport(
      articles: articles, found: found.count, expected: expected, missed: missed, wrong: wrong)
  }
}

/// Articles that were asked one after another.
///
/// Safe: the scan is made and used by the thread that has the batch, and by none after it.
private struct AuditBatch: @unchecked Sendable {
  var answers: [(id: String, matches: Bool)] = []
  private var scan: QueryScan?

  mutating func add(_ item: ResultSet.Item, _ request: SearchRequest) throws {
    let scan = try self.scan ?? QueryScan(request, using: item.analyzer)
    self.scan = scan
    let article = ScannedArticle(item.article, using: item.analyzer)
    answers.append((item.article.id, try scan.matches(article)))
  }
}

extension ScannedArticle {
  init(_ article: Article, using analyzer: Analyzer) {
    self.init(
      id: article.id, date: article.published?.date.packed ?? 0, source: article.source,
      tags: article.tags, StoredText(article), using: analyzer)
  }
}
