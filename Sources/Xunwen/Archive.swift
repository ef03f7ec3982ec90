public import Articles
import InvertedIndex
import Search
import Storage
import Synchronization
import TextAnalysis

/// An index of articles, open for searching: a snapshot of one commit, until `refresh()` moves on to the newest.
///
/// ```swift
/// let archive = try Archive(at: "index")
/// let response = try archive.search("养老 服务")
/// for hit in response.hits { print(hit.rank, hit.published as Any, hit.title) }
/// ```
/// Share it between threads freely. Whatever is committed, merged or deleted meanwhile, in this or another process,
/// changes no answer: all files of the commit are mapped when it is opened, and the system keeps a mapped file until
/// the last mapping is gone, whether it still has a name or not.
public final class Archive: Sendable {
  private let current: Mutex<SearcherPool>

  /// The commit that is open.
  var reader: IndexReader { current.withLock { $0.reader } }

  /// Counts the commits of the index; that of the commit that is open.
  public var generation: Int { Int(reader.commit.generation) }

  /// Opens the newest commit of the index in a folder.
  ///
  /// - Throws: `XunwenError.noIndex`; `StorageError` for one that is damaged or of another format.
  /// - Complexity: O(segments): files are mapped, not read.
  public init(at path: String) throws {
    let reader = try Self.finding(path) { () throws(StorageError) in
      try IndexReader(IndexDirectory(path))
    }
    current = Mutex(SearcherPool(reader))
  }

  /// The same of a commit that is open already.
  init(_ reader: IndexReader) { current = Mutex(SearcherPool(reader)) }

  /// Moves to the newest commit. Searches that are under way end with the one they began with.
  ///
  /// - Returns: whether there was a newer one.
  /// - Throws: `StorageError`; then the archive stays with the commit it has.
  /// - Complexity: O(segments); those that were open already are not opened again.
  @discardableResult
  public func refresh() throws -> Bool {
    let old = reader
    let newest = try IndexReader(old.directory, sharing: old)
    guard newest.commit != old.commit else { return false }
    return current.withLock { pool in
      // Another thread may have moved further.
      guard pool.reader.commit.generation < newest.commit.generation else { return false }
      pool = SearcherPool(newest)
      return true
    }
  }

  /// Opens something of an index.
  ///
  /// - Throws: `XunwenError.noIndex` in place of `StorageError.notFound`.
  static func finding<Opened>(
    _ path: String, _ open: () throws(StorageError) -> Opened
  ) throws -> Opened {
    do throws(StorageError) {
      return try open()
    } catch {
      if error == .notFound(path: IndexDirectory(path).path) {
        throw XunwenError.noIndex(path: path)
      }
      throw error
    }
  }

  /// Answers a query; `docs/QUERY.md` has the language.
  ///
  /// - Throws: `QuerySyntaxError` for a query that cannot be read or asks for nothing; `StorageError` when the
  ///   index is damaged where the answer is; that or `XunwenError.damagedArticle` when an article cannot be shown.
  public func search(
    _ query: String, options: SearchOptions = SearchOptions()
  ) throws -> SearchResponse {
    let clock = ContinuousClock()
    let start = clock.now
    return try withResult(query, options) { result, reader, analyzer in
      let presenter = HitPresenter(result.highlighter, options: options, analyzer: analyzer)
      var hits: [SearchHit] = []
      let damage = reader.damageCount
      for (index, hit) in result.hits.enumerated() {
        hits.append(
          try presenter.present(
            hit, rank: max(0, options.offset) + index + 1, segment: reader.segments[hit.segment]))
      }
      try reader.checkDamage(since: damage)
      return SearchResponse(
        query: query, total: result.total, partialTotal: result.partialTotal, hits: hits,
        elapsed: clock.now - start)
    }
  }

  /// All documents that match a query as a whole, by segment of `reader`, ascending; no article is read.
  ///
  /// - Parameter options: publishers and dates; the rest is of no account.
  func documents(
    matching query: String, options: SearchOptions = SearchOptions()
  ) throws -> [[UInt32]] {
    var all = options
    all.match = .all
    // Nothing has to be scored for it.
    all.sort = .date
    (all.offset, all.limit) = (0, reader.liveCount)
    return try withResult(query, all) { result, reader, _ in
      var documents = [[UInt32]](repeating: [], count: reader.segments.count)
      for hit in result.hits { documents[hit.segment].append(hit.document) }
      return documents.map { $0.sorted() }
    }
  }

  private func withResult<Answer>(
    _ query: String, _ options: SearchOptions,
    _ body: (SearchResult, IndexReader, Analyzer) throws -> Answer
  ) throws -> Answer {
    let request = try Self.request(query, options)
    return try withSearcher { searcher, reader, analyzer in
      guard let result = try searcher.search(request) else {
        throw QuerySyntaxError.nothingToLookUp(in: query)
      }
      return try body(result, reader, analyzer)
    }
  }

  /// What is asked of a searcher.
  ///
  /// - Throws: `QuerySyntaxError`.
  static func request(_ query: String, _ options: SearchOptions) throws -> SearchRequest {
    guard let parsed = try QueryParser.parse(query) else {
      throw QuerySyntaxError(
        message: "the query is empty", range: 0..<query.unicodeScalars.count)
    }
    return request(parsed, options)
  }

  static func request(_ query: Query, _ options: SearchOptions) -> SearchRequest {
    var request = SearchRequest(query)
    request.sources = options.sources
    request.dates = options.dates
    request.match = options.match
    request.sort = options.sort
    request.offset = max(0, options.offset)
    request.limit = max(0, options.limit)
    request.ranking = options.ranking
    return request
  }

  /// Lends a searcher of the commit that is open to `body`.
  func withSearcher<Answer>(
    _ body: (Searcher, IndexReader, Analyzer) throws -> Answer
  ) throws -> Answer {
    let searchers = current.withLock { $0 }
    return try searchers.withSearcher { try body($0, searchers.reader, $1) }
  }

  /// The article with an id, as it was found; nil when there is none.
  ///
  /// - Complexity: O(log *n*) in the number of articles, and its block of the stored file.
  public func article(id: String) throws -> StoredArticle? {
    let reader = self.reader
    guard let place = try reader.document(withID: id) else { return nil }
    let segment = reader.segments[place.segment]
    let article = try segment.article(place.document)
    let damage = segment.damage.count
    let stored = StoredArticle(
      article: article, path: segment.columns.path(of: place.document, article),
      contentHash: segment.columns.contentHash(of: place.document), segment: segment.info.name,
      document: Int(place.document))
    try segment.damage.check(since: damage)
    return stored
  }
}

extension QuerySyntaxError {
  static func nothingToLookUp(in query: String) -> QuerySyntaxError {
    QuerySyntaxError(
      message: "nothing in the query can be looked up", range: 0..<query.unicodeScalars.count)
  }
}

/// An article in an archive.
public struct StoredArticle: Sendable {
  public let article: Article
  /// As `SearchHit.path`.
  public let path: String
  /// As `SearchHit.contentHash`.
  public let contentHash: UInt64
  /// Name of the segment that holds it.
  public let segment: String
  /// Its number there.
  public let document: Int
}

extension SegmentReader {
  /// The article of a document, decoded.
  func article(_ document: UInt32) throws -> Article {
    var cursor = records
    return try article(document, from: &cursor)
  }

  /// The same, with what is known of the articles before.
  func article(_ document: UInt32, from records: inout StoredCursor) throws -> Article {
    do {
      return try ArticleRecord.decode(
        try records.record(of: document), name: "\(info.name).sto")
    } catch {
      throw XunwenError.damagedArticle(id: columns.id(of: document), reason: "\(error)")
    }
  }
}

/// Searchers, each with its analyzer, for whichever thread wants one: they hold ICU's handles, scratch memory
/// and the last filters, take a millisecond to set up, and serve one thread at a time.
final class SearcherPool: Sendable {
  /// Safe: what it holds is in the pool or with the one thread that took it out.
  private struct Confined: @unchecked Sendable {
    let searcher: Searcher
    let analyzer: Analyzer
  }

  let reader: IndexReader
  private let free = Mutex<[Confined]>([])

  init(_ reader: IndexReader) { self.reader = reader }

  func withSearcher<Result>(_ body: (Searcher, Analyzer) throws -> Result) throws -> Result {
    let confined: Confined
    if let pooled = free.withLock({ $0.popLast() }) {
      confined = pooled
    } else {
      let analyzer = try Analyzer.opened()
      confined = Confined(searcher: Searcher(reader, analyzer: analyzer), analyzer: analyzer)
    }
    defer { free.withLock { $0.append(confined) } }
    return try body(confined.searcher, confined.analyzer)
  }
}

extension Analyzer {
  /// A new analyzer, or what a caller of the library can name.
  static func opened() throws(XunwenError) -> Analyzer {
    do {
      return try Analyzer()
    } catch {
      throw .analysisUnavailable(reason: "\(error)")
    }
  }
}
