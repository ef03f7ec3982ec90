public import Storage

/// Copies the newest commit of an index, also while a writer is active.
public enum IndexSnapshot {
  /// A description of a finished snapshot.
  public struct Summary: Sendable {
    /// The copied commit.
    public let commit: CommitPoint
    /// The number of files in the snapshot, including the commit file.
    public let files: Int
    /// The number of files that are hard links to files of the index.
    public let linked: Int
    /// The bytes of all files.
    public let bytes: Int
    /// The number of live documents.
    public let documents: Int
  }

  /// Copies the newest commit into another directory, and the user's words.
  ///
  /// Files are hard-linked where possible, otherwise copied. The snapshot is complete or absent.
  /// When a writer replaces the commit meanwhile, the newer commit is copied.
  ///
  /// - Parameter target: a directory that is absent or empty, or has the remains of a killed
  ///   snapshot or repair.
  /// - Throws: `StorageError.notFound` without a commit; `.io` with `ENOTEMPTY` when the target is
  ///   not empty. After an error, the target has no new files.
  /// - Complexity: O(files) with links, O(*n*) in the copied bytes.
  public static func make(
    of source: IndexDirectory, in target: IndexDirectory
  ) throws(StorageError) -> Summary {
    var commit = try CommitPoint.latest(in: source)
    let pending = try PendingIndex(target, copying: source)
    do throws(StorageError) {
      var linked: [String: Bool] = [:]
      while true {
        do throws(StorageError) {
          let summary = try make(commit, of: source, in: target, &linked)
          try pending.finish()
          return summary
        } catch {
          commit = try commit.successor(after: error, in: source)
        }
      }
    } catch {
      pending.abandon()
      throw error
    }
  }

  /// - Parameter linked: the files that are already in the target; true for hard links.
  private static func make(
    _ commit: CommitPoint, of source: IndexDirectory, in target: IndexDirectory,
    _ linked: inout [String: Bool]
  ) throws(StorageError) -> Summary {
    var names: Set<String> = []
    var (bytes, documents) = (0, 0)
    for segment in commit.segments {
      let info = try SegmentInfo(name: segment.name, in: source)
      names.formUnion(info.files.map(\.name))
      names.insert("\(info.name).\(SegmentFormat.endings.info)")
      if segment.liveGeneration > 0 {
        names.insert(
          LiveDocuments.fileName(segment: segment.name, generation: segment.liveGeneration))
      }
      documents += info.documentCount - segment.deletedCount
    }
    if commit.ledgerGeneration > 0 {
      names.insert(Ledger.fileName(generation: commit.ledgerGeneration))
    }
    for name in names.sorted() where linked[name] == nil {
      linked[name] = try source.link(name, into: target)
    }
    for (name, _) in linked where !names.contains(name) {
      try target.remove(name)
      linked[name] = nil
    }
    if try WordsFile.copy(from: source, into: target) { names.insert(WordsFile.name) }
    try commit.publish(in: target)
    for name in names { bytes += try target.fileSize(name) }
    bytes += try target.fileSize(commit.fileName)
    return Summary(
      commit: commit, files: names.count + 1, linked: linked.values.count { $0 }, bytes: bytes,
      documents: documents)
  }
}

/// The `words.txt` file in an index directory: the user's words, as text that people may edit.
///
/// The file belongs to no commit. Commits, merges and removal of unreferenced files leave it alone.
public enum WordsFile {
  /// The name of the file.
  public static let name = "words.txt"
  static let pendingName = "pending_words.txt"

  /// Reads the file; nil when it is absent.
  public static func read(from directory: IndexDirectory) throws(StorageError) -> [UInt8]? {
    do throws(StorageError) { return try directory.contents(of: name) } catch .notFound {
      return nil
    }
  }

  /// Replaces the file atomically. When it throws, the old version or the new one is complete.
  ///
  /// - Parameter lock: the write lock of the directory.
  public static func write(
    _ bytes: [UInt8], to directory: IndexDirectory, holding lock: WriteLock
  ) throws(StorageError) {
    try withExtendedLifetime(lock) { () throws(StorageError) in
      try directory.replace(name, with: bytes, by: pendingName)
    }
  }

  /// Copies the file. A hard link would not do: an editor that writes in place would change both.
  ///
  /// - Parameter change: returns the bytes of the copy.
  /// - Returns: false when the file is absent or no regular file.
  public static func copy(
    from source: IndexDirectory, into target: IndexDirectory,
    changing change: ([UInt8]) -> [UInt8] = { $0 }
  ) throws(StorageError) -> Bool {
    do throws(StorageError) {
      guard let bytes = try read(from: source) else { return false }
      try target.replace(
        name, with: change(bytes), by: pendingName, original: "\(source.path)/\(name)")
      return true
    } catch .wrongFormat {
      return false
    }
  }
}
