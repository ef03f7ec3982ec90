#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension IndexDirectory {
  /// Makes the directory unless it is there and empty.
  ///
  /// - Throws: `StorageError.io`, with `ENOTEMPTY` when there is anything in it.
  public func createEmpty() throws(StorageError) {
    try create()
    guard try list().isEmpty else {
      throw .io(path: path, operation: "create", errno: ENOTEMPTY)
    }
  }
}
