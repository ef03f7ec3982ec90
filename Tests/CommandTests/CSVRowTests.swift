import TestSupport
import Testing

@testable import CommandLine

@Suite struct CSVRowTests {
  @Test(arguments: [
    (["a", "养老"], "a,养老\r\n"),
    (["", "1.5", ""], ",1.5,\r\n"),
    (["a,b", "说\"好\"", "一\n二", "\r"], "\"a,b\",\"说\"\"好\"\"\",\"一\n二\",\"\r\"\r\n"),
    ([" a "], " a \r\n"),
  ])
  func `fields are quoted where they must be`(fields: [String], line: String) {
    #expect(CSVRow.line(fields) == line)
  }

  @Test func `what is written is read back`() {
    let seed: UInt64 = 31
    var random = SplitMix64(seed: seed)
    let alphabet = ["\"", ",", "\n", "\r\n", "\r", "养", "a", " ", "\u{301}", "\u{FEFF}", "=", "'"]
    for _ in 0..<300 {
      let rows = (0..<3).map { _ in
        (0..<Int.random(in: 1...4, using: &random)).map { _ in
          (0..<Int.random(in: 0...6, using: &random)).map { _ in
            alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
          }.joined()
        }
      }
      let text = rows.map(CSVRow.line).joined()
      // Scalars are compared: to strings, a line break and a carriage return before it are one character.
      let read = CSVReader.rows(of: text).map { $0.map { Array($0.unicodeScalars) } }
      #expect(read == rows.map { $0.map { Array($0.unicodeScalars) } }, "seed \(seed)")
    }
  }
}

/// Reads RFC 4180, scalar by scalar.
enum CSVReader {
  static func rows(of text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field = String.UnicodeScalarView()
    var isQuoted = false
    var scalars = Array(text.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      if isQuoted {
        if scalar != "\"" {
          field.append(scalar)
        } else if scalars.first == "\"" {
          field.append("\"")
          scalars.removeFirst()
        } else {
          isQuoted = false
        }
      } else if scalar == "\"" {
        isQuoted = true
      } else if scalar == "," || scalar == "\r" {
        row.append(String(field))
        field.removeAll()
        if scalar == "\r" {
          precondition(scalars.popFirst() == "\n", "a row ends with CR LF")
          rows.append(row)
          row = []
        }
      } else {
        field.append(scalar)
      }
    }
    return rows
  }
}
