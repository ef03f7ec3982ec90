import Synchronization

/// The body of an answer while it is written.
///
/// A short answer is collected as a whole, so that an error after its first row is still an error
/// of the request. A long one is handed on in pieces.
final class AnswerOutput: Sendable {
  /// The facts about a body that are sent before it.
  struct Head: Sendable {
    var mediaType: String
    var headers: [(name: String, value: String)] = []
  }

  /// Takes the pieces of a long answer, and waits while the reader is slow.
  typealias Sink = @Sendable (_ piece: [UInt8], _ head: Head) throws -> Void

  fileprivate struct State {
    var bytes: [UInt8] = []
    var head: Head
    var isArray: Bool
    var hasBegun = false
    /// True after the line feed of a row, which is written when the next row begins.
    var isBetweenRows = false
    var isHandedOn = false
  }

  private let state: Mutex<State>
  private let sink: Sink
  private static let pieceBytes = 1 << 18

  init(_ form: RowForm, sink: @escaping Sink) {
    let isArray = form == .json
    self.sink = sink
    state = Mutex(
      State(
        head: Head(mediaType: isArray ? "application/json" : "application/jsonl"),
        isArray: isArray))
  }

  /// Adds a header. Nothing may have been written.
  func add(_ name: String, _ value: String) {
    state.withLock { $0.head.headers.append((name, value)) }
  }

  /// Makes the body text of another type. Nothing may have been written.
  func become(_ mediaType: String) {
    state.withLock { state in
      state.head.mediaType = mediaType
      state.isArray = false
    }
  }

  /// Writes bytes: of JSON Lines, any part of them, since a line feed ends a row and is nowhere
  /// else.
  func write(_ bytes: [UInt8]) throws {
    let piece: (bytes: [UInt8], head: Head)? = state.withLock { state in
      if state.isArray { state.appendToArray(bytes) } else { state.bytes += bytes }
      guard state.bytes.count >= Self.pieceBytes else { return nil }
      state.isHandedOn = true
      defer { state.bytes = [] }
      return (state.bytes, state.head)
    }
    if let piece { try sink(piece.bytes, piece.head) }
  }

  /// Ends the body.
  ///
  /// - Returns: the bytes that were not handed on, and whether there were others before.
  func finish() -> (bytes: [UInt8], head: Head, isWhole: Bool) {
    state.withLock { state in
      if state.isArray {
        state.bytes += (state.hasBegun ? "\n]\n" : "[\n]\n").utf8
      }
      return (state.bytes, state.head, !state.isHandedOn)
    }
  }
}

extension AnswerOutput.State {
  fileprivate mutating func appendToArray(_ lines: [UInt8]) {
    var start = 0
    while start < lines.count {
      if !hasBegun { bytes += "[\n".utf8 }
      if isBetweenRows { bytes += ",\n".utf8 }
      (hasBegun, isBetweenRows) = (true, false)
      let end = lines[start...].firstIndex(of: 0x0A)
      bytes += lines[start..<(end ?? lines.count)]
      isBetweenRows = end != nil
      start = end.map { $0 + 1 } ?? lines.count
    }
  }
}
