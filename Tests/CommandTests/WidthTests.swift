import TestSupport
import Testing
import Xunwen

@testable import CommandLine
@testable import Wire

/// The width of text for people.
@Suite struct WidthTests {
  private static let source = "来源名称很长的新闻网站第十频道第七编辑部"

  /// A program with an index of articles that have long ids, titles, sources and tags.
  private static func program() -> Program {
    let program = Program()
    program.folder.makeDirectory("corpus")
    let records = (0..<40).map { number -> String in
      let name = number < 10 ? "0\(number)" : "\(number)"
      return """
        {"id": "archive/of/long/names/\(name)/articles-that-differ-in-the-middle-only.txt", \
        "title": "关于进一步完善托育服务体系建设促进婴幼儿照护服务健康发展的若干意见第\(name)号文件", \
        "date": "2023-07-\(number % 28 + 1 < 10 ? "0" : "")\(number % 28 + 1)T08:00:00", \
        "source": "\(source)\(number % 3)号", \
        "url": "https://example.org/\(String(repeating: "a/", count: 60))", \
        "tags": ["\(source)\(source)甲", "\(source)\(source)乙\(number % 4)"], \
        "text": "各县应当完善托育服务，保障经费internationalization。托育服务与养老服务同步发展。"}
        """
    }
    program.write(records.joined(separator: "\n"), to: "corpus/a.jsonl")
    #expect(program.run("index").status == 0)
    return program
  }

  private static let id = "archive/of/long/names/03/articles-that-differ-in-the-middle-only.txt"

  private static let commands = [
    ["search", "托育服务"], ["search", "托育", "--explain-query"],
    ["search", "服务", "-n", "3", "--facet", "source", "--facet", "tag", "--facet", "month"],
    ["similar", id], ["show", id], ["show", id, "--zones"], ["show", id, "--highlight", "托育服务"],
    ["kwic", "托育服务"], ["kwic", "\"托育服务，保障经费\"", "--window", "30"],
    ["kwic", "经费", "--sort", "right"], ["timeline", "服务", "--by", "day", "--ratio"],
    ["timeline", "服务", "--by", "week", "--per", "source"], ["collocates", "托育"],
    ["keywords", "托育", "--vs", "internationalization", "--min-frequency", "1"],
    ["collocates", "经费", "--min-frequency", "1"], ["explain", id, "托育服务"],
    ["why", id, "托育服务 \"养老保障\""], ["audit", "托育"], ["verify-quote", "托育服务"],
    ["verify-quote", "托育服务与养老金"], ["stats"], ["suggest", "托玉服务"], ["check"],
    ["analyze", "internationalization 托育服务 2023年"], ["dict", "impact", "托育"],
    ["stats", "--undated"], ["ngrams", "经费", "--n", "1..3"], ["kwic", "服务", "--sort", "left"],
    ["dict", "candidates", "--min-entropy", "0", "--min-cohesion", "0"],
    ["timeline", "服务", "--vs", "\"养老服务\" OR internationalization", "--by", "week"],
    ["collocates", "--help"], ["eval", "--help"],
  ]

  @Test(arguments: [80, 120, 60, 40]) func `text fits the terminal`(columns: Int) {
    let program = Self.program()
    for arguments in Self.commands {
      let result = program.run(
        bytes: arguments.map { Array($0.utf8) }, .file, ["COLUMNS=\(columns)"])
      #expect(result.status == 0 || result.status == 1, "\(arguments): \(result.errors)")
      for line in result.output.split(separator: "\n") {
        let width = DisplayWidth.columns(of: String(line))
        #expect(width <= columns, "\(arguments): \(line)")
      }
    }
  }

  @Test func `shortened ids are distinct`() {
    let program = Self.program()
    for (command, columns) in [("search", 80), ("search", 50), ("kwic", 80), ("kwic", 110)] {
      let result = program.run(
        command, "经费", "-n", "40", environment: ["COLUMNS=\(columns)"])
      let ids = result.lines.compactMap { line -> Substring? in
        line.hasSuffix("t") ? line.split(separator: " ").last : nil
      }
      #expect(ids.count == 40 && Set(ids).count == 40, "\(result.output)")
      #expect(ids.allSatisfy { !$0.contains("#") })
    }
    let facets = program.run("search", "托育", "-n", "0", "--facet", "source", "--facet", "tag")
    let names = facets.lines.filter { $0.hasPrefix("  ") }.map { $0.split(separator: "  ")[0] }
    #expect(names.count == 8 && Set(names).count == 8, "\(names)")
  }

  @Test func `undated articles with long names are distinct`() {
    let program = Program()
    program.folder.makeDirectory("corpus")
    let records = (0..<30).map { number in
      #"{"id": "archive/of/long/names/\#(number)/articles-that-differ-in-the-middle-only.txt", "#
        + #""source": "\#(Self.source)第\#(number % 3)号政策研究室", "text": "托育"}"#
    }
    program.write(records.joined(separator: "\n"), to: "corpus/a.jsonl")
    #expect(program.run("index").status == 0)
    for columns in [40, 60, 80, 120] {
      let list = program.run(
        "stats", "--undated", "-n", "30", environment: ["COLUMNS=\(columns)"])
      let cells = list.lines.prefix(30).map { $0.split(separator: "  ") }
      #expect(cells.allSatisfy { $0.count == 3 }, "\(list.output)")
      #expect(Set(cells.map { $0[1] }).count == 3 && Set(cells.map { $0[2] }).count == 30)
      let sources = program.run("stats", environment: ["COLUMNS=\(columns)"]).lines.suffix(3)
      #expect(Set(sources).count == 3, "\(sources)")
    }
    let whole = program.run(
      bytes: ["stats", "--undated"].map { Array($0.utf8) }, .file, ["COLUMNS="])
    #expect(whole.output.contains("\(Self.source)第2号政策研究室  archive/of/long/names/2/articles-"))
    #expect(!whole.output.contains("…"))
  }

  @Test func `nothing is shortened in a pipe`() {
    let program = Self.program()
    for arguments in [
      ["collocates", "经费", "--min-frequency", "1"], ["ngrams", "经费", "--n", "1..3"],
      ["dict", "candidates", "--min-entropy", "0", "--min-cohesion", "0"],
    ] {
      let result = program.run(bytes: arguments.map { Array($0.utf8) }, .file, ["COLUMNS="])
      #expect(result.status == 0 && result.lines[0].contains("sources"), "\(result.output)")
      #expect(!result.output.contains("no room") && !result.output.contains("…"))
    }
    for arguments in [
      ["search", "托育", "-n", "40", "--facet", "tag", "--facet-limit", "0"], ["kwic", "经费"],
    ] {
      let result = program.run(bytes: arguments.map { Array($0.utf8) }, .file, ["COLUMNS="])
      #expect(result.output.contains(Self.id))
      #expect(result.output.contains(Self.source + "2号"))
      #expect(arguments[0] == "kwic" || result.output.contains(Self.source + Self.source + "乙3"))
    }
  }

  @Test func `batches fit the terminal`() {
    let program = Self.program()
    program.write("q1\t托育服务\n", to: "queries.tsv")
    let result = program.run(
      "batch", "queries.tsv", "--format", "text", "--quiet", output: .terminal,
      environment: ["COLUMNS=60"])
    let lines = result.output.split(separator: "\r\n")
    #expect(lines.count > 10 && result.status == 0)
    #expect(lines.allSatisfy { DisplayWidth.columns(of: String($0)) <= 60 }, "\(lines)")
    #expect(
      program.run("batch", "queries.tsv", "--format", "text").output.contains(
        Self.id.replacing("03", with: "27")))
  }

  @Test func `errors fit the terminal`() {
    let program = Program.indexed()
    let query = String(repeating: "养老", count: 60) + " (" + String(repeating: "托育", count: 60)
    let result = program.run(
      "search", query, "--strict", output: .terminal, environment: ["COLUMNS=70"])
    let lines = result.output.split(separator: "\r\n")
    #expect(lines.count == 3 && lines[1].contains("(") && result.status == 2)
    #expect(lines.allSatisfy { DisplayWidth.columns(of: String($0)) <= 70 }, "\(lines)")
    // The mark is below the parenthesis.
    let before = lines[1].prefix { $0 != "(" }
    #expect(DisplayWidth.columns(of: String(before)) == lines[2].prefix { $0 == " " }.count)
  }
}

@Suite struct NarrowTableTests {
  private func columns(_ arguments: [String], _ columns: Int) -> String {
    let program = Program.indexed()
    let result = program.run(
      bytes: arguments.map { Array($0.utf8) }, .file, ["COLUMNS=\(columns)"])
    return result.lines.first.map(String.init) ?? ""
  }

  @Test func `tables of words keep the most important numbers`() {
    let keywords = ["keywords", "托育", "--vs", "养老", "--min-frequency", "1"]
    #expect(columns(keywords, 40).contains(/^word +frequency +LL +log ratio$/))
    #expect(columns(keywords, 24).contains(/^word +frequency +LL$/))
    let collocates = ["collocates", "\"托育服务\"", "--min-frequency", "1"]
    #expect(columns(collocates, 30).contains(/^word +near +LL +MI$/))
    let candidates = [
      "dict", "candidates", "--min-frequency", "2", "--min-entropy", "0", "--min-cohesion", "0",
    ]
    #expect(columns(candidates, 60).contains(/^word +frequency +cohesion .*example$/))
    #expect(columns(candidates, 40).contains(/^word +frequency +cohesion/))
  }

  @Test func `long sequences continue on the next line`() {
    let program = Program()
    program.folder.makeDirectory("corpus")
    let text = String(repeating: "internationalization of standards. of services. ", count: 6)
    program.write(#"{"id": "a", "text": "\#(text)"}"#, to: "corpus/a.jsonl")
    #expect(program.run("index").status == 0)
    let result = program.run("ngrams", "--n", "3", environment: ["COLUMNS=36"])
    #expect(result.output.contains("standards"))
    #expect(!result.output.contains("…") && result.status == 0, "\(result.output)")
  }

  @Test func `columns that do not fit follow below`() {
    let rows = [["a", "1000000", "2000000", "3000000"], ["b", "1", "2", "3"]]
    #expect(
      TextColumns.table(
        rows, header: ["name", "first", "second", "third"], right: { $0 > 0 }, limit: 20) == """
          name   first  second
          a    1000000 2000000
          b          1       2

          name    third
          a     3000000
          b           3

          """)
  }

  @Test func `a match without left context is not shortened`() {
    let program = Program()
    program.folder.makeDirectory("corpus")
    program.write(
      #"{"id": "a-long-identifier-of-an-article", "source": "新闻网站", "date": "2023-07-02", "#
        + #""text": "数字经济助推高质量发展，促进就业。"}"#, to: "corpus/a.jsonl")
    #expect(program.run("index").status == 0)
    let result = program.run("kwic", "数字经济", environment: ["COLUMNS=40"])
    #expect(result.output.contains(" 数字经济 助推高质"), "\(result.output)")
  }
}

@Suite struct NameShortenerTests {
  @Test func `names are distinct and fit`() {
    let seed: UInt64 = 5
    var random = SplitMix64(seed: seed)
    let letters = Array("ab/养老é🇨🇳".map(String.init))
    for _ in 0..<60 {
      let shortener = NameShortener()
      let columns = Int.random(in: 6...20, using: &random)
      var forms: [String: String] = [:]
      for _ in 0..<60 {
        let count = Int.random(in: 1...40, using: &random)
        let name = (0..<count).map { _ in letters.randomElement(using: &random) ?? "" }.joined()
        let form = shortener.shortened(name, columns: columns)
        #expect(DisplayWidth.columns(of: form) <= columns, "seed \(seed): \(form)")
        #expect(forms[form] == nil || forms[form] == name, "seed \(seed): \(form)")
        #expect(shortener.shortened(name, columns: columns) == form)
        forms[form] = name
        guard !form.contains("#") else { continue }
        let parts = form.split(separator: "…", omittingEmptySubsequences: false)
        #expect(name.hasPrefix(parts[0]) && name.hasSuffix(parts[parts.count - 1]))
        #expect(parts.count > 1 ? parts.allSatisfy(name.contains) : form == name)
      }
    }
  }

  @Test func `names of a list show where they differ`() {
    let names = (0..<9).map { "archive/2023/articles-\($0)-final-version.txt" }
    let shortener = NameShortener()
    shortener.expect(names, columns: 16)
    let forms = names.map { shortener.shortened($0, columns: 16) }
    #expect(Set(forms).count == 9)
    for (number, form) in forms.enumerated() {
      #expect(form.contains("\(number)-") && DisplayWidth.columns(of: form) <= 16, "\(forms)")
    }
  }

  @Test func `the end of a name is longer than its beginning`() {
    #expect(NameShortener().shortened("zhengce/2024/06/tuoyu.txt", columns: 13) == "zhen…uoyu.txt")
    #expect(NameShortener().shortened("托育服务", columns: 8) == "托育服务")
    #expect(NameShortener().shortened("托育服务", columns: 7) == "托…服务")
    #expect(NameShortener().shortened("\u{1B}a", columns: nil) == "␛a")
  }
}

@Suite struct LineFitterTests {
  @Test(arguments: [
    ("托育服务走进社区", 8, "托育服务\n走进社区"), ("  about childcare now", 12, "  about\n  childcare\n  now"),
    ("short\n\nlines\n", 8, "short\n\nlines\n"), ("", 8, ""),
    ("\u{1B}[2mabout childcare now\u{1B}[0m\n", 10, "\u{1B}[2mabout\nchildcare\nnow\u{1B}[0m\n"),
    ("found (in 60.2 ms)", 14, "found (in\n60.2 ms)"), ("size 12 MB", 8, "size\n12 MB"),
    ("a\tb", 20, "a       b"), ("养老\t\tc\td", 20, "养老            c\nd"),
    ("has 12 msgs", 8, "has 12\nmsgs"), ("🇨🇳🇨🇳🇨🇳", 4, "🇨🇳🇨🇳\n🇨🇳"),
    ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}e\u{301}\ne\u{301}"),
  ])
  func `long lines are broken`(text: String, columns: Int, fitted: String) {
    #expect(LineFitter(columns: columns).fit(text) == fitted)
  }

  @Test func `lines fit, and only spaces are lost`() {
    let seed: UInt64 = 9
    var random = SplitMix64(seed: seed)
    let pieces = [
      "养", "老", "，", "「", "a", "bc", " ", "  ", "\n", "\u{1B}[1m", "\u{1B}[0m", "e\u{301}",
    ]
    for _ in 0..<3000 {
      let count = Int.random(in: 0...50, using: &random)
      let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      let columns = Int.random(in: 4...20, using: &random)
      let fitted = LineFitter(columns: columns).fit(text)
      func kept(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.filter { $0 != " " && $0 != "\n" }
      }
      #expect(kept(fitted) == kept(text), "seed \(seed): \(text)")
      for line in fitted.replacing(/\u{1B}\[[01]m/, with: "").split(separator: "\n") {
        #expect(
          DisplayWidth.columns(of: String(line)) <= columns || line.allSatisfy { $0 == " " },
          "seed \(seed): \(text.debugDescription) at \(columns)")
      }
    }
  }

  @Test func `tables fit`() {
    let rows = [["长的单元格长的单元格长的单元格", "1,234"], ["b", "5"]]
    let header = ["name", "log likelihood"]
    #expect(
      TextColumns.table(rows, header: header, right: { $0 == 1 }, limit: 24) == """
                             log
        name          likelihood
        长的单元格长       1,234
        的单元格长的
        单元格
        b                      5

        """)
    #expect(
      TextColumns.table(rows, header: header, right: { $0 == 1 }, limit: nil) == """
        name                            log likelihood
        长的单元格长的单元格长的单元格           1,234
        b                                            5

        """)
  }
}
