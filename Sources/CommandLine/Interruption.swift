#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

import Synchronization

/// Interrupting from the keyboard, or by `kill`: the first time asks the command to come to an end, the second ends the
/// process at once.
enum Interruption {
  /// What a shell reports for a process that an interruption ended.
  static let status: Int32 = 130

  private static let count = Atomic(0)

  /// Watches from now on.
  ///
  /// - Returns: whether there was an interruption.
  static func watched() -> @Sendable () -> Bool {
    // Made before a signal can come: setting up a global is nothing for a handler.
    _ = count.load(ordering: .relaxed)
    for signal in [SIGINT, SIGTERM] {
      var action = sigaction()
      let handler: @convention(c) (Int32) -> Void = { _ in Interruption.note() }
      #if canImport(Darwin)
        unsafe action.__sigaction_u.__sa_handler = handler
      #else
        unsafe action.__sigaction_handler.sa_handler = handler
      #endif
      action.sa_flags = SA_RESTART
      // Safe: the structure is complete and copied by the call; the handler only uses an atomic and `_exit`.
      _ = unsafe sigaction(signal, &action, nil)
    }
    return { count.load(ordering: .relaxed) > 0 }
  }

  private static func note() {
    if count.add(1, ordering: .relaxed).newValue > 1 { _exit(status) }
  }
}
