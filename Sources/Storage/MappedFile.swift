/// The bytes of a whole file, mapped read-only.
///
/// Files of an index never change once written, so the bytes are constant while the object lives.
/// Shrinking such a file from outside would end the process with SIGBUS.
@safe public final class MappedFile: @unchecked Sendable {
  // Sendable: the mapping is read-only and both properties are constant.
  private let start: UnsafeRawPointer?

  /// The size of the file in bytes.
  public let byteCount: Int

  /// The last component of the path, for messages.
  public let name: String

  /// Maps a file of a directory.
  ///
  /// - Throws: `StorageError.notFound`, `StorageError.io`.
  public convenience init(directory: IndexDirectory, name: String) throws(StorageError) {
    try self.init(path: directory.path(of: name))
  }

  /// Maps the file at a path; an empty file has no bytes.
  ///
  /// - Throws: `StorageError.notFound`, `StorageError.io`.
  public init(path: String) throws(StorageError) {
    let file = try Syscalls.open(path, .read)
    let byteCount = try Syscalls.size(of: file)
    // The system refuses to map nothing.
    let start = unsafe byteCount == 0 ? nil : try Syscalls.map(file, byteCount: byteCount)
    unsafe self.start = start
    self.byteCount = byteCount
    self.name = path.split(separator: "/").last.map(String.init) ?? path
  }

  deinit {
    // Safe: no span outlives the object that lends it.
    if let start = unsafe start { unsafe Syscalls.unmap(start, byteCount: byteCount) }
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
