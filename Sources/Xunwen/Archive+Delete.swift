import InvertedIndex
import Search
import Storage

extension Archive {
  /// Removes articles by id, in one commit. An article that is deleted stays away until the file that it is from changes.
  ///
  /// - Parameter path: folder of the index.
  /// - Returns: what was removed, and the ids that no article has.
  /// - Throws: `XunwenError.noIndex`; `StorageError` when the index cannot be read or written, `.locked` while another
  ///   process writes it. Then nothing is removed.
  /// - Complexity: O(segments · log *n*) for an id, and O(*n*) bits for each segment that loses some.
  public static func delete(ids: [String], at path: String) throws -> DeletionSummary {
    let (writer, reader) = try open(path)
    var documents: [String: [UInt32]] = [:]
    var missing: [String] = []
    for id in ids {
      guard let (segment, document) = try reader.document(withID: id) else {
        missing.append(id)
        continue
      }
      documents[reader.segments[segment].info.name, default: []].append(document)
    }
    return try remove(documents, missing: missing, writer)
  }

  /// Removes all articles that match a query as a whole, in one commit; see `delete(ids:at:)`.
  ///
  /// - Parameters:
  ///   - options: publishers and dates; the rest is of no account.
  ///   - isTrial: only say how many there are.
  /// - Throws: `QuerySyntaxError` also.
  public static func delete(
    matching query: String, options: SearchOptions = SearchOptions(), at path: String,
    isTrial: Bool = false
  ) throws -> DeletionSummary {
    if isTrial {
      let documents = try Archive(at: path).documents(matching: query, options: options)
      return DeletionSummary(removed: documents.reduce(0) { $0 + $1.count })
    }
    let (writer, reader) = try open(path)
    let found = try Archive(reader).documents(matching: query, options: options)
    let documents = zip(reader.segments.map(\.info.name), found).filter { !$1.isEmpty }
    return try remove(Dictionary(uniqueKeysWithValues: documents), missing: [], writer)
  }

  /// The writer and what it would add to.
  static func open(_ path: String) throws -> (writer: IndexWriter, reader: IndexReader) {
    let directory = IndexDirectory(path)
    // A writer would make an index of a folder that is none.
    _ = try finding(path) { () throws(StorageError) in try CommitPoint.latest(in: directory) }
    let writer = try IndexWriter(directory)
    guard let reader = try writer.reader() else { throw XunwenError.noIndex(path: path) }
    return (writer, reader)
  }

  private static func remove(
    _ documents: [String: [UInt32]], missing: [String], _ writer: IndexWriter
  ) throws -> DeletionSummary {
    guard !documents.isEmpty else { return DeletionSummary(removed: 0, missing: missing) }
    var change = IndexChange()
    change.removed = documents
    return DeletionSummary(removed: try writer.commit(change).removedCount, missing: missing)
  }
}

/// What a deletion did.
public struct DeletionSummary: Sendable {
  /// Articles that were removed, or would be.
  public let removed: Int
  /// Ids that no article has.
  public var missing: [String] = []
}
