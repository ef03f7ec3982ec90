import Xunwen

/// Reads a file or standard input line by line, in constant memory.
package struct LineReader: ~Copyable {
  package enum Line: Equatable {
    /// The bytes without the line feed.
    case bytes([UInt8])
    /// A line of more than `maximumLength` bytes, which was skipped.
    case tooLong
  }

  /// The longest line in bytes, sixteen times the longest query.
  package static let maximumLength = 1 << 20

  package static let tooLong = InputFailure("the line is longer than \(maximumLength) bytes")

  /// The offset after the last line, in bytes.
  package private(set) var offset = 0
  /// True when the last line ended with a line feed.
  package private(set) var isTerminated = false
  package let name: String
  private let file: FileDescriptor
  private var buffer: [UInt8] = []
  private var position = 0
  private var isAtEnd = false

  /// - Parameter path: the file; `-` is standard input.
  package init(_ path: String) throws(InputFailure) { try self.init(InputSource.file(path)) }

  package init(_ source: InputSource) throws(InputFailure) {
    name = source.name
    switch source {
    case .bytes(let bytes):
      // Nothing is read from it.
      file = .standardInput
      buffer = bytes
      isAtEnd = true
    case .file("-"): file = .standardInput
    case .file(let path):
      file = try InputFailure.naming(path) { () throws(SystemError) in
        try FileDescriptor(path, .read)
      }
    }
  }

  package mutating func next() throws(InputFailure) -> Line? {
    var line: [UInt8] = []
    var isTooLong = false
    var hasBegun = false
    while true {
      if position == buffer.count, try !fill() { break }
      hasBegun = true
      let end = buffer[position...].firstIndex(of: 0x0A)
      let piece = buffer[position..<(end ?? buffer.count)]
      isTooLong = isTooLong || line.count + piece.count > Self.maximumLength
      if !isTooLong { line += piece }
      let next = end.map { $0 + 1 } ?? buffer.count
      offset += next - position
      position = next
      isTerminated = end != nil
      if isTerminated { break }
    }
    guard hasBegun else { return nil }
    return isTooLong ? .tooLong : .bytes(line)
  }

  private mutating func fill() throws(InputFailure) -> Bool {
    guard !isAtEnd else { return false }
    buffer.removeAll(keepingCapacity: true)
    do {
      _ = try file.read(upTo: 1 << 16, appendingTo: &buffer)
    } catch {
      throw InputFailure("\(name): \(error)")
    }
    position = 0
    isAtEnd = buffer.isEmpty
    return !isAtEnd
  }
}
