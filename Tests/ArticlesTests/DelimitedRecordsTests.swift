import Articles
import Calendar
import TestSupport
import Testing

struct DelimitedRecordsTests {
  @Test(arguments: [
    // Delimiters.
    "id,title,text\n1,题,文\n2,目,乙\n", "id\ttitle\ttext\n1\t题\t文\n2\t目\t乙\n",
    "id;title;text\n1;题;文\n2;目;乙\n", "id|title|text\n1|题|文\n2|目|乙\n",
    "sep=;\nid;title;text\n1;题;文\n2;目;乙\n", "\"sep=|\"\r\nid|title|text\r\n1|题|文\r\n2|目|乙\r\n",
    "sep=\\t\nid\ttitle\ttext\n1\t题\t文\n2\t目\t乙\n",
    // Line ends, blank lines, and a byte order mark.
    "id,title,text\r\n1,题,文\r\n2,目,乙", "id,title,text\r1,题,文\r2,目,乙\r",
    "\u{FEFF}id,title,text\n1,题,文\n2,目,乙\n", "\n\nid,title,text\n\n1,题,文\n\r\n\n2,目,乙\n\n",
    "\u{FEFF}sep=,\r\nid,title,text\r\n1,题,文\r\n2,目,乙\r\n",
    // Quotation marks, also of the header.
    "\"id\",\"title\",\"text\"\n\"1\",\"题\",\"文\"\n\"2\",\"目\",\"乙\"\n",
    "\"id\" , \"title\" , \"text\"\n1,\"题\" ,文\n2,目,\"乙\"  \n".replacing(" , ", with: ","),
    // Trailing delimiters, and an index without a name.
    "id,title,text,,\n1,题,文,,\n2,目,乙,,\n", "id,title,text\n1,题,文,,,\n2,目,乙\n",
    ",id,title,text\n0,1,题,文\n,,,\n1,2,目,乙\n,,,\n", "ID, Title ,TEXT\n1,题,文\n2,目,乙\n",
    "编号x,id,标题,正文\n,1,题,文\n,2,目,乙\n",
  ])
  func `tables of every dialect are read`(text: String) throws {
    for name in ["a.csv", "a.tsv", "A.CSV"] {
      let contents = try FileContents(text, name: name)
      #expect(contents.ids == ["1", "2"], "\(name)")
      #expect(contents.bodies == ["文", "乙"] && contents.articles.map(\.title) == ["题", "目"])
      #expect(contents.errors == [] && contents.articles.allSatisfy { $0.extras == [] })
    }
  }

  @Test(arguments: [
    ("\"多行\n文本\r\n末行\"", "多行\n文本\r\n末行"), ("\"他说\"\"好\"\"。\"", "他说\"好\"。"),
    ("\"\"\"好\"\"\"", "\"好\""), ("\"a,b;c|d\te\"", "a,b;c|d\te"), ("引号\"在中间\"", "引号\"在中间\""),
    ("C:\\dir\\", "C:\\dir\\"), ("\"路径\\\"", "路径\\"), (" 空格 ", " 空格 "),
    ("\"\\\"\"\"", "\\\""),
  ])
  func `cells are read as written`(cell: String, expected: String) throws {
    let contents = try FileContents("id,text,n\n1,\(cell),7\n2,乙,8\n", name: "a.csv")
    #expect(contents.bodies == [expected, "乙"] && contents.errors == [])
  }

  @Test(arguments: [
    ("\"他说\\\"好\\\"。\"", "他说\"好\"。"), ("\"他说\\\"好\\\",走了\"", "他说\"好\",走了"),
    ("甲\\,乙", "甲,乙"), ("甲\\\n乙", "甲\n乙"), ("\"\\\\\\\"\"", "\\\""), ("\"\\\"好\\\"\"", "\"好\""),
  ])
  func `backslashes before quotation marks and delimiters are read`(cell: String, expected: String)
    throws
  {
    let contents = try FileContents("id,text,n\n0,甲,6\n1,\(cell),7\n2,\"乙\",8\n", name: "a.csv")
    #expect(contents.bodies == ["甲", expected, "乙"] && contents.errors == [])
  }

  @Test func `tabs without quotation are read`() throws {
    let text = "id\ttext\tn\n1\t\"好\"是什么\t7\n2\t没有\"结束\t8\n3\t\"只有一个\t9\n4\t乙\t9\n"
    let contents = try FileContents(text, name: "a.tsv")
    #expect(contents.bodies == ["\"好\"是什么", "没有\"结束", "\"只有一个", "乙"])
    #expect(contents.errors == [])
  }

  @Test func `LF is no line end where rows end with CR`() throws {
    let contents = try FileContents(
      "id,text,n\r1,甲\n一,7\r2,\"乙\r\n二\",8\r3,\"丙\",\r", name: "a.csv")
    #expect(contents.bodies == ["甲\n一", "乙\r\n二", "丙"] && contents.errors == [])
  }

  @Test func `columns are fields and extras`() throws {
    let text = """
      文号,标题,正文,发布时间,来源,链接,栏目,关键词,备注,备注
      〔2026〕7号,题,文,2026/7/14 8:30,临江日报,http://a/,民生,"养老,托育","他说""好""
      二",7
      ,题,乙,昨天,,,,"['养老', '托育']",,
      """
    let contents = try FileContents(text, name: "a.csv", fields: FieldMap(["文号=id"]))
    let first = try #require(contents.articles.first)
    #expect(first.id == "〔2026〕7号" && first.published?.description == "2026-07-14T08:30:00")
    #expect(first.source == "临江日报" && first.url == "http://a/" && first.section == "民生")
    #expect(first.tags == ["养老", "托育"] && contents.articles.last?.tags == first.tags)
    #expect(
      first.extras == [
        Extra(key: "备注", value: #""他说\"好\"\n二""#), Extra(key: "备注", value: #""7""#),
      ])
    #expect(first.originals.map(\.name) == ["标题", "正文"])
    // The default id has the number of the line.
    #expect(contents.articles.last?.id == "a.csv#4" && contents.articles.last?.published == nil)
    #expect(contents.articles.last?.extras == [Extra(key: "发布时间", value: #""昨天""#)])
  }

  @Test func `a row without text has its headline`() throws {
    let contents = try FileContents(
      "id,title,text,content\n1,题,,\n2,,,文\n3, ,,\n,,,\n", name: "a.csv")
    #expect(contents.articles.map(\.title) == ["题", ""] && contents.bodies == ["", "文"])
    #expect(contents.articles.allSatisfy { $0.extras == [] })
    #expect(contents.errors.map(\.reason) == [.empty] && contents.errorLines == [4])
  }

  @Test func `encodings are found`() throws {
    let text = "标题\t正文\n题\t\(Encoded.simplified.filter { $0 != "\n" })\n目\t乙\n"
    let expected = try FileContents(text, name: "a.tsv").bodies
    #expect(expected.count == 2)
    // Excel's "Unicode text" is named .txt.
    let utf16 = ("\u{FEFF}" + text).utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    for name in ["a.csv", "a.txt"] {
      let contents = try FileContents(utf16, name: name)
      #expect(contents.bodies == expected && contents.articles.first?.encoding == "UTF-16LE")
    }
    let bigEndian = ("\u{FEFF}" + text).utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    #expect(try FileContents(bigEndian, name: "a.txt").bodies == expected)
    // The header is 标题,正文, then a text, a bar (second byte of 瓅), and 乙.
    let gb =
      [0xB1, 0xEA, 0xCC, 0xE2, 0x2C, 0xD5, 0xFD, 0xCE, 0xC4, 0x0A, 0xCC, 0xE2, 0x2C, 0xAD, 0x7C]
      + Encoded.gb18030.filter { $0 != 0x0A } + [0x0A, 0xC4, 0xBF, 0x2C, 0xD2, 0xD2, 0x0A]
    for name in ["a.csv", "a.txt"] {
      let contents = try FileContents(gb, name: name)
      #expect(contents.bodies == ["瓅" + expected[0], "乙"])
      #expect(contents.articles.first?.encoding == "GB18030")
    }
    let damaged = try FileContents(
      gb + Array("x,".utf8) + [0xFF, 0x0A] + Array("y,z\n".utf8), name: "a.csv")
    #expect(damaged.articles.map(\.title) == ["题", "目", "y"] && damaged.errorLines == [4])
  }

  @Test func `the encoding is found behind the first chunk of a file`() throws {
    let rows = (0..<60_000).map { "\($0),only ascii text\n" }.joined()
    let gb = Array("99,".utf8) + Encoded.gb18030.filter { $0 != 0x0A } + [0x0A]
    let contents = try FileContents(Array("id,text\n".utf8) + Array(rows.utf8) + gb, name: "a.csv")
    #expect(contents.errors == [] && contents.articles.count == 60_001)
    #expect(contents.bodies.last == Encoded.simplified.filter { $0 != "\n" })
  }

  @Test(arguments: ["a,b\n1,2\n", "\"a\"\"b\",c", "标题;日期\n题;1\n"])
  func `a header without a text is an error`(text: String) throws {
    let contents = try FileContents(text, name: "a.csv")
    #expect(contents.articles == [] && contents.errorLines == [1])
    guard case .missingTextColumn(let columns)? = contents.errors.first?.reason else {
      Issue.record("\(contents.errors)")
      return
    }
    #expect(columns == [["a", "b"], ["a\"b", "c"], ["标题", "日期"]].first { $0[0] == columns[0] })
    #expect("\(contents.errors[0])".contains("--map NAME=text"))
    let map = try FieldMap(["b=text"])
    if columns == ["a", "b"] {
      #expect(try FileContents(text, name: "a.csv", fields: map).bodies == ["2"])
    }
  }

  @Test func `the names in an error are not too many`() throws {
    let names = (0..<5_000).map { "c\($0)" } + [String(repeating: "长", count: 100_000)]
    let error = try FileContents(names.reversed().joined(separator: ","), name: "a.csv").errors
      .first
    #expect((error.map { "\($0)".count } ?? 0) < 400)
  }

  @Test func `a header longer than the first bytes is read`() throws {
    let name = String(repeating: "长\n", count: 5_000)
    let contents = try FileContents("id,\"\(name)\",text\n1,x,文\n", name: "a.csv")
    #expect(contents.bodies == ["文"] && contents.errors == [])
    #expect(contents.articles.first?.extras.first?.key.count == 9_999)
  }

  @Test func `an empty table is an error, and a header alone is none`() throws {
    #expect(try FileContents("", name: "a.csv").errors.map(\.reason) == [.empty])
    #expect(try FileContents("\n\n", name: "a.csv").errors.map(\.reason) == [.empty])
    #expect(try FileContents("text", name: "a.csv").errors == [])
    #expect(try FileContents("\"text", name: "a.csv").errors.count == 1)
    #expect(try FileContents("text\n甲\n\n乙", name: "a.csv").bodies == ["甲", "乙"])
  }

  @Test(arguments: [
    "首页,标题,新闻\n正文。\n", "标题 正文\n", "时间:2026-07-14,来源:临江日报\n正文,内容。\n", "内容\n正文\n", "正文",
    "关于标题，正文的说明\n", "text,about\n",
  ])
  func `a crawled text is no table`(text: String) throws {
    let contents = try FileContents(text, name: "a.txt")
    #expect(contents.ids == ["a.txt"])
  }

  // MARK: Damage

  @Test func `damaged rows are reported with their lines`() throws {
    let text = """
      id,title,text,date
      1,甲,"文
      一",2026-07-14
      3,丙,多,了,2026-07-14
      4,丁,少了
      2,乙,"没有"结束,2026-07-14
      5,"戊,没有结束,2026-07-14
      6,己,"文
      六",2026-07-14
      7,庚,文七,
      8,辛
      9,壬,文九,2026-07-14
      """
    let contents = try FileContents(text, name: "a.csv")
    #expect(contents.ids == ["1", "6", "7", "9"])
    #expect(contents.errorLines == [4, 5, 6, 11])
    #expect("\(contents.errors[0])".hasSuffix(":4: malformed row: 5 cells where the header has 4"))
    #expect("\(contents.errors[2])".hasSuffix(" mark is misplaced (2 lines are skipped)"))
  }

  @Test func `prose in a damaged row is no row`() throws {
    let text = """
      title,date,text
      甲,2026-07-14,"文一"x
      这一段,没有日期,只是文字
      乙,2026-07-14,文二
      """
    let contents = try FileContents(text, name: "a.csv")
    #expect(contents.bodies == ["文二"] && contents.errorLines == [2])
  }

  /// The lengths are below and above the chunks in which files are read.
  @Test(arguments: [3_000, 1_100_000])
  func `long rows are skipped`(length: Int) throws {
    let long = String(repeating: "长文\n", count: length / 7)
    let text =
      "id,text,n\n1,短,1\n2,\"\(long)\",1\n3,\"短\n\",1\n4,\(long.filter { $0 != "\n" }),1\n5,短,1\n"
    #expect(try FileContents(text, name: "a.csv").ids == ["1", "2", "3", "4", "5"])
    let contents = try FileContents(text, name: "a.csv", limit: 1_000)
    #expect(contents.ids == ["1", "3", "5"])
    #expect(contents.errorLines == [3, 3 + length / 7 + 3])
    for error in contents.errors {
      guard case .tooLarge(_, 1_000) = error.reason else {
        Issue.record("\(error)")
        continue
      }
    }
  }
}
