public import Storage

/// The `words.txt` file in an index directory: the user's words, as text that people may edit.
///
/// The file belongs to no commit. Commits, merges and removal of unreferenced files leave it alone.
public enum WordsFile {
  public static let name = "words.txt"
  /// The name of a new version until it is complete.
  static let pendingName = "pending_words.txt"

  /// Reads the file; nil when it is absent.
  ///
  /// - Throws: `StorageError.io`.
  public static func read(from directory: IndexDirectory) throws(StorageError) -> [UInt8]? {
    do throws(StorageError) {
      return try directory.contents(of: name)
    } catch .notFound {
      return nil
    }
  }

  /// Replaces the file atomically. When it throws, the old version or the new one is complete.
  ///
  /// - Parameter lock: the write lock of the directory.
  /// - Throws: `StorageError.io`.
  public static func write(
    _ bytes: [UInt8], to directory: IndexDirectory, holding lock: WriteLock
  ) throws(StorageError) {
    try withExtendedLifetime(lock) { () throws(StorageError) in
      try directory.replace(name, with: bytes, by: pendingName)
    }
  }

  /// Copies the file into a new directory that has no other user.
  ///
  /// A hard link would not do: an editor that writes in place would change both files.
  ///
  /// - Returns: false when the file is absent.
  public static func copy(
    from source: IndexDirectory, into target: IndexDirectory
  ) throws(StorageError) -> Bool {
    guard let bytes = try read(from: source) else { return false }
    try target.replace(name, with: bytes, by: pendingName)
    return true
  }
}
