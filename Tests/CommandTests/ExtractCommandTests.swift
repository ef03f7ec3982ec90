import FoundationEssentials
import TestSupport
import Testing

@Suite struct ExtractCommandTests {
  private let folder = TemporaryDirectory()
  private let page = """
    首页 > 民生 > 正文
    社区托育服务圈建成
    更新时间：2023-07-05 发布时间：2023-07-02 来源：工人日报
    分享到：
    市总工会介绍，全市新增托育服务点六十四处，普惠托位二百一十个。
    责任编辑：张三
    """

  private func extract(_ options: String...) -> (output: String, status: Int32?, errors: String) {
    folder.write(Array(page.utf8), to: "page.txt")
    let result = Program().run(
      bytes: (["extract", folder.path(of: "page.txt")] + options).map { Array($0.utf8) })
    return (result.output, result.status, result.errors)
  }

  @Test func `extract prints the facts and the body`() {
    let result = extract()
    #expect(
      result.output == """
        title     社区托育服务圈建成
        date      2023-07-02
        source    工人日报
        encoding  UTF-8

        市总工会介绍，全市新增托育服务点六十四处，普惠托位二百一十个。

        """)
    #expect(result.status == 0 && result.errors.isEmpty)
  }

  @Test func `explain shows every line and every candidate`() {
    let lines = extract("--explain").output.split(separator: "\n")
    for (line, words) in [
      ("1", ["header", "before", "path"]), ("2", ["title", "short"]),
      ("3", ["header", "front", "characters"]),
      ("4", ["header", "front", "share"]), ("5", ["body", "prose"]), ("6", ["tail", "editors"]),
    ] {
      let found = lines.filter { $0.hasPrefix(line + " ") }
      #expect(found.contains { row in words.allSatisfy(row.contains) }, "\(line)")
    }
    #expect(
      lines.contains { $0.hasPrefix("date ") && $0.contains("*") && $0.contains("2023-07-02") })
    #expect(lines.contains { $0.hasPrefix("date ") && $0.contains("2023-07-05") })
  }

  @Test func `JSON has the zones and, explained, the lines and candidates`() throws {
    struct Extraction: Decodable {
      struct Zone: Decodable { let kind, text: String }
      struct Line: Decodable { let zone, part, kind, text: String }
      struct Candidate: Decodable {
        let value: String
        let line: Int?
        let chosen: Bool
      }
      let title, date, source: String
      let zones: [Zone]
      let lines: [Line]?
      let dates: [Candidate]?
    }
    func decode(_ text: String) throws -> Extraction {
      try JSONDecoder().decode(Extraction.self, from: Data(text.utf8))
    }
    let article = try decode(extract("--json").output)
    #expect(article.zones.map(\.kind) == ["header", "title", "header", "body", "tail"])
    #expect(article.lines == nil && article.dates == nil)
    let explained = try decode(extract("--json", "--explain").output)
    #expect(
      explained.lines?.map(\.zone) == ["header", "title", "header", "header", "body", "tail"])
    #expect(explained.dates?.map(\.value) == ["2023-07-02", "2023-07-05"])
    #expect(explained.dates?.map(\.chosen) == [true, false])
  }

  @Test func `the facts of an official document are printed with their lines`() throws {
    folder.write(
      Array(
        """
        临江市人民政府关于托育服务的通知
        临政发[2023] 7 号
        索引号：LJ-2023-7　有效性：现行有效
        为减轻家庭照护负担，根据有关法律法规和上级文件精神，结合本市实际，现就有关事项通知如下。
        """.utf8), to: "notice.txt")
    let path = folder.path(of: "notice.txt")
    let text = Program().run("extract", path).output
    #expect(text.contains("发文字号  临政发〔2023〕7号\n"))
    #expect(text.contains("有效性    有效\n"))
    let lines = Program().run("extract", path, "--explain").output.split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("发文字号") && $0.hasSuffix("line of its own") })
    struct Extraction: Decodable {
      struct Fact: Decodable, Equatable {
        let name, value, reason: String
        let line: Int
      }
      let facts: [Fact]
    }
    let json = Program().run("extract", path, "--json").output
    let facts = try JSONDecoder().decode(Extraction.self, from: Data(json.utf8)).facts
    #expect(facts.map(\.name) == ["发文字号", "索引号", "有效性"])
    #expect(facts.map(\.line) == [2, 3, 3])
  }

  @Test func `lines that repeat over the pages of a folder are shown with their share`() {
    let pages = TemporaryDirectory()
    let promotion = "欢迎搜索并关注临江新媒体，城市生活的第一手消息，每天早上送到您的手中。"
    for number in 0..<20 {
      let name = String(repeating: "甲", count: number + 1)
      pages.write(
        Array("\(name)区的新消息\n\(name)区的托育中心已经完成验收，下月起分批向居民开放，收费标准由区里核定。\n\(promotion)".utf8),
        to: "\(number).txt")
    }
    let path = pages.path(of: "3.txt")
    #expect(Program().run("extract", path).output.contains(promotion))
    #expect(!Program().run("extract", path, "--learn", pages.path).output.contains(promotion))
    let explained = Program().run("extract", path, "--learn", pages.path, "--explain").output
    #expect(explained.contains("on 100 %") && explained.contains("of the pages"))
  }

  @Test func `a missing file is an error`() {
    let result = Program().run("extract", folder.path(of: "absent.txt"))
    #expect(result.status == 2 && result.errors.contains("absent.txt"))
  }
}
