// The few calls of the C library that the front end needs, and the only unsafe code in it.

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The process: its arguments and its end.
enum Process {
  /// The arguments after the program's name, as the shell passed them.
  ///
  /// - Throws: `CommandFailure` for one that is not valid UTF-8. The standard library would replace
  ///   what is wrong, and a query or path would silently become another.
  static func validated() throws(CommandFailure) -> [String] {
    var arguments: [String] = []
    for number in 1..<max(1, Int(Swift.CommandLine.argc)) {
      // Safe: the C runtime keeps `argc` NUL-terminated strings until the process ends.
      guard let bytes = unsafe Swift.CommandLine.unsafeArgv[number] else { break }
      guard let argument = unsafe String(validatingCString: bytes) else {
        throw CommandFailure("argument \(number) is not valid UTF-8")
      }
      arguments.append(argument)
    }
    return arguments
  }

  /// Has a write fail that goes beyond the limit of a file's size (`ulimit -f`), which ends the process otherwise:
  /// the error names the file, and what was written so far is cleaned up.
  static func ignoreFileSizeSignal() {
    signal(SIGXFSZ, SIG_IGN)
  }

  static func end(status: Int32) -> Never {
    exit(status)
  }
}

/// The environment of the process.
enum Environment {
  /// The value of a variable; nil when it is missing or empty.
  static subscript(name: String) -> String? {
    // Safe: nothing in the program changes the environment, and the value is copied at once.
    let value = unsafe getenv(name).map { unsafe String(cString: $0) }
    return value?.isEmpty == true ? nil : value
  }
}

/// Files by their descriptors.
enum Descriptor {
  static let input: Int32 = 0
  static let output: Int32 = 1
  static let error: Int32 = 2

  /// A failed call, by its error number.
  struct Failure: Error, CustomStringConvertible {
    let code: Int32

    var isBrokenPipe: Bool { code == EPIPE }

    /// The C library's words.
    var description: String {
      // Safe: the returned string is NUL-terminated and copied at once.
      unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    }
  }

  static func openForReading(_ path: String) throws(Failure) -> Int32 {
    // Safe: the path is lent as a NUL-terminated string.
    try retrying { unsafe open(path, O_RDONLY | O_CLOEXEC) }
  }

  /// Makes a file, or empties it.
  static func openForWriting(_ path: String) throws(Failure) -> Int32 {
    // Safe: the path is lent as a NUL-terminated string.
    try retrying { unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644) }
  }

  /// Makes a file, or cuts one to a length, to be written on from there.
  static func openForWriting(_ path: String, after length: Int) throws(Failure) -> Int32 {
    // Safe: the path is lent as a NUL-terminated string.
    let descriptor = try retrying {
      unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    }
    do {
      _ = try retrying { ftruncate(descriptor, length) }
      _ = try retrying { lseek(descriptor, 0, SEEK_END) }
    } catch {
      closeFile(descriptor)
      throw error
    }
    return descriptor
  }

  /// Whether there is a file, or anything else, of a name.
  static func exists(_ path: String) -> Bool {
    // Safe: the path is lent as a NUL-terminated string.
    unsafe access(path, F_OK) == 0
  }

  /// Waits until what was written is on the disk.
  static func sync(_ descriptor: Int32) throws(Failure) {
    _ = try retrying { fsync(descriptor) }
  }

  static func renameFile(_ from: String, to: String) throws(Failure) {
    // Safe: the paths are lent as NUL-terminated strings.
    _ = try retrying { unsafe rename(from, to) }
  }

  static func removeFile(_ path: String) {
    // Safe: the path is lent as a NUL-terminated string.
    _ = unsafe unlink(path)
  }

  static func closeFile(_ descriptor: Int32) {
    _ = close(descriptor)
  }

  /// Up to `count` bytes; none at the end of the file.
  static func readBytes(from descriptor: Int32, upTo count: Int) throws(Failure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    // Safe: the call writes at most the bytes of the array.
    let length = try retrying { unsafe read(descriptor, &bytes, count) }
    bytes.removeLast(count - length)
    return bytes
  }

  /// Writes all of the bytes.
  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(Failure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      // Safe: the call reads at most the bytes of the slice.
      let written = try retrying {
        unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
      }
      rest = rest.dropFirst(written)
    }
  }

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Columns of the terminal behind a descriptor; nil when there is none.
  static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    // Safe: the call fills the structure, whose layout it shares.
    let result = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size)
    return result == 0 && size.ws_col > 0 ? Int(size.ws_col) : nil
  }

  /// Processors at work.
  static var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// Repeats a call that a signal interrupted.
  private static func retrying<Value: SignedInteger>(
    _ call: () -> Value
  ) throws(Failure) -> Value {
    while true {
      let result = call()
      if result >= 0 { return result }
      if errno != EINTR { throw Failure(code: errno) }
    }
  }
}
