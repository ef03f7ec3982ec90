/// The directory of an index, by path.
///
/// File names are single path components. Nothing is cached: every call reads the disk. Calls throw
/// `StorageError.notFound` when a file or the directory is missing, and `StorageError.io`.
public struct IndexDirectory: Sendable {
  /// The path without a trailing slash, absolute or relative as given.
  public let path: String
  /// The disk that receives all changes.
  public let disk: any Disk

  public init(_ path: String, disk: any Disk = SystemDisk()) {
    var path = path.isEmpty ? "." : path
    while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
    self.path = path
    self.disk = disk
  }

  /// Makes the directory and its missing ancestors durably.
  public func create() throws(StorageError) {
    var parent = path.hasPrefix("/") ? "/" : "."
    for component in path.split(separator: "/") {
      let directory = (parent == "/" ? "" : parent) + "/" + component
      if !FileSystem.exists(directory) {
        try disk.makeDirectory(directory)
        try disk.syncDirectory(parent)
      }
      parent = directory
    }
    _ = try StorageError.at(path, FileDescriptor(path, .readDirectory))
  }

  /// The error `ENOTEMPTY` of the directory.
  public var notEmpty: StorageError { StorageError(FileSystem.directoryNotEmpty, path: path) }

  /// The names of all files in the directory, sorted.
  public func list() throws(StorageError) -> [String] {
    var names: [String] = []
    try StorageError.at(
      path,
      FileSystem.forEachName(inDirectory: path) {
        names.append(String(decoding: $0, as: UTF8.self))
      })
    return names.sorted()
  }

  public func exists(_ name: String) -> Bool { FileSystem.exists(path(of: name)) }

  /// True when both paths lead to the same folder.
  public func isSame(as other: IndexDirectory) throws(StorageError) -> Bool {
    let real = try StorageError.at(path, FileSystem.resolvedPath(path))
    let otherReal = try StorageError.at(other.path, FileSystem.resolvedPath(other.path))
    return real.utf8.elementsEqual(otherReal.utf8)
  }

  /// The size of a file in bytes.
  public func fileSize(_ name: String) throws(StorageError) -> Int {
    let path = path(of: name)
    return try StorageError.at(path, FileSystem.facts(of: path).byteCount)
  }

  /// The current bytes of a file, copied: unlike an index file, a file that people edit may shrink.
  ///
  /// - Throws: also `StorageError.wrongFormat` for a folder, device, pipe or socket.
  public func contents(of name: String) throws(StorageError) -> [UInt8] {
    let path = path(of: name)
    let file = try FileDescriptor.openRegular(path)
    do throws(SystemError) {
      var bytes: [UInt8] = []
      while try file.read(upTo: 1 << 16, appendingTo: &bytes) > 0 {}
      return bytes
    } catch {
      throw StorageError(error, path: path)
    }
  }

  /// Replaces the contents of a file atomically: after any failure or power loss, the file has the
  /// old contents or the new ones. Only a crash leaves a file named `pending`.
  ///
  /// - Parameter original: the path of a file whose owner and permissions the file gets; nil for
  ///   the replaced file.
  public func replace(
    _ name: String, with bytes: [UInt8], by pending: String, original: String? = nil
  ) throws(StorageError) {
    do throws(StorageError) {
      let file = try disk.open(path(of: pending), .emptied)
      let original = original ?? path(of: name)
      try StorageError.at(original, FileSystem.copyPermissions(of: original, to: path(of: pending)))
      try file.write(unsafe bytes.span.bytes, at: 0)  // Safe: bytes have no padding.
      try file.sync()
      try rename(pending, to: name)
    } catch {
      try? remove(pending)
      throw error
    }
    try sync()
  }

  public func remove(_ name: String) throws(StorageError) { try disk.unlink(path(of: name)) }

  /// Renames a file, replacing any file named `to` in one step. Durable only after `sync()`.
  public func rename(_ from: String, to: String) throws(StorageError) {
    try disk.rename(path(of: from), to: path(of: to))
  }

  /// Adds a file to another directory: by a hard link where the file system allows it, otherwise by
  /// a synced copy. Returns true for a link.
  ///
  /// The file must not change any more. Its new name is durable only after the other directory's
  /// `sync()`. Throws `EEXIST` when the other directory has a file of that name, and
  /// `StorageError.wrongFormat` for a folder, device, pipe or socket.
  @discardableResult
  public func link(_ name: String, into other: IndexDirectory) throws(StorageError) -> Bool {
    let kind = try StorageError.at(path(of: name), FileSystem.facts(of: path(of: name)).kind)
    guard kind == .file else { throw .notRegular(path(of: name), kind) }
    do throws(StorageError) {
      try other.disk.link(path(of: name), to: other.path(of: name))
      return true
    } catch .io(_, _, let code) where FileSystem.isLinkImpossible(code) {
      try copy(name, into: other)
      return false
    }
  }

  private func copy(_ name: String, into other: IndexDirectory) throws(StorageError) {
    let source = try MappedFile(directory: self, name: name)
    let copy = try other.disk.open(other.path(of: name), .emptied)
    do throws(StorageError) {
      try copy.write(source.bytes, at: 0)
      try copy.sync()
    } catch {
      // A partial file under the final name is worse than no file.
      try? other.remove(name)
      throw error
    }
  }

  /// Waits until all creations, renames and deletions are on the disk.
  public func sync() throws(StorageError) { try disk.syncDirectory(path) }

  func path(of name: String) -> String { path + "/" + name }
}

/// The right to write to an index directory, held until the object is released.
///
/// The lock is an advisory `flock` on `write.lock`. It belongs to the open file, so it also
/// excludes a second writer in the same process, and the system releases it when the process ends.
/// The file itself stays, because writers must lock the same file.
public final class WriteLock: Sendable {
  /// The name of the lock file in the directory.
  public static let fileName = "write.lock"

  private let file: any WritableFile

  /// Takes the lock without waiting, and writes "pid host time" into the file.
  ///
  /// - Throws: `StorageError.locked` with the holder's text, `.notFound`, `.io`.
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
    // A copy of the folder by hard links, or another file, has the same bytes.
    if try file.hasOtherNames() { return }
    let line = Array("\(Process.description)\n".utf8)
    do throws(StorageError) {
      try file.truncate()
      try file.write(unsafe line.span.bytes, at: 0)  // Safe: bytes have no padding.
    } catch  where error.isFullDisk {
      // The text only informs people. A writer must be able to remove what fills the disk.
    }
  }

  // Closing the file is not enough: a process that starts just now has a copy of every open file.
  deinit { file.unlock() }
}
