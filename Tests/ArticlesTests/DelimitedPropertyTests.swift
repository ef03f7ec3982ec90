import Articles
import Calendar
import TestSupport
import Testing

/// Random tables, written by a writer that shares no code with the reader.
struct DelimitedPropertyTests {
  /// A writer of tables as Python's `csv` module describes its dialects.
  private struct Writer {
    enum Quoting: CaseIterable { case minimal, all, none }

    var delimiter: Character
    var quoting: Quoting
    var doublesQuotes: Bool
    var lineEnd: String
    var hasMark: Bool
    var hasIndex: Bool

    init(using random: inout SplitMix64) {
      delimiter = [",", "\t", ";", "|"].randomElement(using: &random) ?? ","
      quoting = Quoting.allCases.randomElement(using: &random) ?? .all
      doublesQuotes = quoting != .none && Bool.random(using: &random)
      lineEnd = ["\n", "\r\n"].randomElement(using: &random) ?? ""
      hasMark = Bool.random(using: &random)
      hasIndex = Bool.random(using: &random)
    }

    private func cell(_ text: String) -> String {
      let special: [Character] = [delimiter, "\"", "\n", "\r", "\r\n", "\\"]
      let needsQuotes = quoting == .all || text.contains { special.contains($0) }
      if quoting == .none {
        return text.unicodeScalars
          .map { special.contains(Character($0)) ? "\\\($0)" : "\($0)" }.joined()
      }
      guard needsQuotes else { return text }
      let inner =
        doublesQuotes
        ? text.replacing("\"", with: "\"\"")
        : text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      return "\"\(inner)\""
    }

    private func row(_ cells: [String]) -> String {
      cells.map(cell).joined(separator: String(delimiter)) + lineEnd
    }

    func table(_ rows: [[String]], header: [String]) -> String {
      let index = rows.indices.map { hasIndex ? ["\($0)"] : [] }
      return (hasMark ? "\u{FEFF}" : "") + row((hasIndex ? [""] : []) + header)
        + zip(index, rows).map { row($0 + $1) }.joined()
    }
  }

  private func text(using random: inout SplitMix64) -> String {
    let pieces = [
      "养老", "托育", "a", "\"", "“", "\n", ",", ";", "\t", "|", "\\", "'", " ", "。", "1", "𠀀", "\"\"",
      "\\\"", "\r\n", "{", "=",
    ]
    // A text that is not blank.
    return "文"
      + (0..<Int.random(in: 0...12, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }.joined() + "末"
  }

  @Test(arguments: 0..<80 as Range<UInt64>)
  func `the records of a table are read back`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<5 {
      let writer = Writer(using: &random)
      let rows = (0..<Int.random(in: 1...12, using: &random)).map { number in
        ["id\(number)", text(using: &random), text(using: &random), "2026-07-14"]
      }
      let table = writer.table(rows, header: ["id", "title", "text", "date"])
      let contents = try FileContents(table, name: "a.csv")
      let note = "seed \(seed), \(writer):\n\(table)"
      #expect(contents.errors == [], "\(note)")
      #expect(contents.ids == rows.map { $0[0] }, "\(note)")
      // Until a mark that a backslash precedes is seen, two backslashes are two.
      let found = zip(rows, contents.articles).allSatisfy { row, article in
        let expected = row[1] + row[2]
        let text = String(decoding: article.text, as: UTF8.self)
        return text.utf8.elementsEqual(expected.utf8)
          || !writer.doublesQuotes
            && text.utf8.elementsEqual(expected.replacing("\\", with: "\\\\").utf8)
      }
      #expect(found, "\(note)")
    }
  }

  private static let damage = [
    "\"没有结束,题,文,2026-07-14", "x,\"题,文,2026-07-14", "x,题,\"文\"字,2026-07-14", "x", "x,题", "x,题,文",
    "x,题,文,2026-07-14,多,了", "x,\"\"\",文,2026-07-14", "\"", "\"\"\"", "x,题,\"文\\\",2026-07-14",
    "x,\"题\"\"\",\"文\"\"字\"\",2026-07-14", ",,,", "x,题,\"文,", "损坏",
  ]

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `a damaged row costs no other row`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for piece in Self.damage {
      let count = Int.random(in: 2...6, using: &random)
      let isQuoted = Bool.random(using: &random)
      func cell(_ text: String) -> String { isQuoted ? "\"\(text)\"" : text }
      var rows = (0..<count).map { number in
        let body = isQuoted && Bool.random(using: &random) ? "文,\n\"\"文\"\"" : "文\(number)"
        return ["id\(number)", "题", body, "2026-07-14"].map(cell).joined(separator: ",")
      }
      rows.insert(piece, at: Int.random(in: 0...count, using: &random))
      let table = (["id,title,text,date"] + rows).joined(separator: "\n")
      let contents = try FileContents(table, name: "a.csv")
      #expect(
        contents.ids.filter { $0.hasPrefix("id") } == (0..<count).map { "id\($0)" },
        "seed \(seed), \(piece):\n\(table)\n\(contents.errors)")
    }
  }

  @Test(arguments: 0..<60 as Range<UInt64>)
  func `a cut or changed table gives articles or errors`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var writer = Writer(using: &random)
    writer.quoting = .all
    let rows = (0..<10).map { ["id\($0)", "题\($0)", "文\($0),\n第二行", "2026-07-14"] }
    let whole = Array(writer.table(rows, header: ["id", "title", "text", "date"]).utf8)
    let header = whole.firstIndex(of: 0x0A) ?? 0
    for _ in 0..<20 {
      var bytes = whole
      let place = Int.random(in: header + 1..<bytes.count, using: &random)
      if Bool.random(using: &random) {
        bytes.removeSubrange(place...)
        let contents = try FileContents(bytes, name: "a.csv")
        let complete = bytes.split(separator: Array("2026-07-14\"\(writer.lineEnd)".utf8)).count - 1
        #expect(contents.articles.count >= complete, "seed \(seed)")
      } else {
        bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
        if bytes[place] == 0 { continue }
        let contents = try FileContents(bytes, name: "a.csv")
        #expect(
          contents.articles.count >= 8,
          "seed \(seed), byte \(place): \(String(decoding: bytes, as: UTF8.self)) \(contents.errors)"
        )
      }
    }
  }

  @Test(arguments: 0..<60 as Range<UInt64>)
  func `random bytes are articles of UTF-8 or errors`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let alphabet = Array("\"\",\n\r\t;|\\ab12".utf8) + [0xD2, 0xE4, 0xB8, 0x80, 0xFF]
    for dialect in ["text,id\n", "text\tid\r", "\"text\";\"id\"\r\n"] {
      let bytes = (0..<Int.random(in: 0...400, using: &random)).map { _ in
        alphabet.randomElement(using: &random) ?? 0
      }
      let contents = try FileContents(Array(dialect.utf8) + bytes, name: "a.csv")
      #expect(contents.articles.allSatisfy { String(validating: $0.text, as: UTF8.self) != nil })
    }
  }
}
