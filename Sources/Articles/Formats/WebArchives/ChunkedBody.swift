/// A decoder of the chunked transfer coding of HTTP, in pieces.
///
/// Some programs store the decoded body with the header of the coded one. A body that is not
/// chunked is left as it is, as is the rest of a body with a malformed chunk.
struct ChunkedBody {
  private enum State {
    /// The line with the length of a chunk.
    case length
    case data(rest: Int)
    /// The line break after a chunk.
    case lineBreak
    case end
    case plain
  }

  private var state = State.length
  /// The beginning of a line with a length.
  private var line: [UInt8] = []
  private var hasChunks = false

  private static let longestLine = 1 << 10

  mutating func decode(_ bytes: ArraySlice<UInt8>, appendingTo output: inout [UInt8]) {
    var bytes = bytes
    while !bytes.isEmpty {
      switch state {
      case .length: readLength(&bytes, appendingTo: &output)
      case .data(let rest):
        let data = bytes.prefix(rest)
        output += data
        bytes = bytes.dropFirst(data.count)
        state = data.count == rest ? .lineBreak : .data(rest: rest - data.count)
      case .lineBreak:
        if bytes.first == 0x0D || bytes.first == 0x0A {
          if bytes.removeFirst() == 0x0A { state = .length }
        } else {
          state = .length
        }
      case .end: return
      case .plain:
        output += bytes
        return
      }
    }
  }

  /// Appends the rest of a body that is not chunked.
  mutating func finish(appendingTo output: inout [UInt8]) {
    if !hasChunks { output += line }
    line = []
  }

  private mutating func readLength(
    _ bytes: inout ArraySlice<UInt8>, appendingTo output: inout [UInt8]
  ) {
    let part = bytes.prefix(Self.longestLine).prefix { $0 != 0x0A }
    line += part
    bytes = bytes.dropFirst(part.count)
    let isNumber = line.first.map { HexDigits.byte(0x30, $0) != nil } ?? true
    if isNumber, bytes.isEmpty, line.count < Self.longestLine { return }
    let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 != 0x0D && $0 != 0x20 }
    let length = Int(String(decoding: digits, as: UTF8.self), radix: 16)
    guard bytes.first == 0x0A, let length, length >= 0 else {
      output += line
      line = []
      state = .plain
      return
    }
    bytes.removeFirst()
    line = []
    hasChunks = true
    state = length == 0 ? .end : .data(rest: length)
  }
}
