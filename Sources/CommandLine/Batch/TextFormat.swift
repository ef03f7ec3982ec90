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
// No other line begins with ==.

import Wire
import Xunwen

/// Text in the form of `search`, 80 columns wide and without color, below a heading for each query.
struct TextFormat: BatchFormat {
  static let columns = 80
  static let headingMark = "== "
  static let noHits = "no article matches"
  static let errorMark = "error: "

  private let text = HitText(style: .plain, columns: Self.columns)

  var preamble: [UInt8] { [] }

  mutating func append(_ outcome: BatchOutcome, to output: inout [UInt8]) {
    if outcome.isFirst {
      output += "\(Self.heading(outcome.line, outcome.id, outcome.query))\n".utf8
    }
    switch outcome.result {
    case .success(let response):
      output += text.text(of: response.hits).utf8
      if outcome.isLast { output += "\(HitText.counts(of: response))\n\n".utf8 }
    case .failure(let failure):
      output += "\(Self.errorMark)\(VisibleText.line("\(failure)"))\n".utf8
      if let failure = failure as? QuerySyntaxError {
        let lines = failure.rendered(query: outcome.query ?? "").split(separator: "\n")
        for line in lines { output += "  \(line)\n".utf8 }
      }
      output.append(0x0A)
    }
  }

  static func heading(_ line: Int, _ id: String?, _ query: String?) -> String {
    let query = query.map { ": " + VisibleText.line($0) } ?? ""
    return headingMark + VisibleText.line(id ?? "line \(line)") + query
  }
}
