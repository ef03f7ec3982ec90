// System calls: only files named `Syscalls` call the C library for input and output.
//
// Every call retries EINTR, turns ENOENT into `.notFound` and everything else into `.io` with the
// path and the name of the call. What changes the disk is called by `SystemDisk` only.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// An open file, closed when the value goes out of scope.
///
/// The result of `close` is ignored: whoever needs the bytes on disk has called `sync` before.
struct FileDescriptor: ~Copyable, Sendable {
  let number: Int32
  let path: String

  deinit { _ = close(number) }
}

enum Syscalls {
  /// Runs a call until a signal no longer interrupts it; −1 becomes an error.
  static func check<Result: SignedInteger>(
    _ operation: String, _ path: String, _ call: () -> Result
  ) throws(StorageError) -> Result {
    while true {
      let result = call()
      if result != -1 { return result }
      let code = errno
      if code != EINTR { throw failure(operation, path, code) }
    }
  }

  static func failure(_ operation: String, _ path: String, _ code: Int32) -> StorageError {
    code == ENOENT
      ? .notFound(path: path) : .io(path: path, operation: operation, errno: code)
  }

  static func message(of code: Int32) -> String {
    // Safe: the text is a constant or belongs to this thread, and is copied at once.
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }

  /// This process for people who look into a lock file: pid, host, and the time now in UTC.
  static func processDescription() -> String {
    var host = [CChar](repeating: 0, count: 256)
    // Safe: the last byte is not offered to the call, so the name ends with a zero.
    _ = unsafe gethostname(&host, 255)
    var now = time(nil)
    var parts = unsafe tm()
    // Safe: both structures live on this stack frame.
    _ = unsafe gmtime_r(&now, &parts)
    let date = unsafe [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
    let clock = unsafe [Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec)]
    func join(_ values: [Int], _ separator: String) -> String {
      values.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: separator)
    }
    let name = String(
      decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return "\(getpid()) \(name) \(join(date, "-"))T\(join(clock, ":"))Z"
  }
}
