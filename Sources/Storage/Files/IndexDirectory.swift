/// The directory of an index, by path.
///
/// File names are single path components. Nothing is cached: every call reads the disk.
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
  ///
  /// - Throws: `StorageError.io`, for instance when a file has one of the names.
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

  /// Makes the directory, or does nothing when it exists and is empty.
  ///
  /// - Throws: `StorageError.io`, with `ENOTEMPTY` when the directory is not empty.
  public func createEmpty() throws(StorageError) {
    try create()
    guard try list().isEmpty else {
      throw StorageError(FileSystem.directoryNotEmpty, path: path)
    }
  }

  /// The names of all files in the directory, sorted.
  ///
  /// - Throws: `StorageError.notFound`, `StorageError.io`.
  public func list() throws(StorageError) -> [String] {
    var names: [String] = []
    try StorageError.at(
      path,
      FileSystem.forEachName(inDirectory: path) {
        names.append(String(decoding: $0, as: UTF8.self))
      })
    return names.sorted()
  }

  public func exists(_ name: String) -> Bool {
    FileSystem.exists(path(of: name))
  }

  /// The size of a file in bytes.
  ///
  /// - Throws: `StorageError.notFound`, `StorageError.io`.
  public func fileSize(_ name: String) throws(StorageError) -> Int {
    let path = path(of: name)
    return try StorageError.at(path, FileSystem.facts(of: path).byteCount)
  }

  /// The current bytes of a file, copied: unlike an index file, a file that people edit may shrink.
  ///
  /// - Throws: `StorageError.notFound`, `StorageError.io`.
  public func contents(of name: String) throws(StorageError) -> [UInt8] {
    let path = path(of: name)
    do throws(SystemError) {
      let file = try FileDescriptor(path, .read)
      var bytes: [UInt8] = []
      while try file.read(upTo: 1 << 16, appendingTo: &bytes) > 0 {}
      return bytes
    } catch {
      throw StorageError(error, path: path)
    }
  }

  /// Replaces the contents of a file atomically: after any failure or power loss, the file has the
  /// old contents or the new ones.
  ///
  /// - Parameter pending: the name of the new file until it is complete. A failure may leave this
  ///   file, which may be deleted.
  /// - Throws: `StorageError.io`. When the last sync throws, the file may have the new contents.
  public func replace(
    _ name: String, with bytes: [UInt8], by pending: String
  ) throws(StorageError) {
    let file = try disk.open(path(of: pending), .emptied)
    // Safe: bytes have no padding.
    try file.write(unsafe bytes.span.bytes, at: 0)
    try file.sync()
    try rename(pending, to: name)
    try sync()
  }

  /// Deletes a file.
  ///
  /// - Throws: `StorageError.notFound`, `StorageError.io`.
  public func remove(_ name: String) throws(StorageError) {
    try disk.unlink(path(of: name))
  }

  /// Renames a file, replacing any file named `to` in one step.
  ///
  /// The new name is durable only after `sync()`.
  ///
  /// - Throws: `StorageError.notFound`, `StorageError.io`.
  public func rename(_ from: String, to: String) throws(StorageError) {
    try disk.rename(path(of: from), to: path(of: to))
  }

  /// Adds a file to another directory: by a hard link where the file system allows it, otherwise by
  /// a synced copy.
  ///
  /// The file must not change any more. Its new name is durable only after the other directory's
  /// `sync()`.
  ///
  /// - Returns: true for a link, false for a copy.
  /// - Throws: `StorageError.notFound`; `StorageError.io`, with `EEXIST` when the other directory
  ///   has a file of that name.
  /// - Complexity: O(1) for a link, O(*n*) in the size of the file for a copy.
  @discardableResult
  public func link(_ name: String, into other: IndexDirectory) throws(StorageError) -> Bool {
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
  ///
  /// - Throws: `StorageError.notFound`, `StorageError.io`.
  public func sync() throws(StorageError) {
    try disk.syncDirectory(path)
  }

  func path(of name: String) -> String {
    path + "/" + name
  }
}
