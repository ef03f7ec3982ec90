import Articles
import TestSupport
import Testing

/// Records that are damaged, or nearly in their format, as dumps have them.
struct LenientRecordTests {
  private func body(_ line: String, name: String = "a.jsonl") throws -> String? {
    let contents = try FileContents(line + "\n", name: name)
    #expect(contents.errors == [], "\(line)")
    return contents.bodies.first
  }

  private func value(_ json: String) throws -> String? {
    try FileContents("{'text': 'a', 'x': \(json)}", name: "a.jsonl").articles.first?.extras.first?
      .value
  }

  @Test func `a dictionary as Python prints it is read`() throws {
    let line = #"""
      {'title': '临江市"十四五"规划', 'content': "it's 托育", 'n': None, 'b': True, 'v': -1.5e3, 'tags': ('养老', '托育',), 'l': [], 'd': datetime.datetime(2026, 7, 4, 8, 30), '_id': ObjectId('5f0c'), 'u': u'\u517b\x41\n\U0001F600\q'}
      """#
    for name in ["a.jsonl", "a.json", "a.txt"] {
      let contents = try FileContents(line, name: name)
      let article = try #require(contents.articles.first, "\(name)")
      #expect(article.title == #"临江市"十四五"规划"# && contents.bodies == ["it's 托育"])
      #expect(article.id == "5f0c" && article.tags == ["养老", "托育"])
      #expect(
        article.extras == [
          Extra(key: "n", value: "null"), Extra(key: "b", value: "true"),
          Extra(key: "v", value: "-1.5e3"),
          Extra(key: "l", value: "[]"), Extra(key: "d", value: #""2026-07-04 08:30:00""#),
          Extra(key: "u", value: #""养A\n😀\\q""#),
        ])
    }
    let list = try FileContents("[\(line.dropLast()), 'x': '}'}, {'text': 'b'}]", name: "a.json")
    #expect(list.bodies == ["it's 托育", "b"] && list.errors == [])
  }

  @Test(
    arguments: [
      ("NaN", nil), ("-Infinity", nil), ("None", nil), ("undefined", nil), ("[1, 2,]", "[1,2]"),
      ("{a: 1, $b: 'x', 中: 2,}", #"{"a":1,"$b":"x","中":2}"#), ("/* a */ 1 // b", "1"),
      ("ISODate(\"2026-07-14T08:30:00Z\")", #""2026-07-14T08:30:00Z""#), ("NumberLong(5)", #""5""#),
      ("datetime.date(2026, 7, 14)", #""2026-07-14""#), ("()", "[]"), ("{}", "{}"),
      (
        "datetime.datetime(2026, 7, 4, 8, 30, tzinfo=<UTC>)",
        #""datetime.datetime(2026, 7, 4, 8, 30, tzinfo=<UTC>)""#
      ),
      ("\"a\tb\u{1}\"", #""a\u0009b\u0001""#), (#""\ud83d\ude00\ud83d""#, "\"😀\u{FFFD}\""),
    ] as [(String, String?)])
  func `values that are nearly JSON become JSON`(json: String, expected: String?) throws {
    let line = "{'text': 'a', 'x': \(json)\n}"
    let article = try JSONRecords.article(in: Array(line.utf8))
    #expect(article.extras.first?.value == expected ?? "null", "\(json)")
  }

  @Test(arguments: [
    "{'text': 'a'", "{'text': 'a}", "{'text' 'a'}", "{'text': 'a' 'b': 1}", "{'text': 'a'}]",
    "{'text': 'a', 'x': }", "{'text': 'a', , }", "{'text': 'a', 'x': [1 2]}", "{'text': 'a'} b",
    "{'text': 'a', 'x': [1)}", "{'text': 'a', 'x': f(}", "{'text': 'a', 'x': 1x}",
    #"{"title":"他说"好的"。","text":"a"}"#, "{'text': 'a', /* }", "{1a: 2, 'text': 'a'}",
  ])
  func `other damage is an error`(line: String) {
    #expect(throws: ArticleError.self) { try JSONRecords.article(in: Array(line.utf8)) }
  }

  @Test func `every truncation and change of a record is an article or an error`() {
    let line = Array(
      #"{'title': "题", 'text': u'正文\x41', 'd': datetime.date(2026,7,1), 'l': [1,(None,),{a:'b'}]}"#
        .utf8)
    for count in line.indices {
      #expect(throws: ArticleError.self) { try JSONRecords.article(in: Array(line[..<count])) }
    }
    var random = SplitMix64(seed: 3)
    for _ in 0..<4000 {
      var bytes = line
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] ^=
          1 << UInt8.random(in: 0...7, using: &random)
      }
      if let article = try? JSONRecords.article(in: bytes) { #expect(article.fault == nil) }
    }
    let deep = "{'text': 'a', 'x': " + String(repeating: "(", count: 100_000)
    #expect(throws: ArticleError.self) { try JSONRecords.article(in: Array(deep.utf8)) }
  }

  // MARK: Damaged bytes

  private static let long = "临江市新建五处托育服务点，覆盖全市各区。"

  @Test func `a malformed byte and a NUL cost no record`() throws {
    let (start, end) = (Array("{\"text\":\"".utf8), Array("\(Self.long)\"}\n".utf8))
    let plain = Array("{\"text\":\"\(Self.long)\"}\n".utf8)
    for bad: [UInt8] in [[0xFF], [0], [0xE4, 0xB8]] {
      let contents = try FileContents(plain + start + bad + end + plain, name: "a.jsonl")
      #expect(contents.bodies == [Self.long, "\u{FFFD}" + Self.long, Self.long], "\(bad)")
      #expect(contents.articles[1].damage == DecodingDamage(line: 2, offset: 9, count: 1))
      #expect(contents.articles[0].damage == nil && contents.errors == [])
      let table = try FileContents(
        Array("id,text\n1,a\n2,".utf8) + bad + Array("\(Self.long)\n3,b\n".utf8), name: "a.csv")
      #expect(table.bodies == ["a", "\u{FFFD}" + Self.long, "b"])
      #expect(table.articles[1].damage == DecodingDamage(line: 3, offset: 2, count: 1))
      let sogou = try FileContents(
        Array("<doc>\n<url>u</url>\n<content>".utf8) + bad
          + Array("\(Self.long)</content>\n</doc>\n".utf8), name: "a.dat")
      #expect(sogou.bodies == ["\u{FFFD}" + Self.long])
      #expect(sogou.articles[0].damage?.count == 1)
    }
  }

  @Test func `a record in another encoding and a binary file are errors`() throws {
    let gb =
      Array("{\"text\":\"\(Self.long)\"}\n{\"text\":\"".utf8) + Encoded.shortGB18030 + [0x22, 0x7D]
    let contents = try FileContents(gb, name: "a.jsonl")
    #expect(contents.bodies == [Self.long] && contents.errorLines == [2])
    let binary = (0..<2000).map { UInt8(truncatingIfNeeded: $0 * 7 % 256) }
    #expect(try FileContents(Array("a,text\n".utf8) + binary, name: "a.csv").errors.count == 1)
    let holes = Array("{\"text\":\"".utf8) + [UInt8](repeating: 0, count: 20) + Array("\"}".utf8)
    let padding = Array(String(repeating: "{\"text\":\"\(Self.long)\"}\n", count: 90).utf8)
    let partial = try FileContents(padding + holes, name: "a.jsonl")
    #expect(partial.articles.count == 90 && partial.errorLines == [91])
  }

  @Test(arguments: ["a.jsonl", "a.csv", "a.txt", "a.json"], [false, true])
  func `UTF-16 without a mark is read`(name: String, isBigEndian: Bool) throws {
    let isTable = name == "a.csv" || name == "a.txt"
    let text =
      isTable ? "id,标题,text\n1,题,\(Self.long)\n" : "{\"id\":\"1\",\"text\":\"\(Self.long)\"}\n"
    let bytes = text.utf16.flatMap {
      isBigEndian ? [UInt8($0 >> 8), UInt8($0 & 0xFF)] : [UInt8($0 & 0xFF), UInt8($0 >> 8)]
    }
    let contents = try FileContents(bytes, name: name)
    #expect(contents.bodies == [Self.long] && contents.ids == ["1"])
    #expect(contents.articles.first?.encoding == (isBigEndian ? "UTF-16BE" : "UTF-16LE"))
  }

  @Test func `the limit holds for lines in GB18030`() throws {
    let line =
      Array("{\"text\":\"".utf8) + Encoded.gb18030.filter { $0 != 0x0A } + Array("\"}\n".utf8)
    #expect(try FileContents(line, name: "a.jsonl", limit: 4 << 20).articles.count == 1)
    let errors = try FileContents(line, name: "a.jsonl", limit: line.count + 1).errors
    #expect(errors.count == 1)
    guard case .tooLarge(_, line.count + 1)? = errors.first?.reason else {
      Issue.record("\(errors)")
      return
    }
  }

  // MARK: Concatenated files, line ends

  @Test func `byte order marks and headers in the middle of a file are skipped`() throws {
    let mark = "\u{FEFF}"
    let lines = try FileContents(
      "\(mark){\"text\":\"a\"}\n\(mark){\"text\":\"b\"}\n\(mark)\n", name: "a.jsonl")
    #expect(lines.bodies == ["a", "b"] && lines.errors == [])
    let arrays = try FileContents(
      "\(mark)[{\"text\":\"a\"}]\n\(mark)[{\"text\":\"b\"}]", name: "a.json")
    #expect(arrays.bodies == ["a", "b"] && arrays.errors == [])
    let table = "id,text\r\n1,a\r\n"
    let tables = try FileContents(
      "\(mark)\(table)\(mark)\(table)\r\nid,text\n2,b\n", name: "a.csv")
    #expect(tables.bodies == ["a", "a", "b"] && tables.errors == [])
  }

  @Test(arguments: ["\r", "", ",", ", ", ",\n", ",\r\n", " \n"])
  func `objects may be separated in any way`(separator: String) throws {
    let text = ["a", "b", "c"].map { "{\"text\":\"\($0)\"}" }.joined(separator: separator)
    let contents = try FileContents(text + separator, name: "a.jsonl")
    #expect(
      contents.bodies == ["a", "b", "c"] && contents.errors == [], "\(separator.debugDescription)")
  }

  @Test func `cells without a value in tables of MySQL are absent`() throws {
    let contents = try FileContents(
      "\"id\";\"title\";\"text\";\"n\"\n1;NULL;\"正文\";\\N\n2;\"NULL\";\"a \\\"b\\\" c\";\"\\\\N\"\n",
      name: "a.csv")
    #expect(contents.errors == [] && contents.bodies == ["正文", "a \"b\" c"])
    #expect(contents.articles.map(\.title) == ["", "NULL"])
    #expect(contents.articles.map(\.extras) == [[], [Extra(key: "n", value: #""\\N""#)]])
  }
}
