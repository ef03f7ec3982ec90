public import Articles
import InvertedIndex
import Search
import Storage
import Synchronization
import TextAnalysis

/// A reader of one index: a snapshot of one commit.
///
/// ```swift
/// let archive = try Archive(at: "index")
/// let response = try archive.search("养老 服务")
/// for hit in response.hits { print(hit.rank, hit.title) }
/// ```
/// An archive answers from the commit that was newest when it was opened or last refreshed. Later
/// commits, merges and deletions change no answer, because all files of the commit are mapped.
/// Threads may share an archive. `ArchiveWriter` changes an index.
///
/// * Search: `search`; `prepare`, for several questions about one query; `BatchRunner`.
/// * Articles: `article(id:)`, `similar`, `verify(quote:)`, `why`, `export`.
/// * The folder of an index, as static methods: `check`, `repair`, `snapshot`.
public final class Archive: Sendable {
  private let current: Mutex<SearcherPool>
  /// Admits one `refresh()` at a time.
  private let refreshing = Mutex(())

  /// Take the searchers once per operation, because `refresh()` replaces them.
  var searchers: SearcherPool { current.withLock { $0 } }

  /// The number of the open commit.
  public var generation: Int { Int(searchers.reader.commit.generation) }

  /// The number of articles of the open commit.
  public var articleCount: Int { searchers.reader.liveCount }

  /// The fields with values of the open commit.
  public var fields: FieldCatalog { searchers.fields }

  /// The entries of the user's dictionary, in the order of its file.
  ///
  /// Unquoted queries keep the dictionary's words together and also look for their synonyms. The
  /// file is `words.txt` in the folder of the index. It is read when the archive is opened or
  /// refreshed.
  public var dictionary: [DictionaryEntry] { searchers.dictionary.entries }

  /// The invalid lines of the user's dictionary, which are ignored.
  public var dictionaryFaults: [DictionaryFault] { searchers.dictionary.faults }

  /// Opens the newest commit of the index in a folder, and the user's dictionary.
  ///
  /// - Throws: `XunwenError.noIndex` and `.oldIndex`; `StorageError`.
  /// - Complexity: O(segments). Files are mapped, not read.
  public convenience init(at path: String) throws {
    let reader = try Self.finding(path) { () throws(StorageError) in
      try IndexReader(IndexDirectory(path))
    }
    self.init(SearcherPool(reader, try UserDictionary(of: reader.directory)))
  }

  private init(_ searchers: SearcherPool) { current = Mutex(searchers) }

  /// Opens the newest commit and reads the user's dictionary again. Running operations finish on
  /// their commit.
  ///
  /// - Returns: true when the commit or the dictionary is newer.
  /// - Throws: `StorageError`. The archive then keeps its commit.
  /// - Complexity: O(segments).
  @discardableResult
  public func refresh() throws -> Bool {
    try refreshing.withLock { _ in
      let old = searchers
      let newest = try IndexReader(old.reader.directory, sharing: old.reader)
      let dictionary = try UserDictionary(of: newest.directory, reusing: old.dictionary)
      if newest.commit == old.reader.commit, dictionary.isSame(as: old.dictionary) { return false }
      current.withLock { $0 = SearcherPool(newest, dictionary) }
      return true
    }
  }

  /// Returns the value of `open`. A missing index throws `XunwenError.noIndex`, and an index of an
  /// older format `.oldIndex`.
  static func finding<Opened>(
    _ path: String, _ open: () throws(StorageError) -> Opened
  ) throws -> Opened {
    do throws(StorageError) {
      return try open()
    } catch {
      if error.isOldFormat { throw XunwenError.oldIndex(path: path) }
      guard error == .notFound(path: IndexDirectory(path).path) else { throw error }
      throw XunwenError.noIndex(path: path)
    }
  }

  /// True when a folder has the files of an index. False when there is no folder with the path.
  ///
  /// - Throws: `StorageError` when the folder cannot be read.
  package static func isIndex(_ path: String) throws(StorageError) -> Bool {
    let directory = IndexDirectory(path)
    do throws(StorageError) {
      return IndexFiles.areIndex(try directory.list(), of: directory)
    } catch  where error.isAbsence {
      return false
    }
  }

  /// Parses and plans a query on the open commit. `docs/QUERY.md` describes the query language.
  ///
  /// - Throws: `QuerySyntaxError`, unless the scope is lenient; `StorageError`.
  public func prepare(_ query: String, scope: QueryScope = QueryScope()) throws -> PreparedQuery {
    try PreparedQuery(query, scope, in: searchers)
  }

  /// Returns the best articles for a query: `prepare(_:scope:)` and `PreparedQuery.search(_:)`.
  ///
  /// - Throws: as these two methods.
  public func search(
    _ query: String, scope: QueryScope = QueryScope(), options: SearchOptions = SearchOptions()
  ) throws -> SearchResponse {
    try prepare(query, scope: scope).search(options)
  }

  /// Returns the article with an id, or nil when there is none.
  ///
  /// - Throws: `StorageError`, or `XunwenError.damagedArticle` when the article cannot be read.
  /// - Complexity: O(log *n*) in the number of articles, plus one block of stored articles.
  public func article(id: String) throws -> StoredArticle? {
    let reader = searchers.reader
    guard let location = try reader.document(named: id) else { return nil }
    let segment = reader.segments[location.segment]
    let article = try segment.article(location.document)
    let damage = segment.damage.count
    let stored = StoredArticle(
      article: article, origin: segment.columns.origin(of: location.document, article),
      contentHash: segment.columns.contentHash(of: location.document),
      segment: segment.info.name, document: Int(location.document))
    try segment.damage.check(since: damage)
    return stored
  }
}

/// An article of an archive.
public struct StoredArticle: Sendable, Equatable, Codable {
  /// The stored article.
  public let article: Article
  /// See `SearchHit.origin`.
  public let origin: Origin?
  /// See `SearchHit.contentHash`.
  public let contentHash: UInt64
  /// The name of the article's segment.
  public let segment: String
  /// The article's document number in the segment.
  public let document: Int
}

extension SegmentReader {
  func article(_ document: UInt32) throws -> Article {
    var cursor = records
    return try article(document, from: &cursor)
  }

  /// Decodes the article of a document. The cursor keeps the block of the article before.
  func article(_ document: UInt32, from records: inout StoredCursor) throws -> Article {
    do {
      return try ArticleRecord.decode(records.record(of: document), name: "\(info.name).sto")
    } catch {
      throw XunwenError.damagedArticle(id: columns.id(of: document), reason: "\(error)")
    }
  }
}

extension Analyzer {
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
    self.init(text: article.text, zones: article.zones.map { ($0.kind.textZone, $0.range) })
  }
}
