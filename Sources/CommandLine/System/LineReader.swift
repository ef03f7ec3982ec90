import Wire
import Xunwen

/// Reads a file or standard input line by line, in constant memory.
struct LineReader: ~Copyable {
  enum Line: Equatable {
    /// The bytes without the line feed.
    case bytes([UInt8])
    /// A line of more than `maximumLength` bytes, which was skipped.
    case tooLong
  }

  /// The longest line in bytes, sixteen times the longest query.
  static let maximumLength = 1 << 20

  static let tooLong = CommandFailure("the line is longer than \(maximumLength) bytes")

  /// The offset after the last line, in bytes.
  private(set) var offset = 0
  /// True when the last line ended with a line feed.
  private(set) var isTerminated = false
  private let path: String
  private let file: FileDescriptor
  private var buffer: [UInt8] = []
  private var position = 0
  private var isAtEnd = false

  /// - Parameter path: the file; `-` is standard input.
  init(_ path: String) throws(CommandFailure) {
    self.path = path
    file = try CommandFailure.naming(path) { () throws(SystemError) in
      path == "-" ? .standardInput : try FileDescriptor(path, .read)
    }
  }

  var name: String { path == "-" ? "standard input" : path }

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
    buffer.removeAll(keepingCapacity: true)
    do {
      _ = try file.read(upTo: 1 << 16, appendingTo: &buffer)
    } catch {
      throw CommandFailure("\(path): \(error)")
    }
    position = 0
    isAtEnd = buffer.isEmpty
    return !isAtEnd
  }
}

/// Reads UTF-8 text line by line. A byte order mark at the beginning and carriage returns before
/// line feeds are removed.
struct TextLines: ~Copyable {
  struct Line {
    let number: Int
    let text: Result<String, CommandFailure>
  }

  private var reader: LineReader
  private var number = 0

  /// - Parameter path: the file; `-` is standard input.
  init(_ path: String) throws(CommandFailure) { reader = try LineReader(path) }

  var name: String { reader.name }

  /// The offset after the last line, in bytes.
  var offset: Int { reader.offset }

  mutating func next() throws(CommandFailure) -> Line? {
    guard let line = try reader.next() else { return nil }
    number += 1
    switch line {
    case .tooLong: return Line(number: number, text: .failure(LineReader.tooLong))
    case .bytes(let bytes):
      return Line(number: number, text: Self.text(of: bytes, isFirst: number == 1))
    }
  }

  /// The next line that is not blank, nil at the end.
  mutating func nextFilled() throws(CommandFailure) -> Line? {
    while let line = try next() {
      if case .success(let text) = line.text, text.allSatisfy(\.isWhitespace) { continue }
      return line
    }
    return nil
  }

  private static func text(of bytes: [UInt8], isFirst: Bool) -> Result<String, CommandFailure> {
    let mark = TableForm.byteOrderMark
    let start = isFirst && bytes.starts(with: mark) ? mark.count : 0
    let end = bytes.last == 0x0D ? bytes.count - 1 : bytes.count
    guard let text = String(validating: bytes[start..<max(start, end)], as: UTF8.self) else {
      return .failure(CommandFailure("the line is not valid UTF-8"))
    }
    return .success(text)
  }
}

/// A list of arguments, in which `-` means the lines of standard input that are not blank.
enum ArgumentLines {
  /// Calls a closure with each argument or numbered line. Each `CommandFailure` of a line or of
  /// `body` is reported on standard error, and the remaining arguments are processed.
  ///
  /// - Returns: the number of failures.
  static func forEach(
    _ arguments: [String], _ body: (_ text: String, _ line: Int?) throws -> Void,
    onFailure: (CommandFailure, _ line: Int?) throws -> Void = { _, _ in }
  ) throws -> Int {
    var failures = 0
    func take(_ text: Result<String, CommandFailure>, line: Int?) throws {
      do {
        try body(try text.get(), line)
      } catch let failure as CommandFailure {
        failures += 1
        let location = line.map { "standard input:\($0): " } ?? ""
        StandardError.write("\(location)\(failure)\n")
        try onFailure(failure, line)
      }
    }
    for argument in arguments {
      guard argument == "-" else {
        try take(.success(argument), line: nil)
        continue
      }
      var lines = try TextLines("-")
      while let line = try lines.nextFilled() {
        try take(line.text, line: line.number)
      }
    }
    return failures
  }
}
