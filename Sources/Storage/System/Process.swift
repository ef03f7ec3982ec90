#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

import CProcess
import Synchronization

/// The running process: its environment, arguments, signals and end.
package enum Process {
  /// The value of an environment variable, or nil when it is missing or empty.
  package static func environment(_ name: String) -> String? {
    // Safe: nothing in the program changes the environment, and the value is copied at once.
    let value = unsafe getenv(name).map { unsafe String(cString: $0) }
    return value?.isEmpty == true ? nil : value
  }

  /// The arguments after the program's name, or nil when they cannot be read. An argument is nil
  /// when it is not valid UTF-8, which `Swift.CommandLine.arguments` would silently repair.
  package static var arguments: [String?]? {
    let count = xunwen_argument_count()
    // Safe, here and below: the C library keeps the zero-terminated strings until the process ends.
    if count >= 0 {
      return (1..<max(1, count)).map { number in
        unsafe xunwen_argument(number).flatMap { unsafe String(validatingCString: $0) }
      }
    }
    // Swift has not even the program's name when it cannot read the arguments.
    guard CommandLine.argc > 0 else { return nil }
    return (1..<Int(CommandLine.argc)).map { number in
      unsafe CommandLine.unsafeArgv[number].flatMap { unsafe String(validatingCString: $0) }
    }
  }

  /// Opens `/dev/null` in place of the standard files that are closed, so that no other file gets
  /// their numbers and the text meant for them.
  ///
  /// Standard input is opened for writing and the others for reading: a command that needs a closed
  /// file fails, and loses no output silently.
  package static func openStandardFiles() {
    for number in Int32(0)...2 where fcntl(number, F_GETFD) == -1 && errno == EBADF {
      // The call returns the smallest free number, which is this one. Without /dev/null, another
      // file that always exists keeps the number.
      let access = number == 0 ? O_WRONLY : O_RDONLY
      // Safe: the strings are passed as zero-terminated copies that outlive the calls.
      if unsafe open("/dev/null", access) == -1 { _ = unsafe open("/", O_RDONLY) }
    }
  }

  /// Makes a write beyond `ulimit -f` an error instead of the end of the process.
  package static func ignoreFileSizeSignal() { signal(SIGXFSZ, SIG_IGN) }

  /// Returns large blocks of memory to the system when they are freed. For commands whose memory is
  /// limited.
  package static func returnFreedMemory() { xunwen_return_freed_memory() }

  /// Makes the failure of an allocation end the process with a message and an exit status.
  ///
  /// Such a failure cannot be thrown. The process ends as if it were killed: an index keeps its
  /// last commit, and the next writer removes unfinished files.
  package static func reportFailedAllocations(_ message: StaticString, status: Int32) {
    // Safe: the constant ends with a zero and lives as long as the process.
    unsafe message.utf8Start.withMemoryRebound(to: CChar.self, capacity: message.utf8CodeUnitCount)
    {
      unsafe xunwen_end_without_memory($0, status)
    }
  }

  /// Makes the process end with a message and an exit status when a page of a mapped file cannot
  /// be read. The system reports this by SIGBUS, and no call returns an error.
  package static func reportUnreadablePages(status: Int32) {
    xunwen_report_unreadable_pages(status)
  }

  package static func end(status: Int32) -> Never { exit(status) }

  package static var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// The time now, in nanoseconds since 1970.
  package static var now: Int64 {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_REALTIME, &time)  // Safe: the call fills the structure.
    return time.nanoseconds
  }

  /// Identifies the process to people: its id, the host, and the time now in UTC.
  static var description: String {
    var host = [CChar](repeating: 0, count: 256)
    // Safe: the last byte is not offered to the call, so the name ends with a zero.
    _ = unsafe gethostname(&host, 255)
    var now = time(nil)
    var parts = unsafe tm()
    _ = unsafe gmtime_r(&now, &parts)  // Safe: both structures live on this stack frame.
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

/// Interruption by the keyboard or by `kill`.
///
/// The first signal cancels a task, the second ends the process at once. A signal handler must not
/// cancel a task, so it writes to a pipe from which a thread reads.
package enum Interruption {
  /// The exit status that a shell reports for an interrupted process.
  package static let status: Int32 = 130

  private static let count = Atomic(0)
  private static let reading = Atomic<Int32>(-1)
  private static let writing = Atomic<Int32>(-1)
  private static let cancel = Mutex<@Sendable () -> Void>({})

  /// Runs an operation in a task that the first signal cancels.
  package static func cancelling<Value: Sendable>(
    _ operation: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    // A signal must not end the process when the operation has begun.
    try startThread()
    handleSignals()
    let task = Task { try await operation() }
    cancel.withLock { $0 = { task.cancel() } }
    // The first signal may have come before there was a task.
    if count.load(ordering: .relaxed) > 0 { task.cancel() }
    return try await task.value
  }

  private static func startThread() throws(SystemError) {
    var ends: [Int32] = [-1, -1]
    // Safe: the call fills the two elements of the array.
    _ = try SystemError.check("pipe") { unsafe pipe(&ends) }
    reading.store(ends[0], ordering: .relaxed)
    writing.store(ends[1], ordering: .relaxed)
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    // Safe: the call fills the variable, and the function uses only globals.
    let code = unsafe pthread_create(
      &thread, nil,
      { _ in
        Interruption.waitForSignal()
        return nil
      }, nil)
    guard code == 0 else { throw SystemError(operation: "pthread_create", code: code) }
  }

  private static func waitForSignal() {
    var byte: UInt8 = 0
    let file = reading.load(ordering: .relaxed)
    // Safe: the call writes at most one byte to a local variable.
    guard (try? SystemError.check("read") { unsafe read(file, &byte, 1) }) == 1 else { return }
    cancel.withLock { $0() }
  }

  private static func handleSignals() {
    for signal in [SIGINT, SIGTERM] {
      var action = sigaction()
      let handler: @convention(c) (Int32) -> Void = { _ in Interruption.note() }
      #if canImport(Darwin)
        unsafe action.__sigaction_u.__sa_handler = handler
      #else
        unsafe action.__sigaction_handler.sa_handler = handler
      #endif
      action.sa_flags = SA_RESTART
      // Safe: the handler uses only initialized atomics, `write` and `_exit`.
      _ = unsafe sigaction(signal, &action, nil)
    }
  }

  private static func note() {
    if count.add(1, ordering: .relaxed).newValue > 1 { _exit(status) }
    var byte: UInt8 = 0
    // Safe: the call reads one byte of a local variable.
    _ = unsafe write(writing.load(ordering: .relaxed), &byte, 1)
  }
}
