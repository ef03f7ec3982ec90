import Storage

/// A file of a `FaultyDisk`.
final class FaultyFile: WritableFile {
  let base: any WritableFile
  /// Its number in the journal.
  let number: Int
  let path: String
  private let disk: FaultyDisk

  init(_ base: any WritableFile, number: Int, path: String, disk: FaultyDisk) {
    self.base = base
    self.number = number
    self.path = path
    self.disk = disk
  }

  deinit { disk.closed(number) }

  func write(_ bytes: RawSpan, at offset: Int) throws(StorageError) {
    // Safe: the bytes are copied during the call.
    let bytes = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    try disk.write(bytes, at: offset, of: self)
  }

  func read(
    _ limit: Int, at offset: Int, appendingTo bytes: inout [UInt8]
  ) throws(StorageError) {
    try base.read(limit, at: offset, appendingTo: &bytes)
  }

  func truncate() throws(StorageError) {
    try disk.truncate(self)
  }

  func sync() throws(StorageError) {
    try disk.sync(self)
  }

  func tryLock() throws(StorageError) -> Bool {
    try base.tryLock()
  }

  func unlock() { base.unlock() }
}
