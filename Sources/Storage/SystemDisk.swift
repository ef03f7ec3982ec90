/// The disk as the system offers it.
public struct SystemDisk: Disk {
  public init() {}

  public func open(
    _ path: String, _ contents: OpenedContents
  ) throws(StorageError) -> any WritableFile {
    SystemFile(try Syscalls.open(path, .write(contents)))
  }

  public func rename(_ path: String, to newPath: String) throws(StorageError) {
    try Syscalls.rename(path, to: newPath)
  }

  public func link(_ path: String, to newPath: String) throws(StorageError) {
    try Syscalls.link(path, to: newPath)
  }

  public func unlink(_ path: String) throws(StorageError) {
    try Syscalls.unlink(path)
  }

  public func makeDirectory(_ path: String) throws(StorageError) {
    try Syscalls.makeDirectory(path)
  }

  public func syncDirectory(_ path: String) throws(StorageError) {
    try Syscalls.sync(Syscalls.open(path, .readDirectory))
  }
}

private final class SystemFile: WritableFile {
  private let file: FileDescriptor

  init(_ file: consuming FileDescriptor) {
    self.file = file
  }

  func write(_ bytes: RawSpan, at offset: Int) throws(StorageError) {
    try Syscalls.write(bytes, at: offset, of: file)
  }

  func read(
    _ limit: Int, at offset: Int, appendingTo bytes: inout [UInt8]
  ) throws(StorageError) {
    try Syscalls.read(limit, at: offset, of: file, appendingTo: &bytes)
  }

  func truncate() throws(StorageError) {
    try Syscalls.truncate(file)
  }

  func sync() throws(StorageError) {
    try Syscalls.sync(file)
  }

  func tryLock() throws(StorageError) -> Bool {
    try Syscalls.tryLock(file)
  }

  func unlock() {
    Syscalls.unlock(file)
  }
}
