import Storage

/// The real disk without syncs, for speed: tests only simulate power cuts.
struct UnsyncedDisk: Disk {
  private let base = SystemDisk()

  func open(_ path: String, _ contents: OpenedContents) throws(StorageError) -> any WritableFile {
    UnsyncedFile(try base.open(path, contents))
  }

  func rename(_ path: String, to newPath: String) throws(StorageError) {
    try base.rename(path, to: newPath)
  }

  func link(_ path: String, to newPath: String) throws(StorageError) {
    try base.link(path, to: newPath)
  }

  func unlink(_ path: String) throws(StorageError) { try base.unlink(path) }

  func makeDirectory(_ path: String) throws(StorageError) { try base.makeDirectory(path) }

  func syncDirectory(_ path: String) throws(StorageError) {}
}

private final class UnsyncedFile: WritableFile {
  private let base: any WritableFile

  init(_ base: any WritableFile) {
    self.base = base
  }

  func write(_ bytes: RawSpan, at offset: Int) throws(StorageError) {
    try base.write(bytes, at: offset)
  }

  func read(
    _ limit: Int, at offset: Int, appendingTo bytes: inout [UInt8]
  ) throws(StorageError) {
    try base.read(limit, at: offset, appendingTo: &bytes)
  }

  func truncate() throws(StorageError) { try base.truncate() }

  func sync() throws(StorageError) {}

  func hasOtherNames() throws(StorageError) -> Bool { try base.hasOtherNames() }

  func tryLock() throws(StorageError) -> Bool { try base.tryLock() }

  func unlock() { base.unlock() }
}
