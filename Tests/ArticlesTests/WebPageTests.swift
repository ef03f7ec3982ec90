import Articles
import Calendar
import TestSupport
import Testing

struct WebPageTests {
  private func read(_ bytes: [UInt8]) throws -> Article {
    try WebPage.article(in: bytes, id: "a.html", path: "a.html", decoder: TextDecoder(forced: nil))
  }

  private func read(_ markup: String) throws -> Article { try read(Array(markup.utf8)) }

  private func reason(_ bytes: [UInt8]) -> ArticleError.Reason? {
    do {
      _ = try read(bytes)
      return nil
    } catch {
      return (error as? ArticleError)?.reason
    }
  }

  private func lines(_ article: Article, _ kind: ZoneKind) -> [String] {
    article.zones.filter { $0.kind == kind }.flatMap {
      String(decoding: article.text[$0.range], as: UTF8.self).split(separator: "\n").map(
        String.init)
    }
  }

  private static let prose = [
    "临江市近日出台托育服务补助办法，对普惠托位按月给予补助，家庭每月可少支出六百元以上。",
    "补助由区级财政按季度拨付，街道核实托位和在托人数，弄虚作假的三年内不得再次申请补助资金。",
    "业内人士认为，普惠托育要走得远，关键在于保育人员的收入和培训能否跟得上，这需要长期投入。",
    "据介绍，全市已经建成普惠托位三千二百个，今年还将在十二个街道各新增一家社区托育中心。",
    "居民可以在政务服务大厅或者社区服务站提出申请，材料齐全的十个工作日内发放第一笔补助。",
  ]

  private static func page(charset: String = "utf-8", head: String = "", tail: String = "")
    -> String
  {
    """
    <!DOCTYPE html><html><head><meta charset="\(charset)"><title>临江市出台托育补助办法_民生_临江网</title>\(head)
    </head><body><div class="nav"><a href="/">首页</a><a href="/ms">民生</a></div>
    <div class="main"><h1>临江市出台托育补助办法</h1>
    <div class="info"><span>2023-07-02 14:53</span> <span>来源：临江日报</span></div>
    <div class="content"><p>\(prose[0])</p><p>\(prose[1])</p></div>\(tail)</div>
    <div class="footer">版权所有 临江网</div></body></html>
    """
  }

  @Test func `a page has title, header, body and tail`() throws {
    let article = try read(
      Self.page(
        tail: "<p>\(Self.prose[3])</p><p>\(Self.prose[4])</p>"
          + "<div class='comments'><p>\(Self.prose[2])</p></div>"))
    #expect(article.title == "临江市出台托育补助办法")
    #expect(article.published?.description == "2023-07-02T14:53:00")
    #expect(article.source == "临江日报")
    #expect(lines(article, .header) == ["首页 民生", "2023-07-02 14:53 来源：临江日报"])
    #expect(
      lines(article, .body) == [Self.prose[0], Self.prose[1], Self.prose[3], Self.prose[4]])
    #expect(lines(article, .tail) == [Self.prose[2], "版权所有 临江网"])
    #expect(article.originals == [Original(name: "page", start: 0)])
    #expect(article.fault == nil)
    #expect(article.extras.isEmpty)
  }

  @Test func `declared values fill gaps, and differing ones are kept`() throws {
    let head = """
      <meta property="article:published_time" content="2023-07-01T09:00:00+08:00">
      <meta name="source" content="临江传媒"><meta property="og:url" content="https://example.com/a">
      """
    let article = try read(Self.page(head: head))
    #expect(article.published?.description == "2023-07-02T14:53:00")
    #expect(article.source == "临江日报")
    #expect(article.url == "https://example.com/a")
    #expect(
      article.extras == [
        Extra(key: "markup_time", value: "\"2023-07-01T09:00:00\""),
        Extra(key: "markup_source", value: "\"临江传媒\""),
      ])
    let bare = try read("<html><head>\(head)</head><h1>标题在此</h1><p>\(Self.prose[0])</p></html>")
    #expect(bare.published?.description == "2023-07-01T09:00:00")
    #expect(bare.source == "临江传媒")
    #expect(bare.extras.isEmpty)
  }

  @Test(arguments: ["utf-8", "gb2312", "big5", "iso-8859-1", "no-such-charset"])
  func `the bytes decide when the declared encoding is wrong`(charset: String) throws {
    let page = Self.page(charset: charset)
    let article = try read(page)
    #expect(article.title == "临江市出台托育补助办法")
    #expect(article.encoding == "UTF-8")
    let markup = Array("<html><meta charset=\(charset)><h1>".utf8)
    #expect(try read(markup + Encoded.gb18030).encoding == "GB18030")
    #expect(try read(markup + Encoded.big5).encoding == "Big5")
  }

  @Test func `a page in UTF-16 or with a damaged byte is read`() throws {
    let units = Array(Self.page().utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(try read(units).encoding == "UTF-16LE")
    #expect(try read([0xFF, 0xFE] + units).source == "临江日报")
    for byte: UInt8 in [0, 0xFF, 0xE4] {
      var bytes = Array(Self.page().utf8)
      bytes.insert(byte, at: bytes.count - 120)
      #expect(try read(bytes).title == "临江市出台托育补助办法")
    }
  }

  @Test(arguments: [
    "<html><head><title>标题</title></head><body></body></html>", "<html></html>",
    "<html><head><title>框架</title></head><frameset><frame src=a><noframes>x</noframes></frameset>",
    "<html><meta http-equiv=refresh content='0; url=b.html'><body>正在跳转，请稍候</body></html>",
    "<html><script>location='b.html'</script><body>&nbsp;\u{200B}</body></html>",
    "<html><!-- <p>全部注释</p>",
  ])
  func `pages without text are empty`(markup: String) {
    #expect(reason(Array(markup.utf8)) == .empty)
  }

  @Test func `the content decides before the name`() throws {
    let folder = TemporaryDirectory()
    let names = ["a.txt", "b.HTML", "c", "d.php", "e.txt", "f.htm", "g.dat", "h.xml"]
    let plain = "临江市召开会议\n2023-07-02 来源：临江日报\n\(Self.prose[0])\n"
    for (name, text) in zip(
      names,
      [
        "\u{FEFF}\n " + Self.page(), Self.page(), Self.page(), "<!-- 注 -->\n" + Self.page(), plain,
        plain, plain, "<?xml version='1.0'?><rss><title>标题</title></rss>",
      ])
    {
      folder.write(Array(text.utf8), to: name)
    }
    let corpus = CorpusScanner.scan(folder.path)
    #expect(
      corpus.files.map(\.relativePath) == ["a.txt", "b.HTML", "c", "d.php", "e.txt", "f.htm"])
    for file in corpus.files {
      let article = try #require(try file.article())
      #expect(article.source == "临江日报", "\(file.relativePath)")
      #expect(article.title == (article.id < "e" ? "临江市出台托育补助办法" : "临江市召开会议"))
      #expect(article.originals.first?.name == (article.id == "e.txt" ? "file" : "page"))
    }
  }

  @Test(arguments: [
    String(repeating: "<div>", count: 10_000), String(repeating: "<b><p>", count: 10_000),
    String(repeating: "<table><tr><td>", count: 5000), String(repeating: "<ul><li>", count: 8000),
    String(repeating: "<div>", count: 20_000) + String(repeating: "</b>", count: 20_000),
  ])
  func `deep nesting is cut at a bound and loses no text`(markup: String) throws {
    let article = try read("<html><body>" + markup + Self.page() + markup + "<p>最后一行</p>")
    #expect(article.title == "临江市出台托育补助办法")
    #expect(String(decoding: article.text, as: UTF8.self).hasSuffix("最后一行\n"))
  }

  @Test func `huge attributes, names, comments and entities are read`() throws {
    let long = String(repeating: "x", count: 3_000_000)
    for part in [
      "<p title='\(long)' class='\(long)'>", "<\(long)>", "<!--\(long)-->", "&\(long);",
      "<script>\(long)</script>", "&#\(String(repeating: "9", count: 1_000_000));", "<p \(long)>",
      String(repeating: "<", count: 100_000), String(repeating: "<p a=1>", count: 20_000),
    ] {
      #expect(try read(Self.page(tail: part)).title == "临江市出台托育补助办法")
    }
  }

  @Test func `a tag with too many attributes is an error`() {
    let attributes = (0..<20_000).map { "a\($0)=1" }.joined(separator: " ")
    #expect(reason(Array(Self.page(tail: "<p \(attributes)>").utf8)) == .tooManyAttributes)
  }

  @Test func `no entity is expanded and no file is read`() throws {
    let article = try read(
      """
      <!DOCTYPE html [<!ENTITY a "bbbbbbbb"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>
      <html><h1>标题在此处</h1><p>\(Self.prose[0])&b;&f;</p></html>
      """)
    #expect(lines(article, .body) == ["\(Self.prose[0])&b;&f;"])
  }

  @Test func `a page cut anywhere is an article or empty`() throws {
    let bytes = Array(Self.page(head: "<script>var a = '<p>';</script>").utf8)
    for count in stride(from: 0, through: bytes.count, by: 3) {
      switch reason(Array(bytes[..<count])) {
      case nil, .empty: break
      case let reason?: Issue.record("\(reason) for \(count) bytes")
      }
    }
  }

  @Test func `mutated pages are well-formed articles or errors`() throws {
    var random = SplitMix64(seed: 7)
    let pieces = [
      "<", ">", "</", "<!--", "-->", "\"", "'", "&#", ";", "<script>", "</p>", "<table>", "<td>",
      "<![CDATA[", "<a href=", "\0", "<body", "<title>", "<pre>", "</div></div>", "<svg>",
      "\u{2028}",
      "<?php", "<script type='application/ld+json'>{\"headline\":[", "&nbsp;", "<meta charset=gbk>",
    ].map { Array($0.utf8) }
    let page = Array(Self.page().utf8)
    for _ in 0..<600 {
      var bytes = page
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.removeSubrange(at..<min(bytes.count, at + 40))
        case 2: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 60)], at: at / 2)
        default:
          bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: at)
        }
      }
      if case .success(let article) = Result(catching: { try read(bytes) }) {
        #expect(article.fault == nil)
      }
    }
  }
}
