import Calendar
import TestSupport
import Testing

@testable import Articles

/// Tests of the text of Markdown files.
struct MarkdownTests {
  private static func article(_ text: String, fields: FieldMap = FieldMap()) throws -> Article {
    let article = try Markdown.article(
      in: Array(text.utf8), id: "a.md", path: "a.md", decoder: TextDecoder(forced: nil),
      fields: fields)
    #expect(article.fault == nil)
    return article
  }

  private static func lines(_ text: String) throws -> [String] { try article(text).lines }

  @Test(arguments: [
    // Emphasis.
    ("**中文**和*重点*、__粗__、_斜_、~~删除~~、***全部***", "中文和重点、粗、斜、删除、全部"),
    ("**“引号”**后面，前面**（括号）**。", "“引号”后面，前面（括号）。"),
    ("中文_名称_中文 snake_case_name 2 * 3 * 4 和 3~5 天", "中文_名称_中文 snake_case_name 2 * 3 * 4 和 3~5 天"),
    ("**没有结尾 和 ** 空格", "**没有结尾 和 ** 空格"), ("a **b *c* d** e", "a b c d e"),
    // Links and images.
    ("见[说明](https://a.cn/x_(1) \"标题\")。", "见说明。"), ("[**粗**链接](a)", "粗链接"),
    ("![图片说明](a.png)", "图片说明"), ("[![图](a.png)](b)", "图"), ("[文](<a b>)[甲](", "文[甲]("),
    ("[不是链接] 和 [x](a b)", "[不是链接] 和 [x](a b)"),
    ("<https://a.cn/?a=1&b=2>", "https://a.cn/?a=1&b=2"),
    ("注释[^1]之后", "注释之后"),
    // Code and escapes.
    ("用 `a < b && **c**` 表示", "用 a < b && **c** 表示"), ("``a ` b``", "a ` b"), ("`没有结尾", "`没有结尾"),
    ("\\*星号\\* \\[括号\\] C:\\路径", "*星号* [括号] C:\\路径"),
    // HTML.
    ("A & B &amp; C &lt; 1 < 2 > 0", "A & B & C < 1 < 2 > 0"),
    ("<b>粗</b><span class=x>体</span>", "粗体"),
    ("前<!-- 注释 **x** -->后", "前后"), ("<script>alert(1)</script>\n\n正文", "正文"),
  ])
  func `marks are no text`(text: String, expected: String) throws {
    #expect(try Self.lines(text) == [expected])
  }

  @Test(arguments: [
    // Paragraphs.
    ("第一行\n第二行", ["第一行第二行"]), ("one\ntwo", ["one two"]), ("中文\nEnglish\n中文", ["中文 English 中文"]),
    ("甲  \n乙\\\n丙<br>丁", ["甲", "乙", "丙", "丁"]), ("甲\r\n\r\n乙", ["甲", "乙"]),
    ("    缩进四格的段落", ["缩进四格的段落"]), ("　　全角缩进", ["全角缩进"]),
    // Headings.
    ("# 标题 #\n正文", ["标题", "正文"]), ("标题\n===\n正文", ["标题", "正文"]),
    ("甲\n---\n乙\n\n---\n丙", ["甲", "乙", "丙"]),
    ("#话题# 不是标题", ["#话题# 不是标题"]), ("####### 七级", ["####### 七级"]),
    // Items and quotations.
    ("- 甲\n- 乙\n  续行\n* 丙\n+ [x] 丁", ["甲", "乙续行", "丙", "丁"]), ("1. 甲\n2) 乙", ["1. 甲", "2) 乙"]),
    ("-不是列表 -1 度", ["-不是列表 -1 度"]), ("> 引用第一行\n> 第二行\n懒续行\n\n> > 内层", ["引用第一行第二行懒续行", "内层"]),
    ("甲\n***\n乙", ["甲", "乙"]),
    // Code.
    ("```\na  b\n\n# c\n```\n后", ["a b", "# c", "后"]), ("~~~ swift\n```\n~~~~\n后", ["```", "后"]),
    ("```\n没有结尾", ["没有结尾"]),
    // Tables.
    (
      "| 区县 | 托位 |\n|---|:-:|\n| 清河 | **12** |\n| a \\| b | 3\n\n后",
      ["区县\t托位", "清河\t12", "a | b\t3", "后"]
    ),
    ("说明\n甲|乙\n-|-\n丙|丁", ["说明", "甲\t乙", "丙\t丁"]),
    // Definitions of links.
    ("见[甲][a]、[b]、[丙][]。\n\n[a]: http://a.cn\n[B]: <b.html> \"标题\"\n[丙]: ./c.md", ["见甲、b、丙。"]),
    ("[注]：这是正文\n[x]: 也是正文", ["[注]：这是正文 [x]: 也是正文"]),
    // HTML.
    ("<div>\n**原样**\n</div>\n\n**正文**", ["**原样**", "正文"]), ("<!-- 多行\n\n注释 -->\n正文", ["正文"]),
    ("<pre>\n甲\n\n乙\n</pre>\n丙", ["甲", "乙", "丙"]),
  ])
  func `blocks are lines`(text: String, expected: [String]) throws {
    #expect(try Self.lines(text) == expected)
  }

  @Test func `a file without front matter is read like a page`() throws {
    let article = try Self.article(
      "# 旧城改造完成首批验收\n\n2022-03-04 来源：清河日报\n\n三个小区通过了验收，惠及居民三千户，还有五个小区陆续开工。\n")
    #expect(article.title == "旧城改造完成首批验收" && article.source == "清河日报")
    #expect(article.published?.description == "2022-03-04" && article.isWholeFile)
  }

  @Test func `Markdown in GBK is decoded`() throws {
    let bytes: [UInt8] =
      [0x23, 0x20, 0xBE, 0xC9, 0xB3, 0xC7, 0x0A, 0x0A]
      + [
        0xC8, 0xFD, 0xB8, 0xF6, 0xD0, 0xA1, 0xC7, 0xF8, 0xCD, 0xA8, 0xB9, 0xFD, 0xD1, 0xE9, 0xCA,
        0xD5,
      ]
    let found = try FileContents(bytes, name: "a.md")
    #expect(found.articles.first?.lines == ["旧城", "三个小区通过验收"])
  }

  @Test func `files are recognized by their names`() throws {
    for name in ["a.md", "README.MD", "b.markdown"] {
      #expect(try FileContents("正文", name: name).ids == [name])
    }
    #expect(try FileContents("\n \n", name: "a.md").errors.map(\.reason) == [.empty])
  }

  // MARK: Bounds

  @Test(arguments: [
    "[", "]", "[](", "![", "*", "_a", "`", "``` ", "<a", "<!--", "(", "**a", "> ", "\\", "&", "|",
    "- ",
    "[a]: b\n", "a\n", "~~", "[a][", "# ", "|-|\n", "*a _b ", "`a``b",
  ])
  func `repeated marks take linear time`(part: String) throws {
    let text = String(repeating: part, count: 60_000 / part.utf8.count) + "\n正文\n"
    let clock = ContinuousClock()
    let time = clock.measure { _ = try? Self.article(text) }
    // Quadratic time would be minutes. Debug builds on busy machines are slow.
    #expect(time < .seconds(30))
  }

  @Test(arguments: 0..<400) func `odd texts give sound articles`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let parts = [
      "---\n", "+++\n", "title: 甲\n", "date: 2024-01-02\n", "tags: [a, 乙]\n", "- ", "# ", "\n",
      "\n\n",
      "**", "*", "_", "~~", "`", "```\n", "[", "](", "![", ")", "]", "<", "<b>", "</div>", "<!--",
      "-->",
      "|", "|---|\n", "&amp;", "\\", "中文", "word", " ", "> ", "===\n", "[a]: b\n", "<br>",
      "\u{FFFD}", "…",
    ]
    var text = seed % 3 == 0 ? "---\n" : ""
    for _ in 0..<80 { text += parts.randomElement(using: &random) ?? "" }
    for end in [text.utf8.count, text.utf8.count / 2] {
      _ = try? Self.article(String(decoding: text.utf8.prefix(end), as: UTF8.self))
    }
  }
}

/// Tests of the fields in front matter.
struct FrontMatterTests {
  private static func article(_ text: String, fields: FieldMap = FieldMap()) throws -> Article {
    let article = try Markdown.article(
      in: Array(text.utf8), id: "a.md", path: "a.md", decoder: TextDecoder(forced: nil),
      fields: fields)
    #expect(article.fault == nil)
    return article
  }

  private static func error(_ text: String) -> String? {
    do {
      _ = try article(text)
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func `fields of YAML have their meaning`() throws {
    let article = try Self.article(
      """
      ---
      title: "临江市新增托位两千个"
      date: 2024-03-18T08:30:00+08:00
      author: 张三
      来源: 临江日报
      tags: [托育, 民生]
      categories:
        - 民生
      url: https://a.cn/1
      id: n1
      weight: 3
      code: 007
      draft: false
      empty:
      more: {a: [1, "二"], b: ~}
      intro: |
        第一行
        第二行
      ...
      临江市今年新增普惠托位两千个。
      """)
    #expect(article.id == "a.md" && article.title == "临江市新增托位两千个")
    #expect(article.published?.description == "2024-03-18T08:30:00" && article.source == "临江日报")
    #expect(article.tags == ["托育", "民生"] && article.section == "民生")
    #expect(article.url == "https://a.cn/1")
    let extras = article.extras.map { "\($0.key)=\($0.value)" }
    #expect(
      extras == [
        "author=\"张三\"", "id=\"n1\"", "weight=3", "code=\"007\"", "draft=false", "empty=null",
        #"more={"a":[1,"二"],"b":null}"#, #"intro="第一行\n第二行\n""#,
      ])
    #expect(article.lines == ["临江市新增托位两千个", "临江市今年新增普惠托位两千个。"])
    #expect(article.zones.map(\.kind) == [.title, .body])
  }

  @Test func `fields of TOML have their meaning`() throws {
    let article = try Self.article(
      "+++\ntitle = \"托育\"\ndate = 2024-01-02T08:00:00+08:00\ntags = [\"甲\", '乙']\n[extra]\n  k = 1\n+++\n正文。\n"
    )
    #expect(article.title == "托育" && article.tags == ["甲", "乙"])
    #expect(article.published?.description == "2024-01-02T08:00:00")
    #expect(article.extras == [Extra(key: "k", value: "\"1\"")])
  }

  @Test func `the title is the first line of the text once`() throws {
    for body in ["# 托育服务\n\n正文。", "托育服务\n===\n正文。", "正文。"] {
      let article = try Self.article("---\ntitle: 托育服务\n---\n\(body)\n")
      #expect(article.lines == ["托育服务", "正文。"] && article.title == "托育服务")
    }
    let other = try Self.article("---\ntitle: 托育服务\n---\n# 第二个标题\n\n正文。\n")
    #expect(other.title == "托育服务" && other.lines == ["托育服务", "第二个标题", "正文。"])
  }

  @Test func `front matter precedes what the text prints`() throws {
    let text = "来源：清河日报 2022-03-04\n\n三个小区通过了验收，惠及居民三千户，还有五个小区陆续开工。\n"
    let both = try Self.article(
      "---\ntitle: 旧城改造完成验收\nsource: 临江日报\ndate: 2024-01-02\n---\n" + text)
    #expect(both.source == "临江日报" && both.published?.description == "2024-01-02")
    let one = try Self.article("---\ntitle: 旧城改造完成验收\n---\n" + text)
    #expect(one.source == "清河日报" && one.published?.description == "2022-03-04")
  }

  @Test func `names are assigned by the user`() throws {
    let map = try FieldMap(["作者=source", "source=extra"])
    let article = try Self.article(
      "---\n作者: 张三\nsource: x\n---\n正文。\n", fields: map)
    #expect(article.source == "张三" && article.extras.map(\.key) == ["source"])
  }

  @Test func `lines that are no front matter are text`() throws {
    for text in ["---\n\n正文。\n", "----\ntitle: a\n----\n正文。\n", "正文。\n---\ntitle: a\n---\n"] {
      #expect(try Self.article(text).extras == [])
    }
    #expect(try Self.article("---\n---\n正文。\n").lines == ["正文。"])
    #expect(try Self.article("---\n# 注释\n---\n正文。\n").lines == ["正文。"])
    let long = "---\na: " + String(repeating: "b", count: 70_000) + "\n---\n正文。\n"
    #expect(try Self.article(long).extras == [])
  }

  // MARK: Mistakes

  @Test func `a colon in a title is no mistake`() throws {
    let article = try Self.article("---\ntitle: 解读: 新规定\ndate: 2024-01-02\n---\n正文。\n")
    #expect(article.title == "解读: 新规定" && article.published != nil)
  }

  @Test(arguments: [
    ("---\ntitle: [a\n  x: y\n---\n正文\n", "a.md:3: invalid front matter: "),
    ("---\na: 1\n\tb: 2\n---\n正文\n", "a.md:3: invalid front matter: "),
    ("---\n- a\n- b\n---\n正文\n", "a.md:2: invalid front matter: no mapping of names to values"),
    ("+++\na = 1\nnonsense\n+++\n正文\n", "a.md:3: invalid front matter: neither a name nor a value"),
  ])
  func `mistakes are reported with their line`(text: String, expected: String) throws {
    let error = try #require(Self.error(text))
    #expect(error.hasPrefix(expected), "\(error)")
  }

  @Test func `values that expand are bounded`() throws {
    var bomb = "---\na0: &a0 [x]\n"
    for level in 1..<30 { bomb += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    let article = try Self.article(bomb + "---\n正文。\n")
    #expect(article.extras.count == 30 && article.extras.last?.value == "[null,null]")
    let deep = "---\na:\n  - " + String(repeating: "[", count: 1000) + "\n---\n正文。\n"
    #expect(Self.error(deep)?.contains("values nest deeper than 32") == true)
  }

  @Test func `every truncation is an article or one error`() {
    let text = "---\ntitle: \"托育\"\ntags: [甲, {a: b}]\nx: |\n  长\n---\n# 标题\n\n正文**重点**。\n"
    for count in 1..<text.utf8.count {
      let part = Array(text.utf8.prefix(count))
      let article = try? Markdown.article(
        in: part, id: "a", path: "a", decoder: TextDecoder(forced: nil))
      if let article { #expect(article.fault == nil) }
    }
  }
}
