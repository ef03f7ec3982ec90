/// The lines of a file or of standard input, as text; blank ones are passed over, and so are a byte order mark and
/// carriage returns before line breaks.
struct TextLines: ~Copyable {
  private var reader: LineReader
  private var number = 0

  /// - Parameter path: of the file; `-` is standard input.
  init(_ path: String) throws(CommandFailure) {
    reader = try LineReader(path)
  }

  /// The next line and its number, from 1; nil at the end. A line that is no text is a failure, and the next call goes on
  /// behind it.
  ///
  /// - Throws: `CommandFailure` when the file cannot be read.
  mutating func next() throws(CommandFailure) -> (
    number: Int, text: Result<String, CommandFailure>
  )? {
    while let line = try reader.next() {
      number += 1
      guard case .bytes(let bytes) = line else {
        let message = "the line is longer than \(LineReader.maximumLength) bytes"
        return (number, .failure(CommandFailure(message)))
      }
      let start = number == 1 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      let end = bytes.last == 0x0D ? bytes.count - 1 : bytes.count
      guard let text = String(validating: bytes[start..<max(start, end)], as: UTF8.self) else {
        return (number, .failure(CommandFailure("the line is not valid UTF-8")))
      }
      if !text.allSatisfy(\.isWhitespace) { return (number, .success(text)) }
    }
    return nil
  }
}

/// Arguments one after another, and in place of `-` the lines of standard input.
enum ArgumentLines {
  /// - Parameters:
  ///   - body: takes an argument, or a line and its number.
  ///   - onFailure: told of lines that are no text and of what `body` could not do, after the user: the rest goes on.
  /// - Returns: how many failed.
  /// - Throws: what `body` throws, unless it is a `CommandFailure`.
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
        let place = line.map { "standard input:\($0): " } ?? ""
        StandardError.write("\(place)\(failure)\n")
        try onFailure(failure, line)
      }
    }
    for argument in arguments {
      guard argument == "-" else {
        try take(.success(argument), line: nil)
        continue
      }
      var lines = try TextLines("-")
      while let line = try lines.next() { try take(line.text, line: line.number) }
    }
    return failures
  }
}
