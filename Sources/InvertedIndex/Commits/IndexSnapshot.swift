public import Storage

/// Copies of an index's newest commit, made while a writer may be at work.
public enum IndexSnapshot {
  /// What was made.
  public struct Summary: Sendable {
    /// The commit that the snapshot is of.
    public let commit: CommitPoint
    /// Files of the snapshot, the commit's own included.
    public let files: Int
    /// Of these, files that share their bytes with the index.
    public let linked: Int
    public let bytes: Int
    public let documents: Int
  }

  /// Gives the files of the newest commit second names in another directory, or copies them where that cannot be, and
  /// then makes the commit there as any commit is made: the snapshot is whole or there is none.
  ///
  /// The user's words go with it, as they are then.
  ///
  /// A file may vanish because a writer has replaced the commit: then its successor is taken, with the files that are
  /// there already.
  ///
  /// - Parameter target: absent or empty.
  /// - Throws: `StorageError.notFound` without a commit; `.io` with `ENOTEMPTY` for a target that is not empty; nothing
  ///   is left in it then.
  /// - Complexity: O(files), or O(*n*) in the bytes that are copied.
  public static func make(
    of source: IndexDirectory, in target: IndexDirectory
  ) throws(StorageError) -> Summary {
    var commit = try CommitPoint.latest(in: source)
    try target.createEmpty()
    do throws(StorageError) {
      var linked: [String: Bool] = [:]
      while true {
        do throws(StorageError) {
          return try make(commit, of: source, in: target, &linked)
        } catch {
          guard case .notFound = error else { throw error }
          let newest = try CommitPoint.latest(in: source)
          guard newest.generation > commit.generation else { throw error }
          commit = newest
        }
      }
    } catch {
      // Half a snapshot is worse than none.
      for name in (try? target.list()) ?? [] { try? target.remove(name) }
      throw error
    }
  }

  /// - Parameter linked: files that are in the target, and whether they are links.
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
