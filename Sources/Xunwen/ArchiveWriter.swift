public import InvertedIndex
import Search
import Storage

/// The writer of one index. It holds the index's write lock for as long as it exists.
///
/// ```swift
/// let writer = try ArchiveWriter(creatingAt: "index")
/// let summary = try await writer.update(from: .folder("corpus"))
/// let deletion = try writer.delete(matching: "in:tail 广告")
/// try writer.commit()
/// ```
/// `update` and `merge` make commits. `delete` only prepares deletions: the next `commit()`,
/// `update` or `merge` commits them, and a writer that is released before drops them.
///
/// Every commit is atomic, and readers of earlier commits are not disturbed. When a method throws,
/// the last commit stays. Use a writer in one task at a time.
public final class ArchiveWriter {
  let index: IndexWriter
  /// The documents of the prepared deletions, by segment name.
  private var deletions: [String: Set<UInt32>] = [:]

  /// Opens an existing index.
  ///
  /// - Throws: `XunwenError.noIndex` and `.oldIndex`; `StorageError`, `.locked` while another
  ///   writer has the lock.
  public convenience init(at path: String) throws {
    let directory = IndexDirectory(path)
    // An `IndexWriter` would create the folder.
    _ = try Archive.finding(path) { () throws(StorageError) in
      try CommitPoint.latest(in: directory)
    }
    try self.init(directory)
  }

  /// Opens an index, or creates one in a folder without an index.
  ///
  /// - Parameter replaces: true to accept an index of an older format, or with a damaged commit,
  ///   for an update with `IndexingOptions.rebuilds`. The old index stays until the first commit.
  /// - Throws: `XunwenError.oldIndex`; `StorageError`, `.locked` while another writer has the lock.
  public convenience init(creatingAt path: String, replaces: Bool = false) throws {
    try self.init(IndexDirectory(path), replaces: replaces)
  }

  init(_ directory: IndexDirectory, replaces: Bool = false) throws {
    index = try Archive.finding(directory.path) { () throws(StorageError) in
      try IndexWriter(directory, replaces: replaces)
    }
  }

  /// Prepares the deletion of articles by id. A deleted article returns when its file changes.
  ///
  /// - Throws: `StorageError` when the index cannot be read.
  /// - Complexity: O(segments · log *n*) for each id.
  public func delete(ids: [String]) throws -> DeletionSummary {
    var summary = DeletionSummary()
    let reader = try index.reader()
    for id in ids {
      if let reader, let (segment, document) = try reader.document(named: id) {
        summary.removed += prepareDeletion(of: [document], in: reader.segments[segment])
      } else {
        summary.missing.append(id)
      }
    }
    return summary
  }

  /// Prepares the deletion of all articles that match every clause of a query; see `delete(ids:)`.
  ///
  /// - Throws: `QuerySyntaxError`; `StorageError` when the index cannot be read.
  public func delete(
    matching query: String, scope: QueryScope = QueryScope()
  ) throws -> DeletionSummary {
    var summary = DeletionSummary()
    var scope = scope
    scope.match = scope.match.whole
    guard let reader = try index.reader() else { return summary }
    let searchers = SearcherPool(reader, try UserDictionary(of: reader.directory))
    let documents = try PreparedQuery(query, scope, in: searchers).results().documents
    for (segment, documents) in zip(reader.segments, documents) {
      summary.removed += prepareDeletion(of: documents, in: segment)
    }
    return summary
  }

  /// Returns the number of documents whose deletion was not prepared before.
  private func prepareDeletion(of documents: [UInt32], in segment: SegmentReader) -> Int {
    documents.count { deletions[segment.info.name, default: []].insert($0).inserted }
  }

  /// Commits the prepared deletions. Does nothing when there are none.
  ///
  /// - Throws: `StorageError`. The deletions stay prepared.
  /// - Complexity: O(*n*) bits for each segment that loses articles.
  public func commit() throws {
    guard !deletions.isEmpty else { return }
    var change = IndexChange()
    change.removed = deletions.mapValues { $0.sorted() }
    try index.commit(change)
    deletions = [:]
  }

  /// Commits the prepared deletions, then merges segments.
  ///
  /// Each merge has its own commit. When the task is cancelled, the merges made so far stay.
  ///
  /// - Parameters:
  ///   - isForced: true to merge all segments into as few as possible, without deleted articles;
  ///     false for the merges that are due.
  ///   - jobs: the number of threads.
  ///   - onMerge: called before each merge.
  ///   - onProgress: called from time to time during a merge.
  /// - Throws: `StorageError`. The merges made so far stay.
  /// - Complexity: O(*n*) in the bytes of the merged segments.
  public func merge(
    isForced: Bool = false, jobs: Int = 1, onMerge: (MergeStep) -> Void = { _ in },
    onProgress: (MergeProgress) -> Void = { _ in }
  ) async throws -> MergeSummary {
    try commit()
    return try await index.merge(
      isForced: isForced, jobs: jobs, onMerge: onMerge, onProgress: onProgress)
  }
}

/// The effects of a deletion.
public struct DeletionSummary: Sendable, Equatable, Codable {
  /// The number of articles to remove.
  public internal(set) var removed = 0
  /// The ids that no article has.
  public internal(set) var missing: [String] = []
}
