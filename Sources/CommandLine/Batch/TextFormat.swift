// The answers to a batch for people:
//
//   == q1: "长期护理保险"
//    1. 全省长期护理保险试点满两年
//       …
//
//   1 article matches
//
//   == q2: (养老
//   error: this parenthesis is never closed
//     (养老
//     ^
//
// Nothing else begins with == at the beginning of a line.

import Xunwen

/// Text as `search` prints it, 80 columns wide and without color, below a line with each query.
struct TextFormat: BatchFormat {
  static let columns = 80
  private let text = HitText(style: TextStyle(isColored: false), width: Self.columns)

  var preamble: [UInt8] { [] }
  var hasAllQueries: Bool { true }

  fileprivate static let heading = "== "
  fileprivate static let nothing = "no article matches"
  fileprivate static let error = "error: "

  mutating func append(_ outcome: BatchOutcome, to output: inout [UInt8]) {
    if outcome.isFirst { output += "\(key(of: outcome.line))\n".utf8 }
    switch outcome.result {
    case .success(let response):
      let digits = max(2, String(response.hits.last?.rank ?? 0).count)
      for hit in response.hits { output += (text.text(of: hit, digits: digits) + "\n").utf8 }
      if outcome.isLast { output += "\(HitText.counts(of: response))\n\n".utf8 }
    case .failure(let failure):
      output += "\(Self.error)\(VisibleText.line("\(failure)"))\n".utf8
      if let failure = failure as? QuerySyntaxError {
        let lines = failure.rendered(query: outcome.line.text ?? "").split(separator: "\n")
        for line in lines { output += "  \(line)\n".utf8 }
      }
      output.append(0x0A)
    }
  }

  func key(of line: BatchLine) -> String {
    let query = line.text.map { ": " + VisibleText.line($0) } ?? ""
    return Self.heading + VisibleText.line(line.id ?? "line \(line.number)") + query
  }

  func rows(of path: String) throws(CommandFailure) -> any OutputRows { try TextRows(path) }
}

private final class TextRows: OutputRows {
  private var reader: LineReader

  init(_ path: String) throws(CommandFailure) {
    reader = try LineReader(path)
  }

  func next() throws(CommandFailure) -> OutputRow? {
    let start = reader.offset
    guard let line = try reader.next(), reader.isTerminated else { return nil }
    guard case .bytes(let bytes) = line else {
      throw CommandFailure("\(reader.name): not a line of a batch at byte \(start)")
    }
    let text = String(decoding: bytes, as: UTF8.self)
    if text.hasPrefix(TextFormat.heading) {
      return OutputRow(start: start, key: text, begins: true)
    }
    if start == 0 { throw CommandFailure("\(reader.name): not a record of a batch at byte 0") }
    if text == TextFormat.nothing { return OutputRow(start: start, key: nil, meaning: .none) }
    if text.hasPrefix(TextFormat.error) {
      let message = text.dropFirst(TextFormat.error.count)
      return OutputRow(start: start, key: nil, meaning: .failure(String(message)))
    }
    return OutputRow(start: start, key: nil)
  }
}
