// Small files that are read and written whole, and that people may edit: without header or checksum.

extension IndexDirectory {
  /// The bytes of a file as it is now. They are copied: a file that somebody edits may shrink at any time.
  ///
  /// - Throws: `StorageError.notFound`, `StorageError.io`.
  public func contents(of name: String) throws(StorageError) -> [UInt8] {
    let file = try Syscalls.open(path(of: name), .read)
    var bytes: [UInt8] = []
    let step = 1 << 16
    while bytes.count % step == 0 {
      let count = bytes.count
      try Syscalls.read(step, at: count, of: file, appendingTo: &bytes)
      if bytes.count == count { break }
    }
    return bytes
  }

  /// Gives a file new contents: whatever fails, and wherever power is lost, it has the old ones or the new ones.
  ///
  /// - Parameter pending: name of the file that takes its place when it is complete; what is left of it after a
  ///   failure may be deleted.
  /// - Throws: `StorageError.io`; after one of the last sync the new contents may be found.
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
}
