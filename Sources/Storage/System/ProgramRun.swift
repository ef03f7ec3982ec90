#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

import CProcess

/// The limits of a program of the system.
package struct ProgramLimits: Sendable {
  /// Seconds of processor time.
  package var seconds: Int
  /// Seconds by the clock. A busy machine gives a program only a part of its time.
  package var clockSeconds: Int
  /// Bytes of the address space.
  package var memory: Int
  /// Bytes of a file that the program writes.
  package var fileBytes: Int
  /// Bytes of standard output.
  package var outputBytes: Int
  package var mayStartPrograms: Bool

  package init(
    seconds: Int, clockSeconds: Int, memory: Int, fileBytes: Int, outputBytes: Int,
    mayStartPrograms: Bool = false
  ) {
    self.seconds = seconds
    self.clockSeconds = clockSeconds
    self.memory = memory
    self.fileBytes = fileBytes
    self.outputBytes = outputBytes
    self.mayStartPrograms = mayStartPrograms
  }
}

/// The reason why a program did not run to its end, or why it failed.
package enum ProgramFailure: Error, Sendable, Equatable {
  /// The program cannot be started.
  case notStarted(SystemError)
  /// The program exited with a status that is not 0. The text is the beginning of its errors.
  case exited(status: Int, errors: String)
  case signalled(Int)
  case outOfTime
  case tooMuchOutput
  /// The receiver of the output wanted no more.
  case stopped
  case cancelled
}

/// A run of a program of the system: without a shell, without network, in a process group of its
/// own, and with limits. The whole group is killed at the end, however the run ends.
package struct ProgramRun: Sendable {
  /// The absolute path of the program.
  package let path: String
  package let arguments: [String]
  /// The working directory, which is also the home and the folder of temporary files.
  package let folder: String
  package let limits: ProgramLimits

  package init(path: String, arguments: [String], folder: String, limits: ProgramLimits) {
    (self.path, self.arguments, self.folder, self.limits) = (path, arguments, folder, limits)
  }

  /// The time in milliseconds after which a wait looks for a cancellation.
  private static let patience: Int32 = 20
  private static let pieceBytes = 1 << 16
  /// The bytes of the errors that are kept.
  private static let errorBytes = 4 << 10

  /// Runs the program, and passes its output on in pieces. Returns the beginning of its errors.
  ///
  /// - Parameters:
  ///   - isCancelled: asked about every 20 milliseconds.
  ///   - receive: returns false to end the run.
  package func run(
    isCancelled: () -> Bool = { Task.isCancelled }, receive: ([UInt8]) -> Bool
  ) throws(ProgramFailure) -> String {
    if isCancelled() { throw .cancelled }
    let started = try start()
    var streams = Streams(started, limit: limits.outputBytes)
    let deadline = ContinuousClock.now.advanced(by: .seconds(limits.clockSeconds))
    var failure: ProgramFailure?
    var hasEnded = false
    while failure == nil, !hasEnded || streams.isOpen {
      // Looked at before the last reading, so that no output is lost.
      hasEnded = xunwen_program_has_ended(started.process)
      let patience = streams.isOpen ? Self.patience : 1
      failure = streams.read(within: hasEnded ? 0 : patience, receive)
      if failure != nil { break }
      // Another program of the group may keep the pipes open.
      if hasEnded, !streams.wasReadable { break }
      if isCancelled() { failure = .cancelled }
      if ContinuousClock.now > deadline { failure = .outOfTime }
    }
    let ending = xunwen_program_end(started.process)
    if let failure { throw failure }
    if ending.signal == SIGXCPU { throw .outOfTime }
    if ending.signal == SIGXFSZ { throw .tooMuchOutput }
    if ending.signal != 0 { throw .signalled(Int(ending.signal)) }
    let errors = String(decoding: streams.errorBytes, as: UTF8.self)
    guard ending.status == 0 else {
      throw .exited(status: Int(ending.status), errors: errors)
    }
    return errors
  }

  /// The two pipes from a program.
  private struct Streams: ~Copyable {
    private let output: FileDescriptor
    private let errors: FileDescriptor
    private var isOutputOpen = true
    private var areErrorsOpen = true
    private var room: Int
    private(set) var errorBytes: [UInt8] = []
    /// True when the last reading found bytes or an end.
    private(set) var wasReadable = false

    init(_ started: xunwen_started, limit: Int) {
      output = FileDescriptor(owning: started.output)
      errors = FileDescriptor(owning: started.errors)
      room = limit
    }

    var isOpen: Bool { isOutputOpen || areErrorsOpen }

    /// Waits for bytes, and reads a piece of each pipe that has some.
    mutating func read(
      within milliseconds: Int32, _ receive: ([UInt8]) -> Bool
    ) -> ProgramFailure? {
      var requests = [
        pollfd(fd: isOutputOpen ? output.number : -1, events: Int16(POLLIN), revents: 0),
        pollfd(fd: areErrorsOpen ? errors.number : -1, events: Int16(POLLIN), revents: 0),
      ]
      // Safe: the call reads and writes two structures. Without an open pipe, it only waits.
      let result = unsafe poll(&requests, 2, milliseconds)
      wasReadable = result > 0
      guard result > 0 else { return nil }
      if requests[0].revents != 0 {
        var bytes: [UInt8] = []
        isOutputOpen = Self.read(output, &bytes)
        guard bytes.count <= room else { return .tooMuchOutput }
        room -= bytes.count
        if !bytes.isEmpty, !receive(bytes) { return .stopped }
      }
      if requests[1].revents != 0 {
        var bytes: [UInt8] = []
        areErrorsOpen = Self.read(errors, &bytes)
        errorBytes += bytes.prefix(max(0, ProgramRun.errorBytes - errorBytes.count))
      }
      return nil
    }

    /// Reads a piece, and returns false at the end.
    private static func read(_ file: borrowing FileDescriptor, _ bytes: inout [UInt8]) -> Bool {
      do throws(SystemError) {
        return try file.read(upTo: ProgramRun.pieceBytes, appendingTo: &bytes) > 0
      } catch {
        return error.code == EAGAIN
      }
    }
  }

  private func start() throws(ProgramFailure) -> xunwen_started {
    let name = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path.utf8[$0...].dropFirst() }
    let words = [name.map { String($0) ?? path } ?? path] + arguments
    // A minimal environment: what the user has set changes no text.
    let environment = [
      "PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8", "HOME=\(folder)", "TMPDIR=\(folder)",
    ]
    var started = xunwen_started()
    // Safe: the arrays end with nil, and all strings outlive the call, which copies the process.
    let code = unsafe Self.withStrings(words) { words in
      unsafe Self.withStrings(environment) { environment in
        unsafe path.withCString { path in
          unsafe folder.withCString { folder in
            var program = unsafe xunwen_program(
              path: path, arguments: words, environment: environment, folder: folder,
              seconds: Int64(limits.seconds), memory: Int64(limits.memory),
              file_bytes: Int64(limits.fileBytes), may_start_programs: limits.mayStartPrograms)
            return unsafe xunwen_program_start(&program, &started)
          }
        }
      }
    }
    guard code == 0 else { throw .notStarted(SystemError(operation: "start", code: code)) }
    return started
  }

  /// Lends strings as an array of C strings that ends with nil.
  private static func withStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    // Safe: each copy is freed once, after the call.
    var copies = unsafe strings.map { unsafe strdup($0) } + [nil]
    defer { unsafe copies.forEach { unsafe free($0) } }
    return unsafe copies.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { preconditionFailure("the array has an element") }
      return unsafe body(UnsafePointer(start))
    }
  }
}
