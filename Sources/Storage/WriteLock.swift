// The lock that admits one writer: an advisory `flock` on `write.lock`, which the system releases
// when the process ends, however it ends. The file itself stays: removing it would let a third
// writer lock a new file while the second still waits on the old one.

/// The right to write to an index directory, held until the object is released.
///
/// The lock belongs to the open file, so it also excludes a second writer in the same process.
public final class WriteLock: Sendable {
  /// The name of the lock file in the directory.
  public static let fileName = "write.lock"

  private let file: any WritableFile

  /// Takes the lock without waiting and writes "pid host time" into the file.
  ///
  /// - Throws: `StorageError.locked` with what the holder wrote; `StorageError.notFound` without
  ///   the directory; `StorageError.io`.
  public init(_ directory: IndexDirectory) throws(StorageError) {
    let path = directory.path(of: Self.fileName)
    let file = try directory.disk.open(path, .kept)
    guard try file.tryLock() else {
      var words: [UInt8] = []
      try file.read(512, at: 0, appendingTo: &words)
      words = Array(words.prefix { $0 != UInt8(ascii: "\n") })
      // Empty for the moment between another writer's lock and its first write.
      let holder = words.isEmpty ? "another process" : String(decoding: words, as: UTF8.self)
      throw .locked(path: path, holder: holder)
    }
    // First of all, so that it is given back whatever fails now.
    self.file = file
    try file.truncate()
    let line = Array("\(Syscalls.processDescription())\n".utf8)
    // Safe: bytes have no padding.
    try file.write(unsafe line.span.bytes, at: 0)
  }

  // Closing the file is not enough where another thread is just starting a process: until that runs its program it
  // has a copy of every open file, and with it the lock.
  deinit { file.unlock() }
}
