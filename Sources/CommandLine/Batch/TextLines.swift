/// A text, from a file or standard input, line by line: UTF-8, of which a byte order mark and carriage returns before line
/// feeds are taken away.
struct TextLines: ~Copyable {
  struct Line {
    /// From 1.
    let number: Int
    /// The line, or what is wrong with it.
    let text: Result<String, CommandFailure>
  }

  private var reader: LineReader
  private var number = 0

  /// - Parameter path: of the file; `-` is standard input.
  init(_ path: String) throws(CommandFailure) {
    reader = try LineReader(path)
  }

  /// For messages.
  var name: String { reader.name }

  /// The next line, nil at the end.
  mutating func next() throws(CommandFailure) -> Line? {
    guard let line = try reader.next() else { return nil }
    number += 1
    switch line {
    case .tooLong: return Line(number: number, text: .failure(LineReader.tooLong))
    case .bytes(let bytes):
      return Line(number: number, text: Self.text(of: bytes, isFirst: number == 1))
    }
  }

  /// The same without blank lines.
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
