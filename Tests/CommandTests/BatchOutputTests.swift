import TestSupport
import Testing

@testable import CommandLine
@testable import Wire

/// The output of batches.
@Suite struct BatchOutputTests {
  private let program = Program.indexed()

  private func run(_ arguments: String..., input: String) -> ProcessResult {
    program.run(
      bytes: (["batch", "-", "--quiet"] + arguments).map { Array($0.utf8) },
      input: Array(input.utf8))
  }

  @Test func `tables have a row for each hit`() {
    let queries = "q,1\t服务 托育\nq2\t(\nq3\t并无此语\n"
    let csv = run(
      "--format", "csv", "--fields", "query_id,rank,id,title,date,url,partial,total", "-n", "2",
      input: queries)
    #expect(
      csv.output == "query_id,rank,id,title,date,url,partial,total\r\n"
        + "\"q,1\",1,gongbao 7,关于完善\u{1B}[31m托育服务\u{7}的通知,2021-04-20,"
        + "https://example.org/7,false,3\r\n"
        + "\"q,1\",2,childcare.txt,社区托育服务圈建成,2023-07-02,,false,3\r\n")
    #expect(
      csv.errors == """
        standard input:2: this parenthesis is never closed
        error: 1 of 3 queries failed

        """)
    let tsv = run(
      "--format", "tsv", "--fields", "query,id,snippet", "-n", "1", "--no-header", "--bom",
      input: "q1\ttitle:通知\t \\\\\n")
    #expect(tsv.output == "\u{FEFF}title:通知\\t \\\\\\\\\tgongbao 7\t各县应当完善托育服务，保障经费。\n")
  }

  @Test func `hits have the chosen fields`() {
    let result = run("--fields", "id,rank,query_id", "-n", "1", input: "q1\t通知\n")
    #expect(
      result.output == #"""
        {"hits":[{"id":"gongbao 7","query_id":"q1","rank":1}],"id":"q1","partial_total":0,"query":"通知","total":1,"type":"result"}

        """#)
  }

  @Test func `text has a heading for each query`() {
    let result = run(
      "--format", "text", input: "q1\t标题：通知\nq2\t养老 (医保 OR\nno tab\nq3\t\"并无此语\"\nq4\t广告 通知\n")
    #expect(
      result.maskedOutput == """
        == q1: 标题：通知
         1. 关于完善␛[31m托育服务␇的通知
            S  2021-04-20  政务公报  gongbao 7
            各县应当完善托育服务，保障经费。

        1 article matches

        == q2: 养老 (医保 OR
        error: this parenthesis is never closed
          养老 (医保 OR
               ^

        == line 3
        error: no tab between id and query

        == q3: "并无此语"
        no article matches

        == q4: 广告 通知
         1. 关于完善␛[31m托育服务␇的通知
            S  2021-04-20  政务公报  (in part)  gongbao 7
            各县应当完善托育服务，保障经费。

        no article matches; 1 matches in part

        """ + "\n")
  }

  @Test func `--all gives every hit`() {
    let records = (0..<2_500).map { "{\"id\":\"\($0)\",\"text\":\"养老\"}\n" }.joined()
    let other = Program()
    other.folder.makeDirectory("corpus")
    other.write(records, to: "corpus/a.jsonl")
    #expect(other.run("index", "--quiet").status == 0)
    let queries = "q1\t养老\nq2\t养老 托育\nq3\tid 养老\n"
    let arguments = ["batch", "-", "--quiet", "--all", "--format", "tsv", "--fields"]
    let found = other.run(
      bytes: (arguments + ["query_id,rank,id"]).map { Array($0.utf8) }, input: Array(queries.utf8))
    // No partial matches: there is no page to fill.
    #expect(found.lines.count == 2_501)
    for (number, line) in found.lines.dropFirst().enumerated() {
      #expect(line.hasPrefix("q1\t\(number + 1)\t"))
    }
    let jsonl = other.run("batch", "-", "--quiet", "--all", "--jobs", "3", input: queries)
    #expect(jsonl.lines.count == 3)
    let hits = jsonl.lines.first?.split(separator: "{\"content_hash\"") ?? []
    #expect(hits.count == 2_501)
    let end = #""id":"q1","partial_total":0,"query":"养老","total":2500,"type":"result"}"#
    #expect(jsonl.lines.first?.hasSuffix(#""url":null}],\#(end)"#) == true)
    let limited = other.run("batch", "-", "--quiet", "--limit", "2500", "-j", "1", input: queries)
    #expect(limited.lines.first == jsonl.lines.first)
  }

  /// An independent parser of CSV.
  private static func parse(_ text: [UInt8]) -> [[String]] {
    var rows: [[String]] = []
    var (row, cell): ([String], [UInt8]) = ([], [])
    var isQuoted = false
    var at = 0
    while at < text.count {
      let byte = text[at]
      let next = at + 1 < text.count ? text[at + 1] : 0
      switch byte {
      case 0x22 where isQuoted && next == 0x22:
        cell.append(byte)
        at += 1
      case 0x22: isQuoted.toggle()
      case 0x2C where !isQuoted:
        row.append(String(decoding: cell, as: UTF8.self))
        cell = []
      case 0x0D where !isQuoted && next == 0x0A:
        rows.append(row + [String(decoding: cell, as: UTF8.self)])
        (row, cell) = ([], [])
        at += 1
      default: cell.append(byte)
      }
      at += 1
    }
    return rows
  }

  @Test func `tables can be read again`() throws {
    let seed: UInt64 = 20_231_127
    var random = SplitMix64(seed: seed)
    let pieces = [
      "", "a", "养老", ",", "\"", "\n", "\r", "\r\n", "\t", "\\", "\\n", " ", "\u{FEFF}", "\0",
    ]
    func text() -> String {
      (0..<Int.random(in: 0...4, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }.joined()
    }
    let folder = TemporaryDirectory()
    for round in 0..<TestScale.cases(300) {
      let rows = (0..<Int.random(in: 1...5, using: &random)).map { _ in [text(), "x", text()] }
      let csv = rows.flatMap { TableForm.csv.row($0) }
      let note = "seed \(seed), round \(round)"
      func bytes(_ rows: [[String]]) -> [[[UInt8]]] { rows.map { $0.map { Array($0.utf8) } } }
      #expect(bytes(Self.parse(csv)) == bytes(rows), "\(note)")
      folder.write(csv, to: "table")
      var records = try CSVRecords(folder.path(of: "table"))
      var read: [[String]] = []
      while let record = try records.next() { read.append(try record.fields.get()) }
      // A mark at the beginning of the file is not part of the text.
      let isMarked = rows[0][0].utf8.starts(with: TableForm.byteOrderMark)
      if !isMarked { #expect(bytes(read) == bytes(rows), "\(note)") }
      let lines = rows.flatMap { TableForm.tsv.row($0) }.split(separator: 0x0A)
      #expect(lines.count == rows.count, "\(note)")
      for (line, row) in zip(lines, rows) {
        let cells = line.split(separator: 0x09, omittingEmptySubsequences: false).map {
          Self.unescaped(String(decoding: $0, as: UTF8.self))
        }
        #expect(cells.map { Array($0.utf8) } == row.map { Array($0.utf8) }, "\(note)")
      }
    }
  }

  private static func unescaped(_ cell: String) -> String {
    var result = String.UnicodeScalarView()
    var rest = cell.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\\", let escaped = rest.popFirst() else {
        result.append(scalar)
        continue
      }
      let meanings: [Unicode.Scalar: Unicode.Scalar] = ["t": "\t", "n": "\n", "r": "\r"]
      result.append(meanings[escaped] ?? escaped)
    }
    return String(result)
  }

  @Test func `percentiles are within two percent`() {
    var histogram = LatencyHistogram()
    #expect(histogram.milliseconds(at: 0.5) == nil)
    for microseconds in 1...10_000 { histogram.add(.microseconds(microseconds)) }
    for (share, milliseconds) in [(0.5, 5.0), (0.95, 9.5), (0.99, 9.9), (1, 10), (0, 0.001)] {
      let found = histogram.milliseconds(at: share) ?? 0
      #expect(abs(found / milliseconds - 1) < 0.02, "\(share): \(found)")
    }
    histogram.add(.zero)
    histogram.add(.seconds(1_000_000))
    #expect(histogram.milliseconds(at: 1).map { abs($0 / 1e9 - 1) < 0.02 } == true)
  }

  @Test(arguments: [
    (["--format", "trec", "--fields", "id"], "--fields requires --format csv, tsv or jsonl"),
    (["--bom"], "--bom requires --format csv or tsv"),
    (["--no-header"], "--no-header requires --format csv or tsv"),
    (["--output", "a", "--resume", "b"], "--output and --resume exclude each other"),
    (["--resume", "b"], "--resume requires the queries in a file, which is read twice"),
    (
      ["--fields", "id,id"],
      "The value 'id,id' is invalid for '--fields <names>': 'id' is repeated"
    ),
  ])
  func `wrong usage is an error`(arguments: [String], message: String) {
    let result = program.run(bytes: (["batch", "-"] + arguments).map { Array($0.utf8) })
    #expect(result.errors == "error: \(message)\nSee 'xunwen batch --help'.\n")
    #expect(result.status == 2)
  }
}
