import Articles
import Calendar
import FoundationEssentials
import TestSupport
import Testing

/// Tests with pages in the layouts of government sites. All offices and documents are invented.
struct DocumentFactsTests {
  private struct Expected: Decodable {
    let file: String
    /// Null when the page has no article.
    let title: String?
    let date: String?
    let source: String?
    let facts: [String: String]
    /// Texts that do not belong to the body.
    let not_body: [String]
  }

  private static let folder =
    #filePath.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/Fixtures/Policy"

  private func facts(_ article: Article) throws -> [String: String] {
    var facts: [String: String] = [:]
    for extra in article.extras where !extra.key.hasPrefix("markup_") {
      #expect(facts[extra.key] == nil)
      facts[extra.key] = try JSONDecoder().decode(String.self, from: Data(extra.value.utf8))
    }
    return facts
  }

  private func body(_ article: Article) -> String {
    article.zones.filter { $0.kind == .body }
      .map { String(decoding: article.text[$0.range], as: UTF8.self) }.joined(separator: "\n")
  }

  private func read(_ text: String) throws -> Article {
    try CrawledText.article(in: Array(text.utf8), path: "a.txt")
  }

  @Test func `the facts of every page are found, and nothing else`() throws {
    let gold = try String(contentsOfFile: Self.folder + "/gold.jsonl", encoding: .utf8)
    let pages = try gold.split(separator: "\n").map {
      try JSONDecoder().decode(Expected.self, from: Data($0.utf8))
    }
    #expect(pages.count >= 30)
    for page in pages {
      let article = try ExtractedArticle(path: "\(Self.folder)/\(page.file)").article
      #expect(try facts(article) == page.facts, "\(page.file)")
      if let title = page.title {
        #expect(article.title == title, "\(page.file)")
        #expect(article.published?.description == page.date, "\(page.file)")
        #expect(article.source == page.source ?? "", "\(page.file)")
      }
      for text in page.not_body { #expect(!body(article).contains(text), "\(page.file)") }
      #expect(article.fault == nil)
    }
  }

  private static let title = "临江市人民政府办公室关于加快发展普惠托育服务的通知"
  private static let prose =
    "为进一步完善普惠托育服务体系，减轻家庭照护负担，根据有关法律法规，现就有关事项通知如下。\n"
    + "市财政局按季度拨付补助资金，市卫生健康委员会会同有关部门加强监督检查，并向社会公布结果。"

  @Test(
    arguments: [
      ("文号：国发[2023] 5 号", "发文字号", "国发〔2023〕5号"), ("【文号】国发（2023）5号", "发文字号", "国发〔2023〕5号"),
      ("发文字号 国发〔2023〕5号", "发文字号", "国发〔2023〕5号"), ("文号：无", "发文字号", nil), ("文号：", "发文字号", nil),
      ("有效性：是\n索引号：LJ-2023-1", "有效性", "有效"), ("有效性：\n索引号：LJ-2023-1", "有效性", nil),
      ("是否有效：否　索引号：LJ-2023-1", "有效性", "失效"),
      ("成文日期：二〇二三年五月四日", "成文日期", "2023-05-04"), ("成文日期：2023年2月30日", "成文日期", nil),
      ("成文日期：2023年5月", "成文日期", nil), ("印发日期：2023-05-04\n文号：国发〔2023〕5号", "成文日期", "2023-05-04"),
      ("索引号：LJ-2023-1\n主题分类：农业、林业 \\ 林业", "主题分类", "农业、林业\\林业"),
      ("索引号：LJ-2023-1\n体裁：通知", "公文种类", "通知"), ("体裁：通知\n分类：民生", "公文种类", nil),
      ("发文机关：财政部 税务总局", "发文机关", "财政部、税务总局"), ("发文机关：财政部，税务总局", "发文机关", "财政部、税务总局"),
      ("发布机构：临江市财政局", "发文机关", nil), ("标题：通知\n文号：国发〔2023〕5号", "标题", nil),
      ("名称：临江市托育办法\n文号：国发〔2023〕5号", "标题", "临江市托育办法"),
    ] as [(String, String, String?)])
  func `a label and its value are read`(header: String, field: String, value: String?) throws {
    let article = try read("\(Self.title)\n\(header)\n\(Self.prose)")
    #expect(try facts(article)[field] == value)
    #expect(article.title == Self.title)
    if value != nil { #expect(body(article) == Self.prose) }
  }

  @Test(
    arguments: [
      ("成文日期：2023-05-04\n文号：国发〔2023〕5号", nil),
      ("成文日期：2023-05-04\n发布日期：2023-05-10", "2023-05-10"),
      ("发布日期：2023-05-10\n成文日期：2023-05-04", "2023-05-10"),
      ("更新日期：2023-06-01\n文号：国发〔2023〕5号", nil),
      ("更新日期：2023-06-01 来源：临江网", "2023-06-01"), ("成文日期：2023-05-04", nil),
      ("文号：国发〔2023〕5号\n实施日期：2023-07-01 失效日期：2028-07-01", nil),
      ("索引号：11330000/2023-05-04\n文号：国发〔2023〕5号", nil),
    ] as [(String, String?)])
  func `only the day of publication is the date of the article`(header: String, date: String?)
    throws
  {
    let article = try read("\(Self.title)\n\(header)\n\(Self.prose)")
    #expect(article.published?.description == date)
  }

  @Test func `a related document below the text is another document`() throws {
    let text = "\(Self.prose)\n责任编辑：张三\n相关文件\n文号：临政发〔2023〕5号　有效性：有效\n相关阅读"
    let article = try read("临江市召开托育工作会议\n时间：2023-05-10 来源：临江网\n\(text)")
    #expect(try facts(article).isEmpty)
  }

  /// Fuzzing found that a line with a vertical tab before its first label stopped the program.
  @Test(arguments: ["||\u{B}||责任编辑：||", "\u{B} 号：成文日期：", "\u{C}索引号：1 文号："])
  func `white space may begin a line with labels`(line: String) throws {
    let text = "关于托育服务的通知\n2023-07-02 来源：清河日报\n发文机关：\n\(line)\n托育服务有了新的规定，自下月起施行。\n"
    let article = try CrawledText.article(
      in: Array(text.utf8), id: "a", path: "a", decoder: TextDecoder(forced: nil))
    #expect(article.fault == nil)
  }

  @Test func `numbers in the text are numbers of other documents`() throws {
    let list = (1...5).map { "临政发〔2023〕\($0)号" }.joined(separator: "\n")
    for text in [
      "\(Self.prose)\n\(list)", "\(Self.prose)（临政发〔2023〕5号）",
      "\(Self.prose)\n文号：临政发〔2023〕5号\n\(Self.prose)",
    ] {
      let article = try read("\(Self.title)\n时间：2023-05-10 来源：临江网\n\(text)")
      #expect(try facts(article)["发文字号"] == nil)
      #expect(article.published?.description == "2023-05-10")
    }
  }

  @Test(
    arguments: [
      ("临江市人民政府\n2023年5月4日", "临江市人民政府"), ("临江市人民政府 2023年5月4日", "临江市人民政府"),
      ("临 江 市 财 政 局\n二○二三年五月四日", "临江市财政局"), ("临江市财政局　临江市民政局\n2023 年 5 月 4 日", "临江市财政局、临江市民政局"),
      ("市长　甲某某\n2023年5月4日", ""), ("临江市人民政府\n2023-05-04", nil), ("临江日报社\n2023年5月4日", nil),
      ("以下无正文\n2023年5月4日", nil),
    ] as [(String, String?)])
  func `the office and the day below the text are read`(signature: String, office: String?) throws {
    let article = try read("\(Self.title)\n\(Self.prose)\n\(signature)\n（此件公开发布）")
    let facts = try facts(article)
    #expect(facts["成文日期"] == (office == nil ? nil : "2023-05-04"))
    #expect(facts["发文机关"] == (office?.isEmpty == false ? office : nil))
    #expect(article.published == nil)
    let news = try read("临江市召开托育工作会议\n时间：2023-05-10 来源：临江网\n\(Self.prose)\n\(signature)")
    #expect(try self.facts(news).isEmpty)
  }

  @Test func `a report has the facts with their lines`() {
    let report = ExtractionReport(
      Array("\(Self.title)\n国发[2023]5号\n索引号：LJ-1\n\(Self.prose)\n临江市人民政府\n2023年5月4日".utf8))
    #expect(report.facts.map(\.name) == ["发文机关", "发文字号", "成文日期", "索引号"])
    #expect(report.facts.map(\.line) == [6, 1, 6, 2])
    #expect(report.facts.map(\.value) == ["临江市人民政府", "国发〔2023〕5号", "2023-05-04", "LJ-1"])
    #expect(Set(report.facts.map(\.reason)) == ["label", "line of its own", "below the text"])
  }

  @Test func `damaged and random tables are read`() throws {
    var random = SplitMix64(seed: 9)
    let pieces = [
      "索引号", "发 文 字 号", "文号", "：", ":", "\t", "\n", " ", "　", "|", "国发〔2023〕5号", "2023-05-04",
      "成文日期", "发布日期", "【", "】", "(", ")", "有效性", "有效", "标题", "号", "日", "第5号", "无", "\u{200B}",
      Self.prose,
    ]
    for _ in 0..<3_000 {
      let text = (0..<Int.random(in: 1...25, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }.joined()
      guard let article = try? read(text) else { continue }
      #expect(article.fault == nil, "\(text)")
      _ = try facts(article)
    }
    let page = "\(Self.title)\n索引号：LJ-1\t文号：国发〔2023〕5号\n成文日期：\n2023年5月4日\n\(Self.prose)"
    let bytes = Array(page.utf8)
    for end in bytes.indices { _ = try? CrawledText.article(in: Array(bytes[..<end]), path: "a") }
  }
}
