import InvertedIndex
import Storage

/// The contents of a snapshot.
public struct SnapshotSummary: Sendable, Codable {
  /// The number of the copied commit.
  public let generation: Int
  public let articles: Int
  public let segments: Int
  public let files: Int
  /// The number of files that share their bytes with the index and take no space of their own.
  public let linkedFiles: Int
  public let bytes: Int
}

extension Archive {
  /// Creates a second index of the newest commit of an index. A writer may continue meanwhile.
  ///
  /// The files are hard links where the file system supports them, otherwise copies. Neither index
  /// depends on the other.
  ///
  /// - Parameters:
  ///   - path: the folder of the index.
  ///   - target: the folder of the snapshot, absent or empty.
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
