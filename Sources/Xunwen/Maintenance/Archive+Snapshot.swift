import InvertedIndex
import Storage

/// What a snapshot consists of.
public struct SnapshotSummary: Sendable {
  /// Counts the commits of the index; this one was copied.
  public let generation: Int
  public let articles: Int
  public let segments: Int
  public let files: Int
  /// Of these, files that share their bytes with the index, and take no room of their own.
  public let linkedFiles: Int
  public let bytes: Int
}

extension Archive {
  /// Makes a second index of the newest commit of an index, as it is now; a writer may go on meanwhile.
  ///
  /// Its files are hard links where the file system has them, else copies. Neither index needs the other.
  ///
  /// - Parameters:
  ///   - path: folder of the index.
  ///   - target: folder of the snapshot, absent or empty.
  /// - Throws: `XunwenError.noIndex`; `StorageError`, after which there is nothing in the target.
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
