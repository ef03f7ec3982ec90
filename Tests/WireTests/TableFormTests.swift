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

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("+86", "'+86"), ("-2+3", "'-2+3"), ("@SUM(A1)", "'@SUM(A1)"),
    ("\t=1", "'\t=1"), ("\r=1", "'\r=1"), ("\n=1", "'\n=1"), ("＝1", "'＝1"), ("＋1", "'＋1"),
    ("－1", "'－1"), ("＠a", "'＠a"), ("a=1", "a=1"), ("'=1", "'=1"), ("", ""), ("养老", "养老"),
    ("=\u{301}1", "'=\u{301}1"),
  ]) func `text that looks like a formula is neutralized`(text: String, cell: String) {
    #expect(CSVStyle(neutralizesFormulas: true).cell(.text(text)) == cell)
    #expect(CSVStyle().cell(.text(text)) == text)
  }

  @Test func `numbers are never neutralized`() {
    let style = CSVStyle(hasMark: true, neutralizesFormulas: true)
    #expect(style.cell(.number(-1.5)) == "-1.500000" && style.cell(.integer(-3)) == "-3")
    let table = DataTable([["a": "=1", "b": .number(-2)]])
    var bytes: [UInt8] = []
    try? table.writeCSV(style) { bytes += $0 }
    #expect(String(decoding: bytes, as: UTF8.self) == "\u{FEFF}a,b\r\n'=1,-2.000000\r\n")
  }
}
