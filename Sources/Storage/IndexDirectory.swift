/// A directory that holds an index, by path.
///
/// Names are single path components. Nothing is cached: every call looks at the disk.
public struct IndexDirectory: Sendable {
  /// The path as given, without a trailing slash.
  public let path: String

  /// What changes go through.
  public let disk: any Disk

  public init(_ path: String, disk: any Disk = SystemDisk()) {
    var path = path.isEmpty ? "." : path
    while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
    self.path = path
    self.disk = disk
  }

  /// Makes the directory and its missing ancestors, so that they survive a crash.
  ///
  /// - Throws: `StorageError.io`, for instance when a file has one of the names.
  public func create() throws(StorageError) {
    var parent = path.hasPrefix("/") ? "/" : "."
    for component in path.split(separator: "/") {
      let directory = (parent == "/" ? "" : parent) + "/" + component
      if !Syscalls.fileExists(directory) {
        try disk.makeDirectory(directory)
        try disk.syncDirectory(parent)
      }
      parent = directory
    }
    _ = try Syscalls.open(path, .readDirectory)
  }

  /// The names of everything in the directory, sorted.
  ///
  /// - Throws: `StorageError.notFound`, `StorageError.io`.
  public func list() throws(StorageError) -> [String] {
    try Syscalls.names(inDirectory: path).sorted()
  }

  public func exists(_ name: String) -> Bool {
    Syscalls.fileExists(self.path(of: name))
  }

  /// Deletes a file.
  ///
  /// - Throws: `StorageError.notFound`, `StorageError.io`.
  public func remove(_ name: String) throws(StorageError) {
    try disk.unlink(path(of: name))
  }

  /// Renames a file, replacing any file named `to` in one step.
  ///
  /// The new name survives a crash only after `sync()`.
  ///
  /// - Throws: `StorageError.notFound`, `StorageError.io`.
  public func rename(_ from: String, to: String) throws(StorageError) {
    try disk.rename(path(of: from), to: path(of: to))
  }

  /// Gives a file a second name in another directory; where the file system has no such thing, or the other
  /// directory is in another one, copies the file and syncs the copy.
  ///
  /// The file must not change any more. The new name survives a crash only after the other directory's `sync()`.
  ///
  /// - Returns: whether both names are of one file.
  /// - Throws: `StorageError.notFound`; `StorageError.io`, with `EEXIST` when the other directory has a file of
  ///   that name.
  /// - Complexity: O(1), or O(*n*) in the size of the file.
  @discardableResult
  public func link(_ name: String, into other: IndexDirectory) throws(StorageError) -> Bool {
    do throws(StorageError) {
      try other.disk.link(path(of: name), to: other.path(of: name))
      return true
    } catch .io(_, _, let code) where Syscalls.isLinkImpossible(code) {
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
      // Half a file under its name is worse than none.
      try? other.remove(name)
      throw error
    }
  }

  /// Waits until creations, renames and deletions are on the disk.
  ///
  /// - Throws: `StorageError.notFound`, `StorageError.io`.
  public func sync() throws(StorageError) {
    try disk.syncDirectory(path)
  }

  /// The size of a file in bytes.
  ///
  /// - Throws: `StorageError.notFound`, `StorageError.io`.
  public func fileSize(_ name: String) throws(StorageError) -> Int {
    try Syscalls.size(ofFileAt: path(of: name))
  }

  func path(of name: String) -> String {
    path + "/" + name
  }
}
