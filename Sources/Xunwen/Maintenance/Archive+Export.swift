import Articles
import InvertedIndex
import Storage

extension Archive {
  /// Writes the live articles as JSON lines, in the order of the index.
  ///
  /// Indexing the export gives the same articles, with their ids, texts, zones and hashes.
  ///
  /// - Parameters:
  ///   - query: exports only the articles that match every clause; nil for all articles.
  ///   - scope: the scope of the query.
  ///   - write: receives some lines at a time, each with its line feed.
  ///   - onProgress: called from time to time.
  /// - Returns: the number of articles written.
  /// - Throws: errors of `write`; `XunwenError.damagedArticle` when an article cannot be read;
  ///   `QuerySyntaxError`.
  /// - Complexity: O(*n*) in the bytes of the articles. Memory for some MiB of them, and for the
  ///   matches of the query.
  public func export(
    matching query: String? = nil, scope: QueryScope = QueryScope(),
    to write: ([UInt8]) throws -> Void,
    onProgress: (ExportProgress) -> Void = { _ in }
  ) throws -> Int {
    let searchers = self.searchers
    let reader = searchers.reader
    var scope = scope
    scope.match = .all
    let wanted = try query.map { try PreparedQuery($0, scope, in: searchers).results() }
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
          onProgress(ExportProgress(articles: count, total: total))
        }
      }
    }
    if !lines.isEmpty { try write(lines) }
    return count
  }

  /// The approximate number of bytes that an export writes at a time.
  private static let exportBytes = 1 << 18
}

/// The progress of an export.
public struct ExportProgress: Sendable {
  /// The number of articles written.
  public let articles: Int
  /// The number of articles to write.
  public let total: Int
}
