import Articles
import InvertedIndex
import Storage

extension Archive {
  /// Writes the live articles as JSON lines, in the order of the index. Indexing the export gives
  /// the same articles, with their ids, texts, zones and hashes.
  ///
  /// - Parameters:
  ///   - query: exports only the articles that match every clause; nil for all articles.
  ///   - write: receives some lines at a time, each with its line feed.
  ///   - onProgress: called from time to time.
  /// - Returns: the number of articles written.
  /// - Throws: errors of `write`; `XunwenError.damagedArticle`; `QuerySyntaxError`.
  /// - Complexity: O(*n*) in the bytes of the articles. Memory for the matches of the query.
  public func export(
    matching query: String? = nil, scope: QueryScope = QueryScope(),
    to write: ([UInt8]) throws -> Void, onProgress: (ArticleProgress) -> Void = { _ in }
  ) throws -> Int {
    let searchers = self.searchers
    var scope = scope
    scope.match = scope.match.whole
    let wanted = try query.map { try PreparedQuery($0, scope, in: searchers).results() }
    return try Self.export(wanted, of: searchers.reader, to: write, onProgress: onProgress)
  }

  /// Writes the live articles of the scope's sources and dates, as `export(matching:)` does.
  public func export(
    all scope: QueryScope, to write: ([UInt8]) throws -> Void
  ) throws -> Int {
    let searchers = self.searchers
    let wanted = try PreparedQuery(.everything, scope, in: searchers).results()
    return try Self.export(wanted, of: searchers.reader, to: write) { _ in }
  }

  /// - Parameter wanted: the articles to write; nil for all.
  private static func export(
    _ wanted: ResultSet?, of reader: IndexReader, to write: ([UInt8]) throws -> Void,
    onProgress: (ArticleProgress) -> Void
  ) throws -> Int {
    let total = wanted?.count ?? reader.liveCount
    let writer = JSONRecordWriter()
    var lines: [UInt8] = []
    var count = 0
    for (number, segment) in reader.segments.enumerated() {
      var articles = segment.records
      let documents = wanted?.documents[number] ?? Array(0..<UInt32(segment.documentCount))
      for document in documents where segment.isLive(document) {
        writer.append(try segment.article(document, from: &articles), to: &lines)
        count += 1
        if lines.count >= Self.exportBytes {
          try write(lines)
          lines.removeAll(keepingCapacity: true)
          onProgress(ArticleProgress(articles: count, total: total))
        }
      }
    }
    if !lines.isEmpty { try write(lines) }
    onProgress(ArticleProgress(articles: count, total: total))
    return count
  }

  /// The approximate number of bytes that an export writes at a time.
  private static let exportBytes = 1 << 18
}

/// The contents of a snapshot.
public struct SnapshotSummary: Sendable, Codable {
  /// The number of the copied commit.
  public let generation: Int
  /// The number of live articles.
  public let articles: Int
  /// The number of segments.
  public let segments: Int
  /// The number of files, with the commit.
  public let files: Int
  /// The number of files that share their bytes with the index and take no space of their own.
  public let linkedFiles: Int
  /// The bytes of all files.
  public let bytes: Int
}

extension Archive {
  /// Creates a second, independent index of the newest commit of an index. A writer may continue
  /// meanwhile. The files are hard links where the file system supports them, otherwise copies.
  ///
  /// - Parameter target: the folder of the snapshot, absent or empty.
  /// - Throws: `XunwenError.noIndex`; `StorageError`. The target is then empty.
  public static func snapshot(at path: String, to target: String) throws -> SnapshotSummary {
    let made = try finding(path) { () throws(StorageError) in
      try IndexSnapshot.make(of: IndexDirectory(path), in: IndexDirectory(target))
    }
    return SnapshotSummary(
      generation: Int(made.commit.generation), articles: made.documents,
      segments: made.commit.segments.count, files: made.files, linkedFiles: made.linked,
      bytes: made.bytes)
  }
}
