import Calendar
import Testing

@testable import Articles

/// The text and the hints of pages, without the layout of articles.
struct MarkedPageTests {
  private func page(_ markup: String) throws -> MarkedPage {
    try #require(MarkedPage(Array(markup.utf8)))
  }

  private func lines(_ markup: String) throws -> [String] {
    String(decoding: try page(markup).text, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private func hints(_ markup: String, _ line: String) throws -> LineHints {
    let page = try page(markup)
    let lines = String(decoding: page.text, as: UTF8.self).split(separator: "\n")
    #expect(lines.count == page.hints.lines.count)
    return page.hints.lines[try #require(lines.firstIndex { $0 == line })]
  }

  @Test(arguments: [
    ("<p>一<p>二<div>三</div>四", ["一", "二", "三", "四"]),
    ("<div>一<br>二<br/><br />三</div>", ["一", "二", "三"]),
    ("<p>中<b>国</b>人\n 民 \t 报</p>", ["中国人 民 报"]),
    (
      "<p>&nbsp;&nbsp;甲&nbsp;&nbsp;乙\u{3000}</p><p>\u{3000}\u{3000}丙\u{3000}丁</p>",
      ["甲 乙", "丙\u{3000}丁"]
    ),
    ("<ul><li>一<li>二</ul><dl><dt>三<dd>四</dl>", ["一", "二", "三", "四"]),
    ("<pre>一\n  二  三\n\n四</pre>", ["一", "二 三", "四"]),
    ("<p>&lt;&amp;&quot;&#20013;&#x4e2d;&hellip;&#150;&nosuch;</p>", ["<&\"中中…–&nosuch;"]),
    ("<p>a < b 和 3<5</p>", ["a < b 和 3<5"]),
    ("<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>字", ["漢字"]),
    ("<p>前<img src=a alt=图说>后</p>", ["前后"]),
    ("<a href=a>首页</a><a href=b>新闻</a>", ["首页 新闻"]),
    ("<span class=t>2023-07-02</span><span class=s>来源：临江日报</span>", ["2023-07-02 来源：临江日报"]),
    ("<p>\u{200B}</p><p>\u{FEFF}文\u{2028}字</p>", ["文 字"]),
    ("a\u{1}b\u{7F}c\u{85}d", ["abc…d"]), ("", []), ("<p></p>", []), ("只有文字", ["只有文字"]),
  ])
  func `blocks are lines`(markup: String, expected: [String]) throws {
    #expect(try lines(markup) == expected)
  }

  @Test func `text outside of the body is kept`() throws {
    let markup = "前文<html><head><meta name=a></head><body>中</body></html>后文<p>末"
    #expect(try lines(markup).joined() == "前文中后文末")
  }

  @Test(arguments: [
    (
      "<table><tr><td>索引号<td>000014349<tr><th>主题</th><th>卫生</th></table>",
      ["索引号\t000014349", "主题\t卫生"]
    ),
    ("<table><tr><td><p>甲</p></td><td><p>乙</p></td></tr></table>", ["甲\t乙"]),
    ("<table><tr><td>导航</td><td><h1>标题</h1><p>正文</p></td></tr></table>", ["导航", "标题", "正文"]),
    ("<table><tr><td><p>一</p><p>二</p></td><td>三</td></tr></table>", ["一", "二", "三"]),
    (
      "<table><tr><td>外<table><tr><td>内</td><td>里</td></tr></table></td><td>后</td></tr></table>",
      ["外", "内\t里", "后"]
    ),
  ])
  func `the cells of a row are a line`(markup: String, expected: [String]) throws {
    #expect(try lines(markup) == expected)
  }

  @Test(arguments: [
    "<script>var a = '<p>x</p>';</script>", "<style>p{}</style>", "<noscript>x</noscript>",
    "<template><p>x</p></template>", "<svg><text>x</text><title>x</title></svg>",
    "<select><option>x</select>", "<textarea>x</textarea>", "<button>x</button>",
    "<div hidden>x<p>x</p></div>", "<div style='color:red; DISPLAY : none'>x</div>",
    "<p style=\"visibility:hidden\">x</p>", "<iframe src=a>x</iframe>", "<!-- x -->",
    "<dialog>x</dialog>", "<video>x</video>", "<head><title>x</title></head>",
  ])
  func `hidden elements are left out`(markup: String) throws {
    #expect(try lines("<p>前</p>\(markup)<p>后</p>") == ["前", "后"])
  }

  @Test func `tags and names give the region of a line`() throws {
    let markup = """
      <body class="nav-open"><div class=topNav><a href=a>首页</a></div>
      <div id=mainContent><h2>标题</h2><p>正文<a href=b>链接</a></p>
      <div class="article-comments"><div class=content>评论</div></div>
      <div class=relatedBox><ul><li>相关</li></ul></div><div class=bdsharebuttonbox>分享</div></div>
      <div class=page-footer>版权</div><p>无名</p></body>
      """
    #expect(try hints(markup, "首页").region == .navigation)
    #expect(try hints(markup, "首页").linkShare == 1)
    #expect(try hints(markup, "标题").headingLevel == 2)
    #expect(try hints(markup, "标题").region == .article)
    #expect(try hints(markup, "正文链接").linkShare == 0.5)
    #expect(try hints(markup, "评论").region == .comments)
    #expect(try hints(markup, "相关").region == .related)
    #expect(try hints(markup, "分享").region == .share)
    #expect(try hints(markup, "版权").region == .footer)
    #expect(try hints(markup, "无名").region == .unknown)
    #expect(try hints("<nav><main><p>正文</p></main></nav>", "正文").region == .article)
  }

  @Test func `paragraphs of one container have one parent`() throws {
    let markup = """
      <div><p>一</p><p>二</p></div><div><div>三</div><div>四</div><div>五<br>六</div></div>
      """
    let parents = try page(markup).hints.lines.map(\.parent)
    #expect(parents[0] == parents[1] && parents[2] == parents[3] && parents[4] == parents[5])
    #expect(Set(parents).count == 3)
  }

  @Test func `a page names titles, times, sources and its address`() throws {
    let hints = try page(
      """
      <title>临江市出台办法_民生_临江网</title><link rel=canonical href="https://example.com/1.html">
      <meta property="og:title" content="临江市出台办法"><meta property="og:site_name" content="临江网">
      <meta name="PubDate" content="2023-07-02 14:53"><meta name="ContentSource" content="来源：临江日报">
      <script type="application/ld+json">[{"@graph": [{"@type": "NewsArticle",
        "headline": "临江市出台
      办法", "datePublished": "2023-07-02T06:53:51Z",
        "publisher": {"@type": "Organization", "name": "临江传媒", "logo": {"name": "图标"}}}]}, bad</script>
      <h1>临江市出台办法</h1><time datetime="2023-07-03">昨天</time>
      """
    ).hints
    #expect(hints.titles == ["临江市出台办法", "临江市出台 办法"])
    #expect(
      hints.times.map(\.time.description)
        == ["2023-07-02T14:53:51", "2023-07-02T14:53:00", "2023-07-03"])
    #expect(hints.times.map(\.place) == ["JSON-LD", "meta PubDate", "time datetime"])
    #expect(hints.sources == ["临江传媒", "临江日报", "临江网"])
  }

  @Test(arguments: [
    ("<title>短题_网站</title><h1>网站</h1><h3>短题很长</h3>", ["网站"]),
    ("<title>临江市出台办法 临江日报</title><div>临江市出台办法</div>", ["临江市出台办法"]),
    ("<title>新闻中心_临江市出台办法_临江网</title><b>临江市出台办法</b>", ["临江市出台办法"]),
    ("<title>COVID-19 疫情通报|临江网</title>", ["COVID-19 疫情通报"]),
    (
      "<meta property=og:title content=\"临江市说\"了\"什么\"><h1>临江市说\"了\"什么</h1>",
      ["临江市说\"了\"什么", "临江市说"]
    ),
    ("<p>没有标题</p>", []),
  ])
  func `the titles that the page prints come first`(markup: String, expected: [String]) throws {
    #expect(try page(markup).hints.titles == expected)
  }

  @Test(arguments: [
    ("2023-07-02T14:53:51+08:00", "2023-07-02T14:53:51"), ("2023-07-02", "2023-07-02"),
    ("2023-07-02T20:00:00Z", "2023-07-03T04:00:00"), ("1688280831", "2023-07-02T14:53:51"),
    ("2023-07-02T01:00:00-0500", "2023-07-02T14:00:00"), ("1688280831000", "2023-07-02T14:53:51"),
    ("2023-07-02T14:53:51.123+0800", "2023-07-02T14:53:51"),
  ])
  func `times in other zones are converted`(text: String, expected: String) {
    #expect(CivilDateTime(recorded: text)?.description == expected)
  }

  @Test(arguments: ["", "2023-13-01", "昨天", "0000000000", "99999999999999"])
  func `other texts are no times`(text: String) { #expect(CivilDateTime(recorded: text) == nil) }

  @Test func `HTML within other texts is recognized`() {
    for text in [
      "<p>一</p>", "一<br>二", "一<br/>二", "<DIV class=a>一", "见<a href='b'>此</a>", "<img src=a>",
    ] {
      #expect(MarkupSniffer.isMarkedUp(Array(text.utf8)), "\(text)")
    }
    for text in ["", "一 < 二 > 三", "a<b", "<新华社>", "List<Int> x", "<p", "</p", "《<标题>》", "x<pre y"] {
      #expect(!MarkupSniffer.isMarkedUp(Array(text.utf8)), "\(text)")
    }
    #expect(MarkedPage.text(of: Array("<p>一</p>二<br>三".utf8)) == Array("一\n二\n三\n".utf8))
  }
}
