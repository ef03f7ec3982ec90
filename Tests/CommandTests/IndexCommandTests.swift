import TestSupport
import Testing

@Suite struct IndexCommandTests {
  private let program = Program()

  init() {
    program.writeCorpus()
  }

  @Test func `a summary is printed`() {
    let result = program.run("index", "--jobs", "1", environment: ["COLUMNS=120"])
    let lines = result.errors.split(separator: "\n")
    #expect(
      lines.prefix(7) == [
        "articles    4 in the index: 4 added, 0 changed, 0 unchanged, 0 removed",
        "files       3 read, 0 unchanged", "failures    0", "superseded  0", "undated     1",
        "no source   1", "encodings   UTF-8 4",
      ])
    #expect(lines[7].hasPrefix("index       "))
    #expect(lines[8].wholeMatch(of: /time        [0-9.]+ s, [0-9.]+ MB\/s/) != nil)
    #expect(lines.count == 9)
    #expect(result.output.isEmpty)
    #expect(result.status == 0)
  }

  @Test func `failures are reported and skipped`() {
    program.write("", to: "corpus/empty.txt")
    program.folder.write([0x00, 0x01, 0x02], to: "corpus/binary.txt")
    program.write("{\"text\": \"一\"}\n{\"text\": \n{}\n", to: "corpus/broken.jsonl")
    let result = program.run("index")
    let failures = result.errors.split(separator: "\n").prefix { $0.hasPrefix("corpus/") }
    #expect(failures.count == 4)
    #expect(failures.contains { $0.hasPrefix("corpus/binary.txt: ") })
    #expect(failures.contains("corpus/empty.txt: empty"))
    #expect(failures.contains { $0.hasPrefix("corpus/broken.jsonl:2: invalid JSON") })
    #expect(
      failures.contains(
        "corpus/broken.jsonl:3: record has no text field (text, body, content, 正文 …); --map NAME=text names one"
      ))
    #expect(result.errors.contains("articles    5 in the index: 5 added"))
    #expect(result.errors.contains("\nfailures    4\n"))
    #expect(result.status == 3)
  }

  @Test func `a missing program is named once for all its files`() {
    for name in ["a.pdf", "b.pdf"] { program.write("%PDF-1.4\n", to: "corpus/\(name)") }
    let nowhere = ["PATH=/nonexistent"]
    let result = program.run("index", "--quiet", environment: nowhere)
    let package = "is missing (Debian: apt install poppler-utils poppler-data)\n"
    #expect(
      result.errors
        == "corpus/a.pdf: pdftotext, which reads it, \(package)"
        + "corpus/b.pdf: pdftotext, which reads it, \(package)"
        + "2 files not read, because pdftotext \(package)")
    #expect(result.status == 3)
    // The next run tries again.
    let next = program.run("index", "--prune", "--quiet", environment: nowhere)
    #expect(next.errors == result.errors)
  }

  @Test(.enabled(if: TestFile.bytes("/usr/bin/pdftotext") != nil, "pdftotext is missing"))
  func `a missing program costs no article of the index`() {
    let tests = TestFile.folder(above: #filePath, levels: 2)
    let document = TestFile.bytes(tests + "/ArticlesTests/Fixtures/Documents/notice.pdf") ?? []
    program.folder.write(document, to: "corpus/notice.pdf")
    #expect(program.run("index", "--quiet").status == 0)
    #expect(program.run("search", "课后服务").status == 0)
    program.folder.setModified("corpus/notice.pdf", 1_600_000_000)
    let result = program.run("index", "--prune", "--quiet", environment: ["PATH=/nonexistent"])
    #expect(result.status == 3 && result.errors.contains("pdftotext"))
    #expect(program.run("show", "notice.pdf").status == 0)
  }

  @Test func `--strict commits nothing after a failure`() {
    #expect(program.run("index", "--quiet").status == 0)
    program.write("", to: "corpus/empty.txt")
    program.write("另一篇文章，独一无二。", to: "corpus/new.txt")
    let result = program.run("index", "--strict", "--quiet")
    #expect(
      result.errors
        == "corpus/empty.txt: empty\nerror: 1 input failed, nothing was committed (strict)\n")
    #expect(result.status == 2)
    #expect(program.run("search", "\"独一无二\"").status == 1)
    #expect(program.run("search", "\"养老服务\"").status == 0)
  }

  @Test func `the last of several duplicates is kept`() {
    program.write(
      #"""
      {"id": "same", "title": "前", "text": "先到的文章"}
      {"id": "same", "title": "后", "text": "后到的文章"}
      """#, to: "corpus/twice.jsonl")
    let result = program.run("index")
    #expect(result.errors.contains("superseded  1, because a later article has the same id\n"))
    #expect(result.errors.contains("same: "))
    #expect(result.status == 0, "a superseded article is not a failure")
    #expect(program.run("search", "\"先到的文章\"").status == 1)
    #expect(program.run("search", "\"后到的文章\"").status == 0)
  }

  @Test func `standard input is indexed`() {
    let records = "{\"id\": 7, \"text\": \"从标准输入来\"}\n\n{\"text\": 5}\n"
    let result = program.run("index", "-", "--index", "piped", input: records)
    #expect(
      result.errors.hasPrefix(
        "-:3: record has no text field (text, body, content, 正文 …); --map NAME=text names one\n"))
    #expect(result.status == 3)
    let shown = program.run("show", "7", "--index", "piped")
    #expect(shown.output.hasSuffix("\n从标准输入来\n"))
  }

  @Test func `--map names the fields of records and tables`() {
    program.folder.makeDirectory("tables")
    program.write("编号,标题,摘要,公开日期\n7,题,\"从表格里,来\",2026-07-14\n", to: "tables/a.csv")
    program.write(#"[{"编号":8,"标题":"题","摘要":"从数组里来"}]"#, to: "tables/b.json")
    program.write(#"{"name":"settings","keywords":["x"]}"#, to: "tables/package.json")
    func index(_ folder: String, _ arguments: [String], input: String = "") -> ProcessResult {
      let words = ["index", folder, "-i", "mapped"] + arguments
      return program.run(bytes: words.map { Array($0.utf8) }, input: Array(input.utf8))
    }
    for name in ["a.csv", "b.json"] { program.folder.setModified("tables/\(name)", 1000) }
    let failed = index("tables", [])
    #expect(
      failed.errors.hasPrefix(
        "tables/a.csv:1: no column has the text (text, body, content, 正文 …); --map NAME=text names "
          + "one of the columns: 编号, 标题, 摘要, 公开日期\n"))
    #expect(failed.status == 2)
    let arguments = ["--map", "摘要=text", "编号=id", "--map", "公开日期=date"]
    let result = index("tables", arguments)
    #expect(result.errors.contains("articles    2 in the index: 2 added") && result.status == 0)
    #expect(result.errors.contains(".json  1  package.json"))
    let shown = program.run("show", "7", "-i", "mapped")
    #expect(shown.output.contains("2026-07-14") && shown.output.hasSuffix("\n从表格里,来\n"))
    #expect(program.run("show", "8", "-i", "mapped").output.hasSuffix("\n从数组里来\n"))
    // Unchanged files are read again only with other names.
    let again = index("tables", arguments)
    #expect(again.errors.contains("files       0 read, 2 unchanged"))
    let other = index("tables", arguments + ["标题=extra"])
    #expect(other.errors.contains("articles    2 in the index: 0 added, 2 changed"))
    let input = #"{"编号":9,"摘要":"从标准输入来"}"#
    #expect(index("-", arguments, input: input).status == 0)
    #expect(program.run("search", "\"从标准输入来\"", "-i", "mapped").status == 0)
  }

  @Test(arguments: [
    (["摘要"], "--map '摘要' is not of the form NAME=FIELD, as in 标题=title"),
    (
      ["摘要=texts"],
      "--map '摘要=texts': there is no field 'texts'; the fields are id, title, text, date, time, "
        + "source, url, section, tags, extra"
    ),
    (["a=text", "a=title"], "--map 'a=title': the name is assigned twice"),
    (["a=text", "corpus"], "--map 'corpus' is not of the form NAME=FIELD, as in 标题=title"),
  ])
  func `a wrong --map is refused`(arguments: [String], message: String) {
    let result = program.run(bytes: (["index", "--map"] + arguments).map { Array($0.utf8) })
    #expect(result.errors.replacing("\n", with: " ").contains(message))
    #expect(result.status == 2)
  }

  @Test func `the option or the environment names the index`() {
    let environment = ["XUNWEN_INDEX=\(program.folder.path(of: "elsewhere"))"]
    #expect(program.run("index", "corpus", environment: environment).status == 0)
    #expect(program.run("search", "养老").status == 2)
    #expect(program.run("search", "养老", environment: environment).status == 0)
    #expect(program.run("search", "养老", "-i", "index", environment: environment).status == 2)
    #expect(program.run("search", "养老", "--index", "elsewhere").status == 0)
  }

  @Test func `the index does not depend on the number of threads`() {
    var shell = ChildProcess("/bin/sh")
    shell.directory = program.folder.path
    for jobs in ["1", "2", "5"] {
      #expect(
        program.run("index", "-i", "by\(jobs)", "--jobs", jobs, "--memory", "16M").status == 0)
    }
    let sums = ["1", "2", "5"].map { shell.run("-c", "cd by\($0) && cksum _* segments_*").output }
    #expect(sums[0].contains("segments_"))
    #expect(sums[0] == sums[1] && sums[0] == sums[2])
  }

  @Test func `--quiet prints failures only`() {
    #expect(program.run("index", "--quiet").errors.isEmpty)
  }

  @Test func `an input without articles is an error`() {
    #expect(program.run("index", "--quiet").status == 0)
    let missing = program.run("index", "nowhere")
    #expect(
      missing.errors == """
        nowhere: No such file or directory
        error: no article could be read, nothing was committed

        """)
    #expect(missing.status == 2)
    #expect(program.run("search", "养老").status == 0, "the old index is still there")
    program.folder.makeDirectory("nothing")
    let empty = program.run("index", "nothing", "--index", "other", "--quiet")
    #expect(empty.errors == "error: no articles found, nothing was committed\n")
    #expect(empty.status == 2)
  }

  @Test func `a rebuild from standard input keeps articles when a record is refused`() {
    func records(_ ids: String) -> String {
      ids.map { #"{"id":"\#($0)","text":"养老\#($0)"}"# + "\n" }.joined()
    }
    #expect(program.run("index", "--rebuild", "-", input: records("abc")).status == 0)
    let refused = records("a") + "{\"id\":\"b\"\n" + records("d")
    #expect(program.run("index", "--rebuild", "-", input: refused).status == 3)
    #expect(program.run("export").lines.count == 4)
    for id in ["a", "b", "c", "d"] { #expect(program.run("show", id).status == 0) }
    #expect(program.run("index", "--rebuild", "-", input: records("ad")).status == 0)
    #expect(program.run("export").lines.count == 2)
  }

  @Test func `an encoding can be forced`() {
    // 养老服务 in GB18030.
    let bytes: [UInt8] = [0xD1, 0xF8, 0xC0, 0xCF, 0xB7, 0xFE, 0xCE, 0xF1]
    program.folder.makeDirectory("legacy")
    program.folder.write(bytes, to: "legacy/a.txt")
    let forced = program.run("index", "legacy", "--encoding", "GB18030")
    #expect(forced.errors.contains("encodings   GB18030 1\n"))
    #expect(program.run("show", "a.txt").output.contains("养老服务"))
    let unknown = program.run("index", "legacy", "--encoding", "klingon")
    #expect(unknown.errors == "error: unknown encoding 'klingon'\n")
    #expect(unknown.status == 2)
  }

  @Test func `the progress bar is erased`() {
    let text = String(repeating: "托育服务走进社区。\n", count: 12_000)
    for number in 1...2 { program.write("第\(number)篇\n\(text)", to: "corpus/long\(number).txt") }
    program.write("", to: "corpus/empty.txt")
    let result = program.run("index", output: .terminal)
    #expect(result.status == 3)
    #expect(result.output.contains(" MB/s"))
    #expect(result.output.contains("corpus/empty.txt: empty\r\n"))
    // The terminal shows no bar at the end.
    let screen = Screen(showing: result.output)
    #expect(screen.lines.first == "corpus/empty.txt: empty")
    #expect(!screen.lines.contains { $0.contains("[#") || $0.contains(" left") })
    #expect(!program.run("index").errors.contains("\r"))
  }
}

/// A terminal with line feeds, carriage returns and erasing to the end of the line.
private struct Screen {
  private(set) var lines: [String] = []

  init(showing output: String) {
    var line: [Unicode.Scalar] = []
    var column = 0
    var rest = output.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\n":
        lines.append(String(String.UnicodeScalarView(line)))
        line = []
        column = 0
      case "\r":
        column = 0
      case "\u{1B}":
        rest.removeFirst(2)
        line.removeSubrange(min(column, line.count)...)
      default:
        if column < line.count { line[column] = scalar } else { line.append(scalar) }
        column += 1
      }
    }
  }
}
