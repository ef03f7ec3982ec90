#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A new folder for what is put aside, in `$TMPDIR` or else `/tmp`; removed with the object if nothing in it has a
/// name, as `SpillFile`s have none.
public final class TemporaryFolder: Sendable {
  public let directory: IndexDirectory

  /// - Throws: `StorageError.io`, `.notFound`.
  public init() throws(StorageError) {
    directory = IndexDirectory(try Syscalls.makeTemporaryDirectory())
  }

  deinit { Syscalls.removeDirectory(directory.path) }
}

extension Syscalls {
  /// Makes a directory that nobody else may enter.
  fileprivate static func makeTemporaryDirectory() throws(StorageError) -> String {
    // Safe: nothing in the program changes the environment, and the value is copied at once.
    let variable = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? ""
    let parent = variable.isEmpty ? "/tmp" : variable
    var template = Array("\(parent)/xunwen-XXXXXX".utf8CString)
    // Safe: the template ends with a zero and is changed in place.
    guard unsafe mkdtemp(&template) != nil else {
      throw failure("mkdtemp", parent, errno)
    }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  fileprivate static func removeDirectory(_ path: String) {
    // Safe: the string outlives the call.
    _ = unsafe rmdir(path)
  }
}
