import FoundationEssentials
import TestSupport
import Testing

@Suite struct SearchCommandTests {
  private let program = Program.indexed()

  private func search(_ arguments: String...) -> ProcessResult {
    program.run(bytes: (["search"] + arguments).map { Array($0.utf8) })
  }

  @Test func `hits are printed as text`() {
    let result = search("托育服务")
    #expect(
      result.maskedOutput == """
         1. 关于完善␛[31m托育服务␇的通知
            S  2021-04-20  政务公报  gongbao 7
            各县应当完善托育服务，保障经费。

         2. 社区托育服务圈建成
            S  2023-07-02 14:53  工人日报  childcare.txt
            托育服务走进社区，家长步行十五分钟就能到达托育中心。 市总工会介绍，全市新增
            托育服务点六十四处，普惠托位二百一十个。

         3. 无日期的消息
            S  undated  r2
            托育服务与养老服务同步发展。

         4. 居家养老服务补贴扩面
            S  2022-03-15 08:20  临江日报  (in part)  eldercare.txt
            养老服务补贴今年扩大到七十岁以上老人，社区食堂同时开放。

        3 articles match; 1 more matches in part (in T ms)

        """)
    #expect(result.errors.isEmpty)
    #expect(result.status == 0)
  }

  @Test func `hits are printed as JSON Lines`() throws {
    let result = search("托育服务", "--json", "--limit", "1")
    #expect(
      result.maskedOutput == #"""
        {"content_hash":"662a1366327b95fd","date":"2021-04-20","id":"gongbao 7","matches":[{"end":11,"original":"title","start":9},{"end":13,"original":"title","start":11},{"end":8,"original":"text","start":6},{"end":10,"original":"text","start":8}],"partial":false,"path":"records.jsonl","rank":1,"score":S,"snippet":{"end":16,"highlights":[[6,10]],"original":"text","start":0,"text":"各县应当完善托育服务，保障经费。"},"source":"政务公报","tags":["托育"],"title":"关于完善\u001b[31m托育服务\u0007的通知","type":"hit","url":"https://example.org/7"}
        {"elapsed_ms":T,"exact_total":3,"partial_total":0,"query":"托育服务","total":3,"type":"summary"}

        """#)
  }

  @Test func `scores decrease`() throws {
    let scores = try search("托育服务", "--json", "--match", "all").lines.dropLast().map {
      try JSONDecoder().decode(Hit.self, from: Data($0.utf8)).score
    }
    #expect(scores.count == 3)
    #expect(scores == scores.sorted(by: >))
    let shown = search("托育服务", "--match", "all").output.matches(of: #/\n    ([0-9.]+)  /#)
    #expect(shown.map { Double($0.1) } == scores.map { ($0 * 100).rounded() / 100 })
    let flat = try search("托育服务", "--json", "--k1", "0", "--match", "all").lines.dropLast().map {
      try JSONDecoder().decode(Hit.self, from: Data($0.utf8)).score
    }
    #expect(Set(flat).count == 1, "with k1 = 0 neither frequency nor length counts")
  }

  @Test func `spans are offsets in the original texts`() throws {
    let decoder = JSONDecoder()
    for line in search("托育服务", "--json").lines.dropLast() {
      let hit = try decoder.decode(Hit.self, from: Data(line.utf8))
      let shown = program.run("show", hit.id, "--json")
      let article = try decoder.decode(Shown.self, from: Data(shown.outputBytes))
      let originals = Dictionary(
        uniqueKeysWithValues: article.originals.map { ($0.name, Array($0.text.unicodeScalars)) })
      let snippet = hit.snippet
      let original = try #require(originals[snippet.original])
      #expect(Array(snippet.text.unicodeScalars) == Array(original[snippet.start..<snippet.end]))
      for match in hit.matches {
        let slice = try #require(originals[match.original])[match.start..<match.end]
        let text = String(String.UnicodeScalarView(slice))
        #expect("托育服务".contains(text), "\(hit.id): \(text)")
      }
      for highlight in snippet.highlights {
        #expect(highlight[0] < highlight[1] && highlight[1] <= snippet.text.unicodeScalars.count)
      }
    }
  }

  @Test func `words are joined by spaces`() {
    #expect(search("托育", "通知").maskedOutput == search("托育 通知").maskedOutput)
  }

  @Test func `the status is 1 without hits`() {
    let result = search("\"并无此语\"")
    #expect(result.maskedOutput == "no article matches (in T ms)\n")
    #expect(result.errors.hasPrefix("clause      articles\n\"并无此语\"         0\n"))
    #expect(result.status == 1)
    let lines = search("\"并无此语\"", "--json").lines
    #expect(lines.count == 2)
    #expect(lines.last?.contains(#""total":0,"type":"summary""#) == true)
  }

  @Test(arguments: [
    (["托育服务", "--source", "工人日报"], ["childcare.txt"]),
    (
      ["服务", "--source", "工人日报", "--source", "临江日报", "--sort", "date"],
      ["eldercare.txt", "childcare.txt"]
    ),
    (["托育服务", "--from", "2023"], ["childcare.txt"]),
    (["托育服务", "--to", "2021-04"], ["gongbao 7"]),
    (["服务", "--from", "2021-04-21", "--to", "2022年3月"], ["eldercare.txt"]),
    (["服务", "--sort", "-date"], ["childcare.txt", "eldercare.txt", "gongbao 7", "r2"]),
    (["服务", "--sort", "date"], ["gongbao 7", "eldercare.txt", "childcare.txt", "r2"]),
    (["服务", "--sort", "date", "-n", "1", "--offset", "1"], ["eldercare.txt"]),
    (["服务", "-n2", "--offset", "100"], []),
    (["托育服务", "--match", "all", "--sort", "date"], ["gongbao 7", "childcare.txt", "r2"]),
    (["社区", "-托育", "--match", "all"], ["eldercare.txt"]),
    (["服务", "-(托育 OR 补贴)", "in:all"], []),
    (["--", "社区", "-托育"], ["eldercare.txt"]),
    (["in:tail", "养老金"], ["childcare.txt"]),
    (["标题：通知"], ["gongbao 7"]),
  ])
  func `options select and sort hits`(arguments: [String], ids: [String]) throws {
    // Options must precede `--`.
    let result = program.run(bytes: (["search", "--json"] + arguments).map { Array($0.utf8) })
    let found = try result.lines.filter { $0.contains(#""type":"hit""#) }.map {
      try JSONDecoder().decode(Hit.self, from: Data($0.utf8)).id
    }
    #expect(found == ids, "\(result.errors)")
  }

  @Test func `totals do not depend on the page`() {
    let last = "2 articles match"
    for page in [["-n", "0"], ["-n", "1"], ["--offset", "50"]] {
      let arguments = ["search", "社区", "--match", "all"] + page
      let result = program.run(bytes: arguments.map { Array($0.utf8) })
      #expect(result.lines.last?.hasPrefix(last) == true, "\(page)")
      #expect(result.status == 0)
    }
  }

  @Test func `color depends on the terminal`() {
    let red = "\u{1B}[1;31m托育服务\u{1B}[0m"
    func colored(
      _ options: [String], _ output: ProcessOutput = .terminal, _ environment: [String] = []
    ) -> Bool {
      let arguments = ["search", "托育服务"] + options
      let result = program.run(bytes: arguments.map { Array($0.utf8) }, output, environment)
      #expect(result.status == 0)
      return result.output.contains(red)
    }
    #expect(colored([]))
    #expect(!colored([], .file))
    #expect(!colored([], .terminal, ["NO_COLOR=1"]))
    #expect(colored([], .terminal, ["NO_COLOR="]))
    #expect(!colored([], .terminal, ["TERM=dumb"]))
    #expect(!colored(["--color", "never"]))
    #expect(colored(["--color", "always"], .file, ["NO_COLOR=1"]))
    #expect(!colored(["--json"]))
  }

  @Test func `control characters of articles are not printed`() {
    for options in [["--color", "never"], ["--json"]] {
      let arguments = ["search", "通知"] + options
      let result = program.run(bytes: arguments.map { Array($0.utf8) }, .terminal)
      #expect(result.status == 0)
      // A terminal turns line breaks into CR LF.
      #expect(result.outputBytes.allSatisfy { $0 >= 0x20 || $0 == 0x0A || $0 == 0x0D })
    }
    let colored = program.run("search", "通知", "--color", "always")
    #expect(!colored.output.contains("\u{1B}[31m"))
  }

  @Test func `lines fill the terminal`() {
    let narrow = program.run("search", "社区", environment: ["COLUMNS=40"])
    let wide = program.run("search", "社区", environment: ["COLUMNS=120"])
    #expect(narrow.lines.count > wide.lines.count)
    for line in narrow.lines where line.hasPrefix("    ") && !line.contains("日报") {
      #expect(columns(of: line) <= 40, "\(line)")
    }
  }

  private func columns(of line: Substring) -> Int {
    line.unicodeScalars.reduce(0) { $0 + ($1.value < 0x2E80 ? 1 : 2) }
  }
}

private struct Hit: Decodable {
  struct Span: Decodable {
    let original: String
    let start: Int
    let end: Int
  }

  struct Snippet: Decodable {
    let text: String
    let original: String
    let start: Int
    let end: Int
    let highlights: [[Int]]
  }

  let id: String
  let score: Double
  let snippet: Snippet
  let matches: [Span]
}

private struct Shown: Decodable {
  struct Original: Decodable {
    let name: String
    let text: String
  }

  let originals: [Original]
}
