// A file of queries:
//
//     line  = id TAB query        in UTF-8; further tabs are white space of the query
//     blank lines, a byte order mark and carriage returns before line breaks are passed over

import Xunwen

/// A line of a file of queries.
struct BatchLine {
  /// From 1, blank lines counted.
  let number: Int
  /// The query, or what is wrong with the line.
  let content: Result<BatchQuery, CommandFailure>
}

/// Reads queries from a file or standard input.
struct BatchInput: ~Copyable {
  private var reader: LineReader
  private var number = 0

  /// - Parameter path: of the file; `-` is standard input.
  init(_ path: String) throws(CommandFailure) {
    reader = try LineReader(path)
  }

  /// For messages.
  var name: String { reader.path == "-" ? "standard input" : reader.path }

  /// The next line that is not blank, nil at the end.
  mutating func next() throws(CommandFailure) -> BatchLine? {
    while let line = try reader.next() {
      number += 1
      switch line {
      case .tooLong:
        let message = "the line is longer than \(LineReader.maximumLength) bytes"
        return BatchLine(number: number, content: .failure(CommandFailure(message)))
      case .bytes(let bytes):
        if let content = Self.content(of: bytes, isFirst: number == 1) {
          return BatchLine(number: number, content: content)
        }
      }
    }
    return nil
  }

  /// Nil for a blank line.
  private static func content(
    of bytes: [UInt8], isFirst: Bool
  ) -> Result<BatchQuery, CommandFailure>? {
    let start = isFirst && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let end = bytes.last == 0x0D ? bytes.count - 1 : bytes.count
    guard let text = String(validating: bytes[start..<max(start, end)], as: UTF8.self) else {
      return .failure(CommandFailure("the line is not valid UTF-8"))
    }
    if text.allSatisfy(\.isWhitespace) { return nil }
    guard let tab = text.unicodeScalars.firstIndex(of: "\t") else {
      return .failure(CommandFailure("no tab between id and query"))
    }
    if tab == text.startIndex { return .failure(CommandFailure("no id before the tab")) }
    let id = text.unicodeScalars[..<tab]
    let query = text.unicodeScalars[tab...].dropFirst()
    return .success(BatchQuery(id: String(id), query: String(query)))
  }
}
