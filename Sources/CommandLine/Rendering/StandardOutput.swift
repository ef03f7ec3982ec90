/// Why standard output could not be written.
enum OutputFailure: Error, CustomStringConvertible {
  /// Nobody reads any more; no reason to complain.
  case brokenPipe
  case failed(Descriptor.Failure)

  var description: String {
    switch self {
    case .brokenPipe: "standard output: broken pipe"
    case .failed(let failure): "standard output: \(failure)"
    }
  }
}

/// Buffered standard output. What was written last appears with `flush()`, which must come at the
/// end.
final class StandardOutput {
  private var buffer: [UInt8] = []
  private static let capacity = 1 << 16

  func write(_ text: String) throws(OutputFailure) {
    buffer += text.utf8
    if buffer.count >= Self.capacity { try flush() }
  }

  func write(_ bytes: [UInt8]) throws(OutputFailure) {
    buffer += bytes
    if buffer.count >= Self.capacity { try flush() }
  }

  func flush() throws(OutputFailure) {
    defer { buffer.removeAll(keepingCapacity: true) }
    do {
      try Descriptor.writeAll(buffer, to: Descriptor.output)
    } catch {
      throw error.isBrokenPipe ? .brokenPipe : .failed(error)
    }
  }
}

/// Unbuffered standard error, for people.
enum StandardError {
  static let isTerminal = Descriptor.isTerminal(Descriptor.error)

  /// Writes text in which control characters other than line breaks are made visible.
  static func write(_ text: String) {
    writeControls(VisibleText.lines(text))
  }

  /// Writes text as it is, with the terminal's control sequences in it.
  static func writeControls(_ text: String) {
    // Nobody is left to tell when standard error is gone.
    try? Descriptor.writeAll(Array(text.utf8), to: Descriptor.error)
  }
}
