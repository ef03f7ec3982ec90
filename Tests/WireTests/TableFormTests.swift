import TestSupport
import Testing

@testable import Wire

@Suite struct TableFormTests {
  @Test(arguments: [
    (["a", "养老"], "a,养老\r\n"),
    (["", "1.5", ""], ",1.5,\r\n"),
    (["a,b", "说\"好\"", "一\n二", "\r"], "\"a,b\",\"说\"\"好\"\"\",\"一\n二\",\"\r\"\r\n"),
    ([" a "], " a \r\n"),
  ])
  func `cells are quoted when necessary`(fields: [String], line: String) {
    #expect(TableForm.csv.row(fields) == Array(line.utf8))
  }

  @Test func `CSV can be read again`() {
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
      let text = String(decoding: rows.flatMap(TableForm.csv.row), as: UTF8.self)
      // Scalars are compared, because CR LF is a single Character of a String.
      let read = CSVReader.rows(of: text).map { $0.map { Array($0.unicodeScalars) } }
      #expect(read == rows.map { $0.map { Array($0.unicodeScalars) } }, "seed \(seed)")
    }
  }
}
