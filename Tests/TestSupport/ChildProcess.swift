#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The exit status and the output of a program.
public struct ProcessResult: Sendable {
  public enum Ending: Sendable, Equatable {
    case exited(Int32)
    case signalled(Int32)
  }

  public let ending: Ending
  /// The bytes of standard output, or all bytes that the terminal received.
  public let outputBytes: [UInt8]
  public let errorBytes: [UInt8]

  /// The exit status, nil after a signal.
  public var status: Int32? {
    if case .exited(let status) = ending { status } else { nil }
  }
  public var output: String { String(decoding: outputBytes, as: UTF8.self) }
  public var errors: String { String(decoding: errorBytes, as: UTF8.self) }
}

/// The kind of a program's standard output.
public enum ProcessOutput: Sendable {
  case file
  /// A terminal 80 columns wide, also used for standard error.
  case terminal
  /// A pipe whose reader has closed it.
  case closedPipe
}

/// A program that tests run as a shell would, without Foundation.
///
/// Input and output are files, which unlike pipes cannot fill up, or a pseudo-terminal.
public struct ChildProcess: Sendable {
  public let path: String
  /// The complete environment, as `NAME=value`.
  public var environment: [String] = []
  public var directory: String?

  public init(_ path: String) {
    self.path = path
  }

  /// Runs the program until it ends.
  ///
  /// - Parameters:
  ///   - arguments: the arguments after the program's name, as bytes, since they may be invalid
  ///     UTF-8.
  ///   - input: the contents of standard input.
  public func run(
    _ arguments: [[UInt8]], input: [UInt8] = [], output: ProcessOutput = .file
  ) -> ProcessResult {
    start(arguments, input: input, output: output).wait()
  }

  /// Starts the program.
  public func start(
    _ arguments: [[UInt8]], input: [UInt8] = [], output: ProcessOutput = .file
  ) -> RunningProcess {
    let folder = TemporaryDirectory()
    folder.write(input, to: "input")
    folder.write([], to: "output")
    folder.write([], to: "errors")
    let plan = SpawnPlan()
    plan.open(folder.path(of: "input"), O_RDONLY, as: 0)
    plan.open(folder.path(of: "errors"), O_WRONLY, as: 2)
    var terminal: PseudoTerminal? = nil
    var pipe: Int32?
    switch output {
    case .file:
      plan.open(folder.path(of: "output"), O_WRONLY, as: 1)
    case .terminal:
      let opened = PseudoTerminal()
      plan.open(opened.name, O_RDWR | O_NOCTTY, as: 1)
      plan.duplicate(1, as: 2)
      terminal = consume opened
    case .closedPipe:
      let end = Self.brokenPipe(folder.path(of: "pipe"))
      plan.duplicate(end, as: 1)
      pipe = end
    }
    let child = plan.spawn(command(arguments), environment)
    if let pipe { close(pipe) }
    return RunningProcess(child, folder, terminal)
  }

  public func run(
    _ arguments: String..., input: String = "", output: ProcessOutput = .file
  ) -> ProcessResult {
    run(arguments.map { Array($0.utf8) }, input: Array(input.utf8), output: output)
  }

  /// The program with its arguments, started by a shell when the directory must be changed.
  private func command(_ arguments: [[UInt8]]) -> [[UInt8]] {
    guard let directory else { return [Array(path.utf8)] + arguments }
    let shell = ["/bin/sh", "-c", #"cd "$0" && exec "$@""#, directory, path]
    return shell.map { Array($0.utf8) } + arguments
  }

  /// The writing end of a pipe whose reading end is closed.
  ///
  /// It is a named pipe, because both ends can be opened so that no process inherits them.
  private static func brokenPipe(_ path: String) -> Int32 {
    // Safe: the path is lent as a NUL-terminated string.
    let made = unsafe mkfifo(path, 0o600)
    let reader = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    let writer = unsafe open(path, O_WRONLY | O_CLOEXEC)
    precondition(made == 0 && reader >= 0 && writer >= 0, "no pipe: error \(errno)")
    close(reader)
    return writer
  }
}

/// A running program. Call `wait` exactly once.
public final class RunningProcess {
  private let child: pid_t
  private let folder: TemporaryDirectory
  private let terminal: PseudoTerminal?

  fileprivate init(
    _ child: pid_t, _ folder: TemporaryDirectory, _ terminal: consuming PseudoTerminal?
  ) {
    self.child = child
    self.folder = folder
    self.terminal = terminal
  }

  /// Ends the program with SIGKILL.
  public func kill() { send(SIGKILL) }

  /// Sends a signal to the program.
  public func send(_ signal: Int32) {
    #if canImport(Darwin)
      _ = Darwin.kill(child, signal)
    #else
      _ = Glibc.kill(child, signal)
    #endif
  }

  /// The bytes that the program has written to standard output so far.
  public var outputSoFar: [UInt8] { folder.contents(of: "output") }

  /// Waits until the program ends.
  public func wait() -> ProcessResult {
    let shown = terminal?.readToEnd()
    let ending = Self.wait(for: child)
    return ProcessResult(
      ending: ending, outputBytes: shown ?? folder.contents(of: "output"),
      errorBytes: folder.contents(of: "errors"))
  }

  private static func wait(for child: pid_t) -> ProcessResult.Ending {
    var status: Int32 = 0
    // Safe: the call writes one integer.
    while unsafe waitpid(child, &status, 0) < 0 {
      precondition(errno == EINTR, "waitpid: error \(errno)")
    }
    return status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signalled(status & 0x7F)
  }
}

/// Waits for a time, or until a signal arrives.
public func pause(milliseconds: Double) {
  var time = timespec()
  time.tv_sec = Int(milliseconds / 1000)
  time.tv_nsec = Int(milliseconds.truncatingRemainder(dividingBy: 1000) * 1_000_000)
  // Safe: the call reads the structure.
  _ = unsafe nanosleep(&time, nil)
}

/// The open files of a process to be started.
@safe
private final class SpawnPlan {
  #if canImport(Darwin)
    private var actions: posix_spawn_file_actions_t? = unsafe nil
  #else
    private var actions = unsafe posix_spawn_file_actions_t()
  #endif

  init() {
    // Safe, here and below: the structure is initialized once and destroyed once, and every call
    // copies the strings that it receives.
    check(unsafe posix_spawn_file_actions_init(&actions))
  }

  deinit {
    unsafe posix_spawn_file_actions_destroy(&actions)
  }

  func open(_ path: String, _ flags: Int32, as descriptor: Int32) {
    check(unsafe posix_spawn_file_actions_addopen(&actions, descriptor, path, flags, 0))
  }

  func duplicate(_ source: Int32, as descriptor: Int32) {
    check(unsafe posix_spawn_file_actions_adddup2(&actions, source, descriptor))
  }

  /// Starts the program named by the first argument.
  func spawn(_ arguments: [[UInt8]], _ environment: [String]) -> pid_t {
    var child: pid_t = 0
    let path = arguments.first.map { String(decoding: $0, as: UTF8.self) } ?? ""
    let variables = environment.map { Array($0.utf8) }
    // Safe: both lists are copies that end with nil, and they are freed once, after the call.
    let lists = unsafe [arguments, variables].map { strings in
      unsafe strings.map { unsafe Self.copy($0) } + [nil]
    }
    check(unsafe posix_spawn(&child, path, &actions, nil, lists[0], lists[1]))
    unsafe lists.joined().forEach { unsafe free($0) }
    return child
  }

  /// A zero-terminated copy of bytes. The caller frees it.
  private static func copy(_ bytes: [UInt8]) -> UnsafeMutablePointer<CChar>? {
    let terminated = bytes.map { CChar(bitPattern: $0) } + [0]
    return unsafe strdup(terminated)
  }

  private func check(_ code: Int32) {
    precondition(code == 0, "spawning: error \(code)")
  }
}

/// A pseudo-terminal.
private struct PseudoTerminal: ~Copyable {
  private let controller: Int32
  /// The path of the device.
  let name: String

  init() {
    // Safe: strings are lent to the calls or copied at once; numbers and the structure are read or
    // written whole.
    #if canImport(Darwin)
      controller = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)
      precondition(controller >= 0 && grantpt(controller) == 0 && unlockpt(controller) == 0)
      name = unsafe ptsname(controller).map { unsafe String(cString: $0) } ?? ""
    #else
      // The C library's module map lacks unlockpt and ptsname, so their calls are made here:
      // TIOCSPTLCK unlocks the terminal, TIOCGPTN returns its number.
      controller = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
      var lock: Int32 = 0
      var number: UInt32 = 0
      let unlocked = unsafe ioctl(controller, 0x4004_5431, &lock)
      let numbered = unsafe ioctl(controller, 0x8004_5430, &number)
      precondition(unlocked == 0 && numbered == 0, "no terminal: error \(errno)")
      name = "/dev/pts/\(number)"
    #endif
    var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
    _ = unsafe ioctl(controller, UInt(TIOCSWINSZ), &size)
  }

  deinit { close(controller) }

  /// All bytes written to the terminal until the last process closes it.
  func readToEnd() -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 12)
    while true {
      // Safe: the call writes at most the bytes of the buffer. At the end it fails with EIO.
      let count = unsafe read(controller, &buffer, buffer.count)
      if count > 0 { bytes += buffer.prefix(count) } else if count == 0 || errno != EINTR { break }
    }
    return bytes
  }
}
