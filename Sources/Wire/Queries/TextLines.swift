import Xunwen

/// Reads UTF-8 text line by line. A byte order mark at the beginning and carriage returns before
/// line feeds are removed.
package struct TextLines: ~Copyable {
  package struct Line {
    package let number: Int
    package let text: Result<String, InputFailure>
  }

  private var reader: LineReader
  private var number = 0

  /// - Parameter path: the file; `-` is standard input.
  package init(_ path: String) throws(InputFailure) { try self.init(InputSource.file(path)) }

  package init(_ source: InputSource) throws(InputFailure) { reader = try LineReader(source) }

  package var name: String { reader.name }

  /// The offset after the last line, in bytes.
  package var offset: Int { reader.offset }

  package mutating func next() throws(InputFailure) -> Line? {
    guard let line = try reader.next() else { return nil }
    number += 1
    switch line {
    case .tooLong: return Line(number: number, text: .failure(LineReader.tooLong))
    case .bytes(let bytes):
      return Line(number: number, text: Self.text(of: bytes, isFirst: number == 1))
    }
  }

  /// The next line that is not blank, nil at the end.
  package mutating func nextFilled() throws(InputFailure) -> Line? {
    while let line = try next() {
      if case .success(let text) = line.text, text.allSatisfy(\.isWhitespace) { continue }
      return line
    }
    return nil
  }

  private static func text(of bytes: [UInt8], isFirst: Bool) -> Result<String, InputFailure> {
    let mark = TableForm.byteOrderMark
    let start = isFirst && bytes.starts(with: mark) ? mark.count : 0
    let end = bytes.last == 0x0D ? bytes.count - 1 : bytes.count
    guard let text = String(validating: bytes[start..<max(start, end)], as: UTF8.self) else {
      return .failure(InputFailure("the line is not valid UTF-8"))
    }
    return .success(text)
  }
}
