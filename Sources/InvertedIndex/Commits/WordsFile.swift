public import Storage

/// The file of a user's words, `words.txt`: text that people may edit, no part of any commit. Nothing here reads what
/// it says, and commits, merges and cleaning leave it alone.
public enum WordsFile {
  public static let name = "words.txt"
  /// What takes its place when it is complete.
  static let pendingName = "pending_words.txt"

  /// The bytes of the file; nil where there is none.
  ///
  /// - Throws: `StorageError.io`.
  public static func read(from directory: IndexDirectory) throws(StorageError) -> [UInt8]? {
    do throws(StorageError) {
      return try directory.contents(of: name)
    } catch .notFound {
      return nil
    }
  }

  /// Writes the file: whatever fails, the old one is there or the new one, whole.
  ///
  /// - Parameter lock: of the directory.
  /// - Throws: `StorageError.io`.
  public static func write(
    _ bytes: [UInt8], to directory: IndexDirectory, holding lock: WriteLock
  ) throws(StorageError) {
    try withExtendedLifetime(lock) { () throws(StorageError) in
      try directory.replace(name, with: bytes, by: pendingName)
    }
  }

  /// Copies the file, if there is one, into a directory without any, where nobody else is at work. A second name
  /// would not do: an editor that writes in place would change both.
  ///
  /// - Returns: whether there is one.
  public static func copy(
    from source: IndexDirectory, into target: IndexDirectory
  ) throws(StorageError) -> Bool {
    guard let bytes = try read(from: source) else { return false }
    try target.replace(name, with: bytes, by: pendingName)
    return true
  }
}
