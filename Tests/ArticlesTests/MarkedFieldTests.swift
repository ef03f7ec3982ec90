import Articles
import TestSupport
import Testing

/// HTML in the fields of records.
struct MarkedFieldTests {
  private func article(_ title: String, _ text: String) throws -> Article {
    var json: [UInt8] = []
    let exported = Article(
      id: "x", text: Array((title + text).utf8),
      originals: [
        Original(name: "title", start: 0), Original(name: "text", start: title.utf8.count),
      ],
      zones: [])
    JSONRecordWriter().append(exported, to: &json)
    // Without the parts of exported records, whose text is kept as it is.
    let line = String(decoding: json, as: UTF8.self).replacing("\"xunwen\"", with: "\"other\"")
    return try JSONRecords.article(in: Array(line.utf8))
  }

  private func body(_ text: String) throws -> String {
    let article = try article("", text)
    return article.zones.filter { $0.kind == .body }
      .map { String(decoding: article.text[$0.range], as: UTF8.self) }.joined(separator: "|")
  }

  @Test(arguments: [
    ("<p>第一段&nbsp;甲</p><p>第二段</p>", "第一段 甲\n第二段"),
    ("第一段<br/>第二段<BR>第三段", "第一段\n第二段\n第三段"),
    ("<div class=\"c\"><script>x()</script><style>p{}</style>正文<!-- c --></div>", "正文"),
    // Line feeds between paragraphs stay, unless there are paragraphs.
    ("第一段，<strong>重点</strong>。\n第二段，<a href=\"/x\">链接</a>。", "第一段，重点。\n第二段，链接。"),
    ("<p>一\n二</p>\n<p>三</p>", "一 二\n三"),
    // Escaped once and twice.
    ("&lt;p&gt;第一段&lt;/p&gt;&lt;p&gt;第二段&lt;/p&gt;", "第一段\n第二段"),
    ("<p>甲&amp;nbsp;乙&amp;ldquo;丙&amp;rdquo;</p>", "甲 乙“丙”"),
    ("&amp;lt;p&amp;gt;甲", "&lt;p&gt;甲"),
    ("&ldquo;甲&rdquo;&#12298;乙&#x300b;&hellip;", "“甲”《乙》…"),
    ("<p>使用 &lt;br&gt; 换行</p>", "使用 <br> 换行"), ("<p>甲\u{0}乙</p><p>丙</p>", "甲乙\n丙"),
  ])
  func `HTML in a text is read as HTML`(text: String, expected: String) throws {
    #expect(try body(text) == expected, "\(text)")
  }

  @Test(arguments: [
    "a < b && c > d", "AT&T 与 R&D", "5<6，x>y", "<<中国>>第3期", "<临江日报>记者", "P<0.05 & n>30",
    "http://a.example/?x=1&copy=2&lt=3", "a&b;c", "&unknown;", "<3", "if (a<b) { c(); }",
    "&#0;&#xD800;",
    "&", "<", "邮箱 <a@b.example>", "&#99999999;", "（<）",
  ])
  func `other text stays as it is`(text: String) throws {
    #expect(try body(text) == text)
    #expect(try article(text, "a").title == text)
  }

  @Test func `a title has neither tags nor references`() throws {
    let article = try article("<em>养老</em>服务&amp;托育&nbsp;<br>新规", "正文")
    #expect(article.title == "养老服务&托育 新规")
    #expect(article.fault == nil)
    #expect(article.originals.map(\.name) == ["title", "text"])
  }

  @Test func `an exported article keeps its text`() throws {
    let text = "<p>甲&amp;乙</p>"
    var json: [UInt8] = []
    let article = Article(
      id: "x", text: Array(text.utf8), originals: [Original(name: "text", start: 0)],
      zones: [Zone(kind: .body, range: 0..<text.utf8.count)])
    JSONRecordWriter().append(article, to: &json)
    #expect(try JSONRecords.article(in: json.dropLast()) == article)
  }

  @Test func `HTML in a table is read as HTML`() throws {
    let contents = try FileContents(
      "标题,正文\n<b>题</b>,\"<p>一</p>\n<p>二&nbsp;</p>\"\n", name: "a.csv")
    #expect(contents.articles.first?.title == "题" && contents.bodies == ["一\n二\n"])
  }

  @Test func `a text that is nothing but tags is empty`() throws {
    #expect(throws: ArticleError.self) { try body("<p></p><br>") }
    #expect(try article("题", "<p>&nbsp;</p>").zones.map(\.kind) == [.title])
  }

  @Test func `random pieces of markup give valid articles`() {
    let pieces = [
      "<p>", "</p>", "<br", ">", "<", "&", "&lt;", "&gt;", "&amp;", "&nbsp;", "养老", "\n", " ",
      "</b>",
      "<b>", "&#", "12298;", "<pre>", "</pre>", "<script>", "<!--", "-->", "\"", "<td>", "\u{0}",
    ]
    var random = SplitMix64(seed: 9)
    for _ in 0..<3000 {
      let text = (0..<Int.random(in: 1...12, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }.joined()
      if let article = try? article(text, text) { #expect(article.fault == nil, "\(text)") }
    }
  }
}
