#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Process {
  /// Opens an address in the user's browser. A failure is not reported.
  package static func openBrowser(at address: String) {
    #if os(Linux)
      let program = "xdg-open"
    #else
      let program = "open"
    #endif
    let script = #""$0" "$1" >/dev/null 2>&1 </dev/null &"#
    let words = ["/bin/sh", "-c", script, program, address]
    // Safe: the list ends with nil, and its strings are copies that are freed once, after the call,
    // which writes one integer.
    var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    var child: pid_t = 0
    if unsafe posix_spawn(&child, words[0], nil, nil, &arguments, environ) == 0 {
      // The shell ends at once.
      _ = waitpid(child, nil, 0)
    }
    unsafe arguments.forEach { unsafe free($0) }
  }

  /// Runs a command of the shell with some bytes as its standard input, and waits until it ends.
  ///
  /// The command may end before it has read all bytes. Until it ends, keys such as ^C affect only
  /// the command.
  ///
  /// - Returns: false when there is no such command.
  package static func pipe(_ bytes: [UInt8], to command: String) -> Bool {
    // Safe, here and below: the strings are passed as zero-terminated copies, the stream is closed
    // once, and the bytes of the array live during the call.
    guard let stream = unsafe popen(command, "w") else { return false }
    // The command has started with the default actions of signals.
    let signals = [SIGINT, SIGQUIT, SIGPIPE]
    for number in signals { signal(number, SIG_IGN) }
    _ = unsafe bytes.withUnsafeBytes { unsafe fwrite($0.baseAddress, 1, $0.count, stream) }
    let status = unsafe pclose(stream)
    for number in signals { signal(number, SIG_DFL) }
    // The exit status is in the second byte. The shell exits with 126 or 127 without a command.
    return status != -1 && ![126, 127].contains(status >> 8 & 0xFF)
  }
}
