/// The bytes of a whole file, mapped read-only.
///
/// If another program shortens the file, the system ends the process with SIGBUS.
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
  /// - Throws: `StorageError.notFound`, `StorageError.io`.
  public init(path: String) throws(StorageError) {
    let file = try StorageError.at(path, FileDescriptor(path, .read))
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
