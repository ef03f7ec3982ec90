import TestSupport
import Testing

/// Tables for spreadsheets and data frames.
@Suite struct SpreadsheetTests {
  private let program: Program

  init() {
    program = Program()
    program.folder.makeDirectory("corpus")
    program.write(
      #"""
      {"id": "=a", "title": "=HYPERLINK(\"x\")\u202e养老", "date": "2023-07", "source": "@源", "text": "养老服务。"}
      {"id": "b\u009b", "title": "+养老\u001b[31m", "date": "2023-07-02 08:30", "source": "源", "text": "养老。"}
      {"id": "c", "title": "-养老", "date": "2023", "source": "源", "text": "养老金。"}

      """#, to: "corpus/a.jsonl")
    #expect(program.run("index").status == 0)
  }

  private func rows(_ arguments: String..., input: String = "") -> [[String]] {
    let result = program.run(
      bytes: arguments.map { Array($0.utf8) }, input: Array(input.utf8))
    #expect(result.status == 0, "\(result.errors)")
    return CSVReader.rows(of: result.output)
  }

  @Test func `dates of a column have one form`() {
    let hits = rows(
      "batch", "-", "--format", "csv", "--sort", "date", "--fields", "id,date,time,year,month",
      input: "q\t养老\n")
    #expect(
      hits == [
        ["id", "date", "time", "year", "month"], ["c", "", "", "2023", ""],
        ["=a", "", "", "2023", "7"], ["b\u{9B}", "2023-07-02", "08:30:00", "2023", "7"],
      ])
    let lines = rows("kwic", "养老金", "--format", "csv", "--sort", "date")
    #expect(lines[1].prefix(6) == ["c", "-养老", "", "", "2023", ""])
    let json = program.run("batch", "-", "--sort", "date", input: "q\t养老\n").output
    #expect(json.contains(#""date":"2023""#) && json.contains(#""date":"2023-07-02T08:30:00""#))
    #expect(!json.contains(#""time""#))
    let parts = program.run(
      "batch", "-", "--fields", "time,year,month", "-n", "1", input: "q\tid:c\n")
    #expect(parts.output.contains(#"{"month":null,"time":null,"year":2023}"#))
  }

  @Test func `--excel neutralizes formulas`() {
    let hits = rows(
      "batch", "-", "--format", "csv", "--excel", "--fields", "query_id,id,title,source", "--sort",
      "date", input: "=q\t养老\n")
    #expect(
      hits == [
        ["\u{FEFF}query_id", "id", "title", "source"], ["'=q", "c", "'-养老", "源"],
        ["'=q", "'=a", "'=HYPERLINK(\"x\")\u{202E}养老", "'@源"],
        ["'=q", "b\u{9B}", "'+养老\u{1B}[31m", "源"],
      ])
    let lines = rows("kwic", "养老", "--format", "csv", "--excel", "--sort", "date")
    #expect(lines[0][0] == "\u{FEFF}id" && lines.contains { $0[1] == "'-养老" && $0[10] == "'-" })
    let words = rows(
      "keywords", "id:c", "--format", "csv", "--excel", "--min-frequency", "1", "--sort",
      "frequency")
    #expect(words[0][0] == "\u{FEFF}word" && words.dropFirst().allSatisfy { $0[5].first != "'" })
    for command in [["timeline", "养老"], ["collocates", "养老"], ["kwic", "养老"], ["batch", "-"]] {
      let result = program.run(bytes: (command + ["--excel"]).map { Array($0.utf8) })
      #expect(result.errors.hasPrefix("error: --excel requires --format csv\n"))
      #expect(result.status == 2)
    }
  }

  @Test(arguments: [
    ["batch", "queries", "--format", "csv"], ["batch", "queries", "--format", "tsv"],
    ["batch", "queries"], ["batch", "queries", "--format", "trec"], ["export"],
    ["kwic", "养老", "--format", "csv"], ["kwic", "养老", "--format", "jsonl"],
    ["search", "养老", "--json"], ["show", "b\u{9B}", "--json"],
    ["search", "养老", "--facet", "source", "-n", "0", "--color", "never"],
  ]) func `controls are visible on a terminal`(arguments: [String]) {
    program.write("q\u{202E}\t养老\n", to: "queries")
    let result = program.run(bytes: arguments.map { Array($0.utf8) }, .terminal)
    #expect(result.status == 0)
    // The progress on standard error is drawn by control sequences.
    let output = result.output.replacing(/\r[^\r\n]*\u{1B}\[K/, with: "")
    let controls = output.unicodeScalars.filter {
      ($0.properties.generalCategory == .control && !"\r\n\t".unicodeScalars.contains($0))
        || $0.properties.isBidiControl
    }
    #expect(controls.isEmpty, "\(arguments): \(result.output.debugDescription)")
  }
}
