import FoundationEssentials
import TestSupport
import Testing

/// The matches that search, kwic and show display: partial matches, operands of proximity clauses,
/// and the same offsets in text and JSON.
@Suite struct MatchDisplayTests {
  private static let program = Program.indexed()
  private var program: Program { Self.program }

  private static let manyArticles: Program = {
    let program = Program()
    program.folder.makeDirectory("corpus")
    let records = (0..<30).map { number in
      "{\"id\":\"\(number)\",\"text\":\"\(number < 2 ? "养老和医保" : number % 2 == 0 ? "养老" : "医保")\"}\n"
    }
    program.write(records.joined(), to: "corpus/a.jsonl")
    #expect(program.run("index", "--quiet").status == 0)
    return program
  }()

  @Test func `the summary has the shown partial matches`() {
    let program = Self.manyArticles
    let text = program.run("search", "养老 医保", "-n", "100000")
    #expect(
      // A long time moves to the next line.
      text.output.replacing("\n", with: " ").replacing(/in [0-9.]+ ms/, with: "in T ms").hasSuffix(
        " 2 articles match; 28 more match in part, 8 shown (--match any shows all) (in T ms) "))
    let lines = program.run("search", "养老 医保", "-n", "100000", "--json").lines
    #expect(lines.count == 11)
    #expect(lines.last?.contains(#""partial_shown":8,"partial_total":28,"#) == true)
    let short = program.run("search", "养老 医保", "-n", "2", "--json")
    #expect(short.lines.count == 3 && !short.output.contains("partial_shown"))
    #expect(short.output.contains(#""partial_total":0,"#))
  }

  /// Measures compare rankings of the requested length.
  @Test func `a TREC run is filled with partial matches`() {
    let program = Self.manyArticles
    func hits(_ format: String, _ options: [String] = []) -> Int {
      let arguments = ["batch", "-", "--quiet", "--format", format, "-n", "20"] + options
      return program.run(
        bytes: arguments.map { Array($0.utf8) }, input: Array("q\t养老 医保\n".utf8)
      ).lines.count
    }
    #expect(hits("trec") == 20)
    #expect(hits("trec", ["--match", "all"]) == 2)
    #expect(hits("tsv", ["--no-header"]) == 10)
  }

  @Test func `kwic marks the operands of a match`() {
    let lines = program.run("kwic", "新增 NEAR/9 六十四", "--window", "2", "--format", "jsonl").lines
    #expect(lines.count == 2)
    #expect(
      lines.first?.contains(
        #""highlights":[[0,2],[7,10]],"id":"childcare.txt","left":"全市","match":"新增托育服务点六十四","#)
        == true)
    let plain = program.run("kwic", "新增", "--format", "jsonl").lines
    #expect(plain.count == 2 && plain.first?.contains("highlights") == false)
    let colored = program.run("kwic", "新增 NEAR/9 六十四", "--window", "2", "--color", "always")
    #expect(
      colored.output.contains(
        "全市 \u{1B}[1;31m新增\u{1B}[0m\u{1B}[1m托育服务点\u{1B}[0m\u{1B}[1;31m六十四\u{1B}[0m 处，普"))
    #expect(colored.output.contains("1 occurrence in 1 article"))
  }

  /// A long match shows its first and its last operand.
  @Test func `a long match is shortened between its operands`() {
    let result = program.run("kwic", "社区 NEAR/90 普惠", "--window", "2")
    #expect(result.output.contains("社区，家长步"))
    #expect(result.output.contains("…"))
    #expect(result.output.contains("，普惠 托位"))
  }

  private struct Shown: Decodable {
    let originals: [Original]
    let zones: [Span]
    let matches: [Span]

    struct Original: Decodable {
      let name: String
      let text: String
    }
  }

  private struct Span: Decodable {
    let original: String
    let start: Int
    let end: Int
  }

  @Test(arguments: [
    "托育服务 家长", "\"托育 中心\"~3", "社区 /s 中心", "/托.{1,2}务/", "社*长", "in:all 养老金", "公布 OR 介绍",
    "托育 -广告", "二百一十 NEAR/3 普惠", "标题：社区", "2 of (托育 家长 广告)", "广告",
  ])
  func `show has the same matches in text and in JSON`(query: String) throws {
    let json = program.run("show", "childcare.txt", "--highlight", query, "--json")
    let shown = try JSONDecoder().decode(Shown.self, from: Data(json.outputBytes))
    let originals = Dictionary(
      uniqueKeysWithValues: shown.originals.map { ($0.name, Array($0.text.unicodeScalars)) })
    let expected = try shown.matches.map { match -> String in
      let text = try #require(originals[match.original])[match.start..<match.end]
      return String(String.UnicodeScalarView(text))
    }
    let text = program.run("show", "childcare.txt", "--highlight", query, "--zones").output
    #expect(text.matches(of: /\[\[(.*?)\]\]/).map { String($0.1) } == expected)
    let color = program.run(
      "show", "childcare.txt", "--highlight", query, "--zones", "--color", "always"
    ).output
    #expect(color.matches(of: /\u{1B}\[1;31m(.*?)\u{1B}\[0m/).map { String($0.1) } == expected)
    // Without marks, the text is the text of the article.
    let plain = program.run("show", "childcare.txt", "--zones").output
    #expect(text.replacing("[[", with: "").replacing("]]", with: "") == plain)
  }
}
