#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

import Synchronization

/// Interruption by the keyboard or by `kill`.
///
/// The first signal cancels a task, the second ends the process at once. A signal handler must not
/// cancel a task, so it writes to a pipe from which a thread reads.
package enum Interruption {
  /// The exit status that a shell reports for an interrupted process.
  package static let status: Int32 = 130

  private static let count = Atomic(0)
  /// The ends of the pipe.
  private static let reading = Atomic<Int32>(-1)
  private static let writing = Atomic<Int32>(-1)
  private static let cancel = Mutex<@Sendable () -> Void>({})

  /// Runs an operation in a task that the first signal cancels.
  ///
  /// - Throws: `SystemError` when signals cannot be watched; any error of the operation.
  package static func cancelling<Value: Sendable>(
    _ operation: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let task = Task { try await operation() }
    cancel.withLock { $0 = { task.cancel() } }
    try startThread()
    handleSignals()
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
      // Safe: the call copies the structure. The handler uses only initialized atomics, `write` and
      // `_exit`.
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
