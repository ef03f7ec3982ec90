/// The right to write to an index directory, held until the object is released.
///
/// The lock is an advisory `flock` on `write.lock`. It belongs to the open file, so it also
/// excludes a second writer in the same process, and the system releases it when the process ends.
/// The file itself stays: after its removal, a third writer could lock a new file while the second
/// still waits for the old one.
public final class WriteLock: Sendable {
  /// The name of the lock file in the directory.
  public static let fileName = "write.lock"

  private let file: any WritableFile

  /// Takes the lock without waiting, and writes "pid host time" into the file.
  ///
  /// - Throws: `StorageError.locked` with the holder's text; `StorageError.notFound` when the
  ///   directory is missing; `StorageError.io`.
  public init(_ directory: IndexDirectory) throws(StorageError) {
    let path = directory.path(of: Self.fileName)
    let file = try directory.disk.open(path, .kept)
    guard try file.tryLock() else {
      var words: [UInt8] = []
      try file.read(512, at: 0, appendingTo: &words)
      words = Array(words.prefix { $0 != UInt8(ascii: "\n") })
      // The file is empty between another writer's lock and its first write.
      let holder = words.isEmpty ? "another process" : String(decoding: words, as: UTF8.self)
      throw .locked(path: path, holder: holder)
    }
    // Set first, so that `deinit` releases the lock when a call below fails.
    self.file = file
    try file.truncate()
    let line = Array("\(Process.description)\n".utf8)
    // Safe: bytes have no padding.
    try file.write(unsafe line.span.bytes, at: 0)
  }

  // Closing the file is not enough while another thread starts a process: until that process runs
  // its program, it has a copy of every open file, and of the lock.
  deinit { file.unlock() }
}
