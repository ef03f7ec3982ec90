/// Reads a file or standard input line by line, in memory that does not grow with its size.
struct LineReader: ~Copyable {
  enum Line: Equatable {
    /// Bytes without the line break.
    case bytes([UInt8])
    /// A line of more than `maximumLength` bytes, which was passed over.
    case tooLong
  }

  /// Sixteen times what a query may have.
  static let maximumLength = 1 << 20

  static let tooLong = CommandFailure("the line is longer than \(maximumLength) bytes")

  let path: String
  /// Where the line that was read last ends, its line feed included.
  private(set) var offset = 0
  /// Whether that line has a line feed.
  private(set) var isTerminated = false
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var position = 0
  private var isAtEnd = false

  /// - Parameter path: of the file; `-` is standard input.
  init(_ path: String) throws(CommandFailure) {
    self.path = path
    do {
      descriptor = path == "-" ? Descriptor.input : try Descriptor.openForReading(path)
    } catch {
      throw CommandFailure("\(path): \(error)")
    }
  }

  deinit {
    if descriptor != Descriptor.input { Descriptor.closeFile(descriptor) }
  }

  /// For messages.
  var name: String { path == "-" ? "standard input" : path }

  /// The next line, nil at the end.
  mutating func next() throws(CommandFailure) -> Line? {
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

  private mutating func fill() throws(CommandFailure) -> Bool {
    guard !isAtEnd else { return false }
    do {
      buffer = try Descriptor.readBytes(from: descriptor, upTo: 1 << 16)
    } catch {
      throw CommandFailure("\(path): \(error)")
    }
    position = 0
    isAtEnd = buffer.isEmpty
    return !isAtEnd
  }
}
