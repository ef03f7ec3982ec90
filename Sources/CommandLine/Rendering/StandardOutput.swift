/// Why standard output, or the file in its place, could not be written.
enum OutputFailure: Error, CustomStringConvertible {
  /// Nobody reads any more; no reason to complain.
  case brokenPipe
  case failed(Descriptor.Failure, name: String)

  var description: String {
    switch self {
    case .brokenPipe: "standard output: broken pipe"
    case .failed(let failure, let name): "\(name): \(failure)"
    }
  }
}

/// Buffered standard output, or a file in its place. What was written last appears with `flush()`, which must come
/// at the end.
final class StandardOutput {
  private let descriptor: Int32
  private let name: String
  private var buffer: [UInt8] = []
  private static let capacity = 1 << 16

  /// - Parameters:
  ///   - descriptor: of a file that somebody else closes.
  ///   - name: of the file, for messages.
  init(_ descriptor: Int32 = Descriptor.output, name: String = "standard output") {
    self.descriptor = descriptor
    self.name = name
  }

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
      try Descriptor.writeAll(buffer, to: descriptor)
    } catch {
      throw error.isBrokenPipe ? .brokenPipe : .failed(error, name: name)
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
