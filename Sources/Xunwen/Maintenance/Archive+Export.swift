import Articles
import InvertedIndex
import Storage

extension Archive {
  /// Writes living articles as JSON lines, in the order of the index. Indexed again, they make the same articles: ids,
  /// texts, zones, hashes and all.
  ///
  /// - Parameters:
  ///   - query: only articles that match it, every clause of it; nil for all.
  ///   - write: takes some lines at a time, each with its line feed.
  ///   - onProgress: called now and then.
  /// - Returns: how many articles were written.
  /// - Throws: what `write` throws; `XunwenError.damagedArticle` for one that cannot be read, at which the export ends;
  ///   `QuerySyntaxError`.
  /// - Complexity: O(*n*) in the bytes of the articles; memory for some megabytes of them, and for what matches a
  ///   query.
  public func export(
    matching query: String? = nil, to write: ([UInt8]) throws -> Void,
    onProgress: (ExportProgress) -> Void = { _ in }
  ) throws -> Int {
    // The one commit that there is now, whatever `refresh` does meanwhile.
    let reader = reader
    let wanted = try query.map { try Archive(reader).documents(matching: $0) }
    let total = wanted?.reduce(0) { $0 + $1.count } ?? reader.liveCount
    let writer = JSONRecordWriter()
    var lines: [UInt8] = []
    var count = 0
    for (number, segment) in reader.segments.enumerated() {
      var articles = segment.records
      let documents = wanted?[number] ?? Array(0..<UInt32(segment.documentCount))
      for document in documents where segment.isLive(document) {
        writer.append(try segment.article(document, from: &articles), to: &lines)
        count += 1
        if lines.count >= Self.writtenBytes {
          try write(lines)
          lines.removeAll(keepingCapacity: true)
          onProgress(ExportProgress(articles: count, total: total))
        }
      }
    }
    if !lines.isEmpty { try write(lines) }
    return count
  }

  /// Bytes that are written at a time, about.
  private static let writtenBytes = 1 << 18
}

/// How far an export has come.
public struct ExportProgress: Sendable {
  /// Articles written.
  public let articles: Int
  /// Articles there are to write.
  public let total: Int
}
