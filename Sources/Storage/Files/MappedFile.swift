/// The bytes of a whole file, mapped read-only.
///
/// When a page cannot be read, or another program shortens the file, the system sends SIGBUS to the
/// process. `Process.reportUnreadablePages` makes this an error message.
@safe public final class MappedFile: @unchecked Sendable {
  // Sendable: the mapping is read-only and both properties are constant.
  private let start: UnsafeRawPointer?
  public let byteCount: Int
  /// The last component of the path, for messages.
  public let name: String

  /// Maps a file of a directory.
  public convenience init(directory: IndexDirectory, name: String) throws(StorageError) {
    try self.init(path: directory.path(of: name))
  }

  /// Maps the file at a path. An empty file has no bytes.
  ///
  /// - Throws: `StorageError.notFound`, `.io`; `.wrongFormat` for a folder, device, pipe or socket.
  public init(path: String) throws(StorageError) {
    let file = try FileDescriptor.openRegular(path)
    let byteCount = try StorageError.at(path, file.facts().byteCount)
    // The system refuses to map zero bytes.
    let start =
      byteCount == 0
      ? nil : unsafe try StorageError.at(path, unsafe file.map(byteCount: byteCount))
    unsafe self.start = start
    self.byteCount = byteCount
    self.name = path.split(separator: "/").last.map(String.init) ?? path
  }

  deinit {
    // Safe: no span outlives the object that lends it.
    if let start = unsafe start { unsafe FileDescriptor.unmap(start, byteCount: byteCount) }
  }

  /// All bytes of the file.
  public var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      // Safe: the mapping has `byteCount` bytes and lives as long as `self`, which is borrowed.
      let buffer = unsafe UnsafeRawBufferPointer(start: start, count: byteCount)
      return unsafe _overrideLifetime(RawSpan(_unsafeBytes: buffer), borrowing: self)
    }
  }
}

extension FileDescriptor {
  /// Opens a regular file for reading. Opening a file of another kind could wait forever.
  ///
  /// - Throws: `StorageError.wrongFormat` for a folder, device, pipe or socket.
  static func openRegular(_ path: String) throws(StorageError) -> FileDescriptor {
    let kind: FileFacts.Kind
    do throws(SystemError) {
      let file = try FileDescriptor(path, .readWithoutWaiting)
      kind = try file.facts().kind
      if kind == .file { return file }
    } catch {
      // A socket cannot be opened.
      guard error.isUnopenable else { throw StorageError(error, path: path) }
      kind = .other
    }
    throw .notRegular(path, kind)
  }
}

extension StorageError {
  /// The error of a folder, device, pipe or socket in place of a file.
  static func notRegular(_ path: String, _ kind: FileFacts.Kind) -> StorageError {
    .wrongFormat(
      file: path, expected: "a regular file",
      found: kind == .directory ? "a folder" : "a device, pipe or socket")
  }
}
