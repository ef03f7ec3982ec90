import Articles
import Calendar
import TestSupport
import Testing

struct CrawledTextTests {
  private func read(_ text: String) throws -> Article {
    try CrawledText.article(in: Array(text.utf8), path: "a.txt")
  }

  private func lines(_ article: Article, _ kind: ZoneKind) -> [String] {
    article.zones.filter { $0.kind == kind }.flatMap {
      String(decoding: article.text[$0.range], as: UTF8.self).split { $0.isNewline }
        .map { $0.trimmed }.filter { !$0.isEmpty }
    }
  }

  private static let prose = [
    "临江市近日出台托育服务补助办法，对普惠托位按月给予补助，家庭每月可少支出六百元以上。",
    "补助由区级财政按季度拨付，街道核实托位和在托人数，弄虚作假的三年内不得再次申请补助资金。",
    "“离家近，价格也能接受。”一位家长说，孩子入托之后，老人终于能够回乡照看自己的果园了。",
    "业内人士认为，普惠托育要走得远，关键在于保育人员的收入和培训能否跟得上，这需要长期投入。",
  ]

  @Test func `the text of an aggregator has title, header, body and tail`() throws {
    let article = try read(
      """
      天天热资讯!临江市出台托育补助办法
      时间:2023-07-02 14:53:51来源:工人日报

      临江市出台托育补助办法

      【资料图】

      \(Self.prose[0])

      一、补助标准

      \(Self.prose[1])

      标签:

      生活指南
        • 兰花原产地是哪些地方?兰花生长特性有哪些?

          兰花原产地是哪些地方?地生兰大部分品种原产中国,因此兰花又称中国

        • 张店税务:真诚服务获点赞
      """)
    #expect(article.title == "临江市出台托育补助办法")
    #expect(article.published?.description == "2023-07-02T14:53:51")
    #expect(article.source == "工人日报")
    #expect(lines(article, .header) == ["天天热资讯!", "时间:2023-07-02 14:53:51来源:工人日报"])
    #expect(lines(article, .body) == ["临江市出台托育补助办法", Self.prose[0], "一、补助标准", Self.prose[1]])
    #expect(lines(article, .tail).first == "【资料图】")
    #expect(lines(article, .tail).last == "• 张店税务:真诚服务获点赞")
  }

  @Test(arguments: [
    "首页 > 新闻 > 正文", "您现在的位置：首页 > 新闻中心", "新华网", "当前位置：政策频道", "临江日报 » 民生",
  ])
  func `a line that gives the location on the site is no title`(line: String) throws {
    let article = try read(
      "\(line)\n临江市召开托育工作会议\n时间:2023-07-02 14:53来源:临江日报\n\n\(Self.prose[0])\n")
    #expect(article.title == "临江市召开托育工作会议")
    #expect(lines(article, .header).first == line)
    #expect(article.published?.description == "2023-07-02T14:53:00")
  }

  @Test func `a second title above the header is body`() throws {
    let article = try read(
      "临江市召开托育工作会议\n用两年时间补上一千个普惠托位\n时间:2023-07-02来源:临江日报\n\n\(Self.prose[0])\n")
    #expect(article.title == "临江市召开托育工作会议")
    #expect(lines(article, .body) == ["用两年时间补上一千个普惠托位", Self.prose[0]])
  }

  @Test func `markers within sentences have no effect`() throws {
    let paragraph = "标签：这个词如今人人会用，可是给孩子贴上标签，会让他们失去改变的机会，这一点值得注意。"
    let article = try read(
      """
      给孩子贴标签
      来源：教育视野

      \(Self.prose[0])
      \(paragraph)
      记者：您怎么看？
      \(Self.prose[1])
      申请材料如下：
      • 身份证明
      • 收入证明
      • 住房证明
      • 在托证明
      \(Self.prose[2])
      （责任编辑：张三）
      """)
    #expect(lines(article, .body).count == 10)
    #expect(lines(article, .tail) == ["（责任编辑：张三）"])
    #expect(article.source == "教育视野")
  }

  @Test(arguments: [
    "中国进出口银行授信1000亿　支持我国船舶发展", "广告的经营者、广告的发布者不得发布虚假广告。", "来源广泛的资金支持托育",
    "编辑部里的年轻人", "声明指出，双方将继续合作。", "小微企业 迎来春天", "标签化的评价伤害孩子",
  ])
  func `a sentence that begins like a marker is body`(line: String) throws {
    let article = try read("标题在此\n来源：新华社\n\n\(Self.prose[0])\n\(line)\n\(Self.prose[1])\n\(line)\n")
    #expect(lines(article, .body) == [Self.prose[0], line, Self.prose[1], line])
  }

  @Test func `credits at the end of the last paragraph are tail`() throws {
    let article = try read("标题在此\n\n\(Self.prose[0])（责任编辑：张三）\n热点新闻\n某地下雪\n")
    #expect(lines(article, .body) == [Self.prose[0]])
    #expect(lines(article, .tail) == ["（责任编辑：张三）", "热点新闻", "某地下雪"])
  }

  @Test func `a list of titles without bullets is tail`() throws {
    let article = try read(
      """
      标题在此
      2023-07-02 14:53

      \(Self.prose[0])
      \(Self.prose[1])
      热门排行榜
      零线火线地线都有电怎么办
      意大利首都是哪里
      撤市设区是升级还是降级
      """)
    #expect(lines(article, .body) == Array(Self.prose[..<2]))
    #expect(lines(article, .tail).count == 4)
  }

  @Test func `a text can lack title and header`() throws {
    let article = try read(Self.prose[0] + "\n" + Self.prose[1])
    #expect(article.title == "")
    #expect(article.published == nil)
    #expect(lines(article, .body).count == 2)
    #expect(try read("只有一行").title == "只有一行")
  }

  @Test func `the source can follow the article`() throws {
    let article = try read("标题在此\n\(Self.prose[0])\n\(Self.prose[1])\n来源：新华社\n责任编辑：李四\n")
    #expect(article.source == "新华社")
    #expect(lines(article, .body) == Array(Self.prose[..<2]))
  }

  @Test(arguments: ["\r\n", "\r", "\u{2028}", "\u{2029}", "\u{85}", " \n\u{3000}\n"])
  func `every kind of line end separates lines`(end: String) throws {
    let parts = [
      "今日热闻!标题在此", "时间:2023-07-02来源:新华社", Self.prose[0], "【资料图】", Self.prose[1], "标签:", "别处",
    ]
    let expected = try read(parts.joined(separator: "\n"))
    let article = try read(parts.joined(separator: end))
    #expect(article.title == "标题在此")
    #expect(article.published == expected.published)
    for kind in ZoneKind.allCases { #expect(lines(article, kind) == lines(expected, kind)) }
  }

  /// Random texts are composed of a known title, header, body and tail.
  @Test(arguments: 0..<300 as Range<UInt64>)
  func `the parts of a random text are found`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    func maybe() -> Bool { Bool.random(using: &random) }
    let slogan =
      maybe() ? ["天天热资讯!", "环球微动态丨", "每日看点:", "世界今热点|"].randomElement(using: &random) : nil
    let headers = [
      ["时间:2021-03-04 05:06:07来源:江北晚报"], ["发布时间：2021年3月4日 05:06:07", "来源：江北晚报"],
      ["来源:江北晚报　　时间:2021/03/04 05:06:07"], ["2021-03-04 05:06:07  来源：江北晚报  作者：王五"],
    ]
    let header = headers.randomElement(using: &random) ?? []
    var body: [String] = []
    var lines = [(slogan ?? "") + "临江市出台托育补助办法 惠及三万家庭"] + header
    for paragraph in Self.prose.shuffled(using: &random) {
      if maybe() {
        lines.append(["【资料图】", "(资料图片)", "点击查看更多图片"].randomElement(using: &random) ?? "")
      }
      if maybe() {
        body.append("第\(body.count)节 补助标准")
        lines.append("第\(body.count - 1)节 补助标准")
      }
      body.append(paragraph)
      lines.append("　　" + paragraph)
      if maybe() { lines.append("") }
    }
    let tails = [
      ["标签:"], ["标签：托育 补助"], ["责任编辑：张三"], ["（责编：张三、李四）"], ["相关阅读"], ["上一篇:某地下雪"],
      ["版权声明：本网文章转载自其他媒体。"], ["分享到: 微信 微博"], ["编辑：张三"], ["生活指南", "  • 某地", "  • 某市"],
    ]
    if maybe() {
      lines += tails.randomElement(using: &random) ?? []
      lines += ["  • 兰花原产地是哪些地方", "    兰花又称中国兰，分布很广,现在就"]
    }
    let text = lines.joined(separator: maybe() ? "\n" : "\n\n")
    let article = try read(text)
    #expect(article.title == "临江市出台托育补助办法 惠及三万家庭", "seed \(seed)")
    #expect(article.published?.description == "2021-03-04T05:06:07", "seed \(seed)")
    #expect(article.source == "江北晚报", "seed \(seed)")
    #expect(self.lines(article, .body) == body, "seed \(seed)")
  }

  @Test(arguments: 0..<400 as Range<UInt64>)
  func `zones of random text are disjoint and cover all but blanks`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let parts =
      Self.prose + [
        "标签:", "【", "】", "(", "责任编辑", "来源:", "时间:", "2023-07-02", "14:53", "民", "民国", "正文",
        "•", "—", "热门推荐", "[视频]", "天天", "!", "|", ":", "_", " ", "\u{3000}", "\u{FEFF}", "\n",
        "\n\n", "\r",
        "\u{2028}", "。", "年", "月", "9", "a", "\u{7F}", "𠀀", "é", "\t", "上午", "星期", "）", "主要内容",
      ]
    let count = Int.random(in: 0...60, using: &random)
    let text = (0..<count).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
    let bytes = Array(text.utf8)
    let layout = PageLayout.extract(bytes)
    var end = 0
    var covered = ""
    for zone in layout.zones {
      #expect(zone.range.lowerBound >= end && !zone.range.isEmpty, "seed \(seed)")
      end = zone.range.upperBound
      covered += try #require(String(validating: bytes[zone.range], as: UTF8.self), "seed \(seed)")
    }
    #expect(covered.withoutBlanks == text.withoutBlanks, "seed \(seed)")
  }

  @Test func `time is linear in the length of a text`() throws {
    #if DEBUG
      let size = 2_000_000
    #else
      let size = 100_000_000
    #endif
    for piece in ["今天天气很好，", "\n", "a\n", "•\n", "来源:", "((((", "标签\n\n"] {
      let bytes = Array(repeatElement(Array(piece.utf8), count: size / piece.utf8.count).joined())
      let layout = PageLayout.extract(bytes)
      #expect(layout.zones.isEmpty == (piece == "\n"))
    }
  }
}

extension StringProtocol {
  var trimmed: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.drop { $0.isBlank }.reversed().drop { $0.isBlank }.reversed()))
  }

  var withoutBlanks: [Unicode.Scalar] { unicodeScalars.filter { !$0.isBlank } }
}

extension Unicode.Scalar {
  fileprivate var isBlank: Bool {
    properties.isWhitespace || value == 0xFEFF || value == 0x200B || value < 0x20 || value == 0x7F
  }
}
