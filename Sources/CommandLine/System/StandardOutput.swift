import Wire
import Xunwen

/// The error of a write to standard output, or to a file in its place.
enum OutputFailure: Error, CustomStringConvertible {
  /// The reader has closed the pipe. This is not reported.
  case brokenPipe
  case failed(SystemError, name: String)

  var description: String {
    switch self {
    case .brokenPipe: "standard output: broken pipe"
    case .failed(let failure, let name): "\(name): \(failure)"
    }
  }
}

/// Buffered standard output, or a file in its place. `flush()` must be the last call.
final class StandardOutput {
  private let file: FileDescriptor
  private let name: String
  let isTerminal: Bool
  private var buffer: [UInt8] = []
  private static let capacity = 1 << 16

  init(_ file: consuming FileDescriptor = .standardOutput, name: String = "standard output") {
    isTerminal = file.isTerminal
    self.file = file
    self.name = name
  }

  /// Writes whole lines of data. On a terminal, control characters are visible.
  func writeData(_ bytes: [UInt8]) throws(OutputFailure) {
    try write(isTerminal ? VisibleText.bytes(bytes) : bytes)
  }

  func write(_ text: String) throws(OutputFailure) { try write(Array(text.utf8)) }

  func write(_ bytes: [UInt8]) throws(OutputFailure) {
    buffer += bytes
    if buffer.count >= Self.capacity { try flush() }
  }

  func flush() throws(OutputFailure) {
    defer { buffer.removeAll(keepingCapacity: true) }
    do {
      // Safe: the bytes of the array live during the call.
      unsafe try file.write(buffer.span.bytes)
    } catch {
      throw error.isBrokenPipe ? .brokenPipe : .failed(error, name: name)
    }
  }
}

/// Unbuffered standard error, for people.
enum StandardError {
  static let isTerminal = FileDescriptor.standardError.isTerminal

  /// Writes text, with pictures in place of control characters other than line breaks. On a
  /// terminal, long lines are broken between words.
  static func write(_ text: String) {
    let text = VisibleText.lines(text)
    writeControls(LineWidth.errorLimit.map { LineFitter(columns: $0).fit(text) } ?? text)
  }

  static func reportMissing(_ id: String) { write("no article has the id \(id)\n") }

  /// Writes text with its control sequences.
  static func writeControls(_ text: String) {
    // An error of standard error cannot be reported anywhere.
    let bytes = Array(text.utf8)
    // Safe: the bytes of the array live during the call.
    unsafe try? FileDescriptor.standardError.write(bytes.span.bytes)
  }
}
