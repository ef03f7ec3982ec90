import FoundationEssentials
import TestSupport
import Testing
import Xunwen

/// Tests of the exit status and the summary of `index`, and of `stats --undated`.
@Suite struct IndexSummaryTests {
  private let program = Program()

  init() {
    program.writeCorpus()
  }

  /// Returns the members of a JSON object.
  private func object(_ json: String) throws -> [String: JSONValue] {
    let decoder = JSONDecoder()
    return try decoder.decode([String: JSONValue].self, from: Data(json.utf8))
  }

  @Test func `the exit status is 0 after a clean run`() {
    #expect(program.run("index").status == 0)
    #expect(program.run("index").status == 0, "nothing has changed")
    program.folder.remove("corpus/childcare.txt")
    #expect(program.run("index").status == 0)
    #expect(program.run("index", "--prune").status == 0)
    #expect(program.run("index", "--rebuild").status == 0)
    #expect(program.run("index", "corpus/records.jsonl").status == 0)
    #expect(program.run("index", "-", input: #"{"id":1,"text":"养老"}"#).status == 0)
  }

  @Test func `the exit status is 3 after failures`() {
    program.write("", to: "corpus/empty.txt")
    #expect(program.run("index").status == 3)
    #expect(program.run("index").status == 3, "the failure remains")
    #expect(program.run("index", "--prune").status == 3)
    program.folder.remove("corpus/empty.txt")
    #expect(program.run("index").status == 0)
    // Failures of the scan, of records, and of ids.
    program.folder.makeLink("corpus/gone.txt", to: "nowhere")
    #expect(program.run("index").status == 3)
    program.folder.remove("corpus/gone.txt")
    program.write("{\"text\":\"养老\"}\n{}\n", to: "corpus/bad.jsonl")
    #expect(program.run("index").status == 3)
    program.folder.remove("corpus/bad.jsonl")
    program.folder.makeDirectory("other")
    program.write("养老", to: "other/childcare.txt")
    program.write("养老", to: "other/new.txt")
    #expect(program.run("index", "other").status == 3)
    #expect(program.run("show", "new.txt").status == 0)
  }

  @Test func `the exit status is 2 when nothing is committed`() {
    program.write("", to: "corpus/empty.txt")
    #expect(program.run("index", "--strict").status == 2)
    #expect(program.run("stats").status == 2, "there is no index")
    #expect(program.run("index", "corpus/empty.txt").status == 2)
    #expect(program.run("index", "nowhere").status == 2)
    #expect(program.run("index", "-", input: "").status == 2)
    #expect(program.run("index", "-", input: "{}\n").status == 2)
    #expect(program.run("index", "--encoding", "klingon").status == 2)
    #expect(program.run("index").status == 3)
    #expect(program.run("index", "index", "--index", "second").status == 2)
    let same = program.run("index", "corpus", "--index", "corpus/../corpus")
    #expect(
      same.errors
        == "error: corpus is the folder of an index; articles and index need separate folders\n")
    #expect(same.status == 2 && !program.folder.names(in: "corpus").contains("write.lock"))
  }

  @Test func `--json prints one object`() throws {
    program.write("\n", to: "corpus/empty.txt")
    program.write("{}\n", to: "corpus/bad.jsonl")
    program.write("x", to: "corpus/a.PNG")
    program.write("x", to: "corpus/.DS_Store")
    program.write("{\"id\":\"gongbao 7\",\"text\":\"新的\"}\n", to: "corpus/s.jsonl")
    let result = program.run("index", "--json", "--jobs", "1")
    #expect(result.status == 3 && result.lines.count == 1)
    #expect(result.errors.split(separator: "\n").count == 3, "failures and the superseded id")
    let summary = try object(result.output)
    let numbers = [
      "added": 4, "changed": 0, "unchanged": 0, "removed": 0, "kept": 0, "superseded": 1,
      "articles": 4,
      "generation": 1, "commits": 1, "files": 6, "unchanged_files": 0, "undated": 2,
      "unsourced": 2, "reindexed": 0, "repaired": 0, "failures": 2, "segments": 1, "merges": 0,
    ]
    for (name, number) in numbers { #expect(summary[name] == .number(Double(number)), "\(name)") }
    #expect(summary["interrupted"] == .flag(false) && summary["merge_failure"] == .null)
    #expect(
      summary["encodings"] == .list([.object(["name": .text("UTF-8"), "count": .number(4)])]))
    #expect(
      summary["failed"]
        == .list([
          .object([
            "path": .text("corpus/bad.jsonl"), "line": .number(1),
            "problem": .text(
              "record has no text field (text, body, content, 正文 …); --map NAME=text names one"),
          ]),
          .object(["path": .text("corpus/empty.txt"), "line": .null, "problem": .text("empty")]),
        ]))
    #expect(
      summary["skipped"]
        == .object([
          "files": .number(1), "hidden": .number(0), "system": .number(1), "indexes": .number(0),
          "links": .number(0), "link_examples": .list([]), "records": .number(0),
          "excluded": .number(0), "excluded_examples": .list([]),
          "extensions": .list([
            .object([
              "extension": .text("png"), "count": .number(1), "examples": .list([.text("a.PNG")]),
            ])
          ]),
        ]))
    for name in ["bytes", "elapsed_ms", "index_bytes", "stored_bytes"] {
      #expect(summary[name] != nil, "\(name)")
    }
    #expect(summary["misfits"] == .list([]) && summary["reread"] == .number(0))
    #expect(summary["rules"] != nil && summary["former_rules"] == .null)
    #expect(summary["error"] == .null && summary.count == numbers.count + 15)
  }

  @Test func `--json prints an object when nothing is committed`() throws {
    func error(_ arguments: String...) throws -> [String: JSONValue] {
      let all = ["index", "--json"] + arguments
      let result = program.run(bytes: all.map { Array($0.utf8) })
      let error = try object(result.output)
      guard case .text(let message) = error["error"] else {
        Issue.record("\(result.output)")
        return error
      }
      #expect(result.status == 2 && result.errors.hasSuffix("error: \(message)\n"))
      #expect(result.lines.count == 1 && error["commits"] == .number(0) && error.count == 5)
      return error
    }
    program.write("\n", to: "corpus/empty.txt")
    let strict = try error("--strict")
    #expect(strict["failures"] == .number(1))
    #expect(
      strict["failed"]
        == .list([
          .object(["path": .text("corpus/empty.txt"), "line": .null, "problem": .text("empty")])
        ]))
    program.folder.makeDirectory("other")
    program.write("x", to: "other/a.PNG")
    program.write("x", to: "other/b.docx")
    program.write("x", to: "other/c.docx")
    let nothing = try error("other")
    #expect(
      nothing["error"]
        == .text("no articles found (other files: 2 .docx, 1 .png), nothing was committed"))
    guard case .object(let skipped) = nothing["skipped"] else {
      Issue.record("no skipped files")
      return
    }
    #expect(skipped["files"] == .number(3))
    _ = try error("nowhere")
    _ = try error("corpus", "--index", "corpus")
  }

  @Test func `an index of an older format is replaced by --rebuild only`() throws {
    let fixture =
      TestFile.folder(above: #filePath, levels: 2) + "/InvertedIndexTests/Fixtures/v5/"
    program.folder.makeDirectory("index")
    let names = [
      "_0.col", "_0.len", "_0.pos", "_0.pst", "_0.si", "_0.sto", "_0.trm", "_0_1.liv", "_1.col",
      "_1.len", "_1.pos", "_1.pst", "_1.si", "_1.sto", "_1.trm", "ledger_1", "segments_1",
    ]
    for name in names {
      program.folder.write(try #require(TestFile.bytes(fixture + name)), to: "index/" + name)
    }
    let message =
      "error: an earlier version of xunwen wrote the index at index; "
      + "replace it with `xunwen index FOLDER --index index --rebuild`\n"
    for arguments in [
      ["index"], ["search", "养老"], ["stats"], ["check"], ["merge"], ["delete", "a"], ["export"],
      ["snapshot", "copy"], ["timeline", "养老"], ["dict", "list"], ["dict", "add", "新质生产力"],
    ] {
      let result = program.run(
        bytes: (arguments + ["--index", "index"]).map { Array($0.utf8) })
      #expect(result.errors == message && result.status == 2, "\(arguments)")
    }
    // A rebuild that commits nothing leaves the old index as it was.
    program.write("", to: "corpus/empty.txt")
    #expect(program.run("index", "--rebuild", "--strict").status == 2)
    #expect(program.folder.names(in: "index").filter { $0 != "write.lock" } == names)
    #expect(program.run("stats").errors == message)
    #expect(program.run("index", "--rebuild").status == 3)
    #expect(program.run("search", "养老").status == 0)
    #expect(program.run("check").status == 0)
    #expect(program.folder.names(in: "index").allSatisfy { !names.contains($0) })
    program.folder.remove("corpus/empty.txt")
    #expect(program.run("index").status == 0)
  }

  @Test func `the documentation has every field of the summary`() throws {
    let path = TestFile.folder(above: #filePath, levels: 3) + "/docs/INDEXING.md"
    let document = String(decoding: try #require(TestFile.bytes(path)), as: UTF8.self)
    let summary = try object(program.run("index", "--json").output)
    for name in summary.keys { #expect(document.contains("| `\(name)` |"), "\(name)") }
  }

  @Test func `the summary names the skipped files`() {
    for number in 1...1200 { program.write("x", to: "corpus/page\(number).docx") }
    let long = "corpus/" + String(repeating: "关于养老服务的通知", count: 8) + ".png"
    for name in [long, "corpus/LIESMICH", "corpus/.hidden", "corpus/Thumbs.db"] {
      program.write("x", to: name)
    }
    for ending in ["c1", "c2", "c3", "c4"] { program.write("x", to: "corpus/x.\(ending)") }
    program.folder.makeDirectory("corpus/inner")
    program.write("秘密", to: "secret.txt")
    program.folder.makeLink("corpus/p.txt", to: "../secret.txt")
    program.folder.makeDirectory("outside")
    program.folder.makeLink("corpus/root", to: "../outside")
    #expect(program.run("index", "corpus", "--index", "corpus/inner").status == 0)
    let lines = program.run("index").errors.split(separator: "\n")
    let start = lines.firstIndex { $0.hasPrefix("skipped") } ?? 0
    #expect(
      lines[start..<min(start + 10, lines.count)] == [
        "skipped     1,206 of other kinds, 1 hidden, 1 of the operating system, 1 index,",
        "            2 links not followed",
        "            .docx   1,200  page1.docx, page10.docx, page100.docx",
        "            (none)      1  LIESMICH",
        "            .c1         1  x.c1", "            .c2         1  x.c2",
        "            .c3         1  x.c3", "            .c4         1  x.c4",
        "            and 1 with 1 other extension",
        "            links  p.txt, root",
      ])
    #expect(program.run("show", "p.txt").status == 1)
    #expect(program.run("index", "--follow-links", "--quiet").status != 2)
    #expect(program.run("show", "p.txt").output.contains("秘密"))
  }

  @Test(arguments: ["60", "80", "120"]) func `the summary fits the width`(columns: String) {
    let records = (0..<20_000).map { "{\"id\":\"\($0)\",\"text\":\"养老\"}\n" }.joined()
    program.write(records, to: "corpus/many.jsonl")
    program.write("x", to: "corpus/" + String(repeating: "很长的名字", count: 15) + ".docx")
    // 养老服务 in GB18030, and again in Big5.
    let gb: [UInt8] = [0xD1, 0xF8, 0xC0, 0xCF, 0xB7, 0xFE, 0xCE, 0xF1]
    program.folder.write(gb, to: "corpus/gb.txt")
    for arguments in [["index"], ["index", "--rebuild"], ["stats"]] {
      let result = program.run(
        bytes: arguments.map { Array($0.utf8) }, .file, ["COLUMNS=\(columns)"])
      for line in (result.errors + result.output).split(separator: "\n") {
        #expect(DisplayWidth.columns(of: String(line)) <= Int(columns) ?? 0, "\(line)")
      }
    }
  }

  @Test func `stats --undated lists articles`() throws {
    #expect(program.run("stats", "--undated").status == 2, "there is no index")
    program.write(
      #"{"id":"a","title":"题,目","date":"2023-07-02","text":"养老"}"# + "\n"
        + #"{"id":"b","title":"乙","source":"新华社","text":"养老"}"# + "\n",
      to: "corpus/more.jsonl")
    #expect(program.run("index", "--quiet").status == 0)
    let text = program.run("stats", "--undated")
    #expect(
      text.output == """
        2023-07-02  (no source)  a
        (no date)   新华社       b
        (no date)   (no source)  r2

        of 6 articles, 2 have no date, 2 no source

        """)
    #expect(text.status == 0)
    let csv = program.run("stats", "--undated", "--format", "csv")
    #expect(
      csv.output == "id,title,date,time,year,month,source\r\na,\"题,目\",2023-07-02,,2023,7,\r\n"
        + "b,乙,,,,,新华社\r\nr2,无日期的消息,,,,,\r\n")
    #expect(csv.errors == "of 6 articles, 2 have no date, 2 no source\n")
    let lines = program.run("stats", "--undated", "--json", "-n", "1").lines
    #expect(lines.count == 2)
    #expect(
      lines[0] == #"{"date":"2023-07-02","id":"a","source":null,"title":"题,目","type":"article"}"#)
    #expect(
      lines[1] == #"{"articles":6,"incomplete":3,"type":"summary","undated":2,"unsourced":2}"#)
    #expect(program.run("stats", "--undated", "-n", "2").output.hasSuffix("; 2 are listed\n"))
    program.folder.makeDirectory("clean")
    program.write(
      #"{"id":"a","date":"2023","source":"甲","text":"养老"}"#, to: "clean/a.jsonl")
    #expect(program.run("index", "clean", "--index", "second", "--quiet").status == 0)
    let none = program.run("stats", "--undated", "--index", "second")
    #expect(none.output == "none of 1 article lacks a date or a source\n" && none.status == 1)
  }

  @Test(arguments: [
    (["stats", "--limit", "5"], "--limit and --format csv require --undated"),
    (["stats", "--format", "csv"], "--limit and --format csv require --undated"),
    (
      ["stats", "--undated", "--json", "--format", "csv"],
      "--json and --format csv exclude each other"
    ), (["stats", "--undated", "-n", "-1"], "--limit must be between 0 and 1000000"),
  ])
  func `wrong options of stats are errors`(arguments: [String], message: String) {
    let result = program.run(bytes: arguments.map { Array($0.utf8) })
    #expect(result.errors == "error: \(message)\nSee 'xunwen stats --help'.\n")
    #expect(result.status == 2)
  }
}

/// A value of JSON.
enum JSONValue: Decodable, Equatable {
  case null
  case flag(Bool)
  case number(Double)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .flag(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }
}
