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
  /// Held by whoever looks for something newer.
  private let refreshing = Mutex(())

  /// Of the commit that is open, whatever `refresh` does meanwhile.
  var searchers: SearcherPool { current.withLock { $0 } }

  /// The commit that is open.
  var reader: IndexReader { searchers.reader }

  /// Counts the commits of the index; that of the commit that is open.
  public var generation: Int { Int(reader.commit.generation) }

  /// Opens the newest commit of the index in a folder, and the user's words as they are now.
  ///
  /// - Throws: `XunwenError.noIndex`; `StorageError` for one that is damaged or of another format;
  ///   `XunwenError.badWordLine`.
  /// - Complexity: O(segments): files are mapped, not read.
  public init(at path: String) throws {
    let reader = try Self.finding(path) { () throws(StorageError) in
      try IndexReader(IndexDirectory(path))
    }
    current = Mutex(SearcherPool(reader, try UserDictionary(of: reader.directory)))
  }

  /// The same of a commit that is open already.
  convenience init(_ reader: IndexReader) throws {
    self.init(reader, try UserDictionary(of: reader.directory))
  }

  /// The same with other words.
  init(_ reader: IndexReader, _ dictionary: UserDictionary) {
    current = Mutex(SearcherPool(reader, dictionary))
  }

  /// Moves to the newest commit and to the user's words as they are now. Searches that are under way end with those
  /// they began with.
  ///
  /// - Returns: whether there was anything newer.
  /// - Throws: `StorageError`, `XunwenError.badWordLine`; then the archive stays with what it has.
  /// - Complexity: O(segments); those that were open already are not opened again.
  @discardableResult
  public func refresh() throws -> Bool {
    try refreshing.withLock { _ in
      let old = searchers
      let newest = try IndexReader(old.reader.directory, sharing: old.reader)
      let dictionary = try UserDictionary(of: newest.directory, unlessSameAs: old.dictionary)
      if newest.commit == old.reader.commit, dictionary.isSame(as: old.dictionary) { return false }
      current.withLock { $0 = SearcherPool(newest, dictionary) }
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
    let start = ContinuousClock.now
    return try answer(query, ParsedQuery(query, options), options, since: start)
  }

  /// - Parameter start: when the work on it began.
  func answer(
    _ query: String, _ parsed: ParsedQuery, _ options: SearchOptions,
    since start: ContinuousClock.Instant
  ) throws -> SearchResponse {
    let ranked = try ranked(query, parsed, options)
    return try ranked.response(0..<ranked.count, since: start)
  }

  /// The same without the articles of the hits.
  func ranked(_ query: String, options: SearchOptions) throws -> RankedHits {
    try ranked(query, ParsedQuery(query, options), options)
  }

  private func ranked(
    _ query: String, _ parsed: ParsedQuery, _ options: SearchOptions
  ) throws -> RankedHits {
    let searchers = self.searchers
    return try searchers.withAnswer(parsed, options) { searcher, request, _ in
      try searcher.search(request).map {
        RankedHits($0, of: query, parsed, options, in: searchers)
      }
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
    return try searchers.results(of: query, all).documents
  }

  /// Lends a searcher of the commit that is open to `body`.
  func withSearcher<Answer>(
    _ body: (Searcher, IndexReader, Analyzer) throws -> Answer
  ) throws -> Answer {
    let searchers = self.searchers
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
      article: article, origin: segment.columns.origin(of: place.document, article),
      contentHash: segment.columns.contentHash(of: place.document), segment: segment.info.name,
      document: Int(place.document))
    try segment.damage.check(since: damage)
    return stored
  }
}

/// An article in an archive.
public struct StoredArticle: Sendable {
  public let article: Article
  /// As `SearchHit.origin`.
  public let origin: Origin?
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

extension StoredText {
  init(_ article: Article) {
    self.init(
      text: article.text, zones: article.zones.map { ($0.kind.textZone, $0.range) })
  }
}
