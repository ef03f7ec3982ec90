#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The running process: its environment, arguments, signals and end.
package enum Process {
  /// The value of an environment variable, or nil when it is missing or empty.
  package static func environment(_ name: String) -> String? {
    // Safe: nothing in the program changes the environment, and the value is copied at once.
    let value = unsafe getenv(name).map { unsafe String(cString: $0) }
    return value?.isEmpty == true ? nil : value
  }

  /// The arguments after the program's name; nil for an argument that is not valid UTF-8.
  ///
  /// `Swift.CommandLine.arguments` would silently repair such an argument.
  package static var arguments: [String?] {
    (1..<max(1, Int(CommandLine.argc))).map { number in
      // Safe: the C runtime keeps `argc` zero-terminated strings until the process ends.
      unsafe CommandLine.unsafeArgv[number].flatMap { unsafe String(validatingCString: $0) }
    }
  }

  /// Makes a write beyond the limit of file sizes (`ulimit -f`) an error, which can name the file,
  /// instead of the end of the process.
  package static func ignoreFileSizeSignal() {
    signal(SIGXFSZ, SIG_IGN)
  }

  package static func end(status: Int32) -> Never {
    exit(status)
  }

  /// The number of processors online.
  package static var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// The time now, in nanoseconds since 1970.
  package static var now: Int64 {
    var time = timespec()
    // Safe: the call fills the structure.
    _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
    return time.nanoseconds
  }

  /// Identifies the process to people: its id, the host, and the time now in UTC.
  static var description: String {
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
