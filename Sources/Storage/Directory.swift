/// A directory that holds an index, by path.
///
/// Names are single path components. Nothing is cached: every call looks at the disk.
public struct IndexDirectory: Sendable {
  /// The path as given, without a trailing slash.
  public let path: String

  public init(_ path: String) {
    var path = path.isEmpty ? "." : path
    while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
    self.path = path
  }

  /// Makes the directory and its missing ancestors, so that they survive a crash.
  ///
  /// - Throws: `StorageError.io`, for instance when a file has one of the names.
  public func create() throws(StorageError) {
    var parent = path.hasPrefix("/") ? "/" : "."
    for component in path.split(separator: "/") {
      let directory = (parent == "/" ? "" : parent) + "/" + component
      if !Syscalls.fileExists(directory) {
        try Syscalls.makeDirectory(directory)
        try IndexDirectory(parent).sync()
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
    try Syscalls.unlink(path(of: name))
  }

  /// Renames a file, replacing any file named `to` in one step.
  ///
  /// The new name survives a crash only after `sync()`.
  ///
  /// - Throws: `StorageError.notFound`, `StorageError.io`.
  public func rename(_ from: String, to: String) throws(StorageError) {
    try Syscalls.rename(path(of: from), to: path(of: to))
  }

  /// Waits until creations, renames and deletions are on the disk.
  ///
  /// - Throws: `StorageError.notFound`, `StorageError.io`.
  public func sync() throws(StorageError) {
    try Syscalls.sync(Syscalls.open(path, .readDirectory))
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
