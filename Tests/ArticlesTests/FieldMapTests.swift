import Articles
import Calendar
import Testing

struct FieldMapTests {
  private func article(_ members: String, _ map: FieldMap = FieldMap()) throws -> Article {
    try JSONRecords.article(
      in: RecordLine(repairing: Array("{\(members)}".utf8), number: 1, path: "a"), path: "a",
      fields: map
    ) { "none" }
  }

  @Test(arguments: [
    (#""标题":"题","正文":"文","发布时间":"2026-07-14 08:30","来源":"临江日报","链接":"u","栏目":"民生","关键词":"甲,乙""#),
    (#""headline":"题","maintext":"文","pubDate":"Tue, 14 Jul 2026 08:30:00 +0800","site":"临江日报","link":"u","channel":"民生","keywords":["甲","乙"]"#),
    (#""Title":"题","Content":"文","publish_time":1783989000,"media_name":"临江日报","URL":"u","Category":"民生","TAGS":"甲 乙""#),
    (#""article_title":"题","articleBody":"文","Published-At":"2026-07-14T00:30:00Z","发文机关":"临江日报","href":"u","频道":"民生","标签":"['甲', '乙']""#),
  ])
  func `the usual names of fields are known`(members: String) throws {
    let article = try article(members)
    #expect(article.title == "题")
    #expect(String(decoding: article.text, as: UTF8.self) == "题文")
    #expect(article.published?.description == "2026-07-14T08:30:00")
    #expect(article.source == "临江日报" && article.url == "u" && article.section == "民生")
    #expect(article.tags == ["甲", "乙"])
    // The issuing body of a policy document is a field of its own, too.
    let extras = members.contains("发文机关") ? [Extra(key: "发文机关", value: #""临江日报""#)] : []
    #expect(article.extras == extras)
  }

  @Test func `members that are fields with values are extras in any case`() throws {
    let members = #""category":"要闻","分类名":"民生","text":"文","URL":"u""#
    let map = try FieldMap(["分类名=level"], valueFields: ["level"])
      .keeping(["category", "level", "text"])
    let article = try article(members, map)
    #expect(article.section == "要闻" && article.url == "u")
    #expect(
      article.extras == [
        Extra(key: "category", value: #""要闻""#), Extra(key: "level", value: #""民生""#),
      ])
    #expect(map.keptFields == ["category", "text"])
    let mistake = #expect(throws: FieldMapError.self) {
      try FieldMap(["分类名=level", "分类名=title"], valueFields: ["level"])
    }
    #expect(mistake?.problem == .repeatedName)
  }

  @Test(
    arguments: [
      (#""甲""#, ["甲"]), ("7", ["7"]), ("-1.5e3", ["-1.5e3"]), ("true", ["true"]), ("null", []),
      (#"["甲",1,null,false,["乙"],{"a":1}]"#, ["甲", "1", "false"]), ("[]", []), ("{}", []),
      (#"{"$numberLong":"12"}"#, ["12"]), (#"[{"$oid":"a"},"b"]"#, ["a", "b"]),
      (#""a\u4e2d""#, ["a中"]),
      ("[1,", ["1"]), ("", []), ("[", []),
    ] as [(String, [String])])
  func `the texts of an extra are its strings, numbers and truth values`(
    json: String, texts: [String]
  ) {
    #expect(Extra(key: "a", value: json).texts(limit: 10) == texts)
    #expect(Extra(key: "a", value: json).texts(limit: 1).count <= 1)
  }

  @Test func `originals have the names of the members`() throws {
    let article = try article(#""正文":"文","标题":"题""#)
    #expect(article.originals.map(\.name) == ["标题", "正文"])
    // The name `file` is that of crawled texts.
    let file = try self.article(#""file":"文""#, FieldMap(["file=text"]))
    #expect(file.originals.map(\.name) == ["text"])
  }

  @Test func `the better name is the field, and the other is an extra`() throws {
    let article = try article(
      #""content":"乙","body":"甲","site":"网站","source":"报社","keywords":"k","pubDate":"x","date":"2026-07-14","headline":"h","title":"""#
    )
    #expect(String(decoding: article.text, as: UTF8.self) == "h甲")
    #expect(article.source == "报社" && article.tags == ["k"] && article.title == "h")
    #expect(article.published?.description == "2026-07-14")
    #expect(article.extras.map(\.key) == ["content", "site", "pubDate"])
  }

  @Test func `assigned names precede others`() throws {
    let map = try FieldMap([
      "摘要=text", "简介=text", "文号=id", "text=extra", "成文日期=date", "a=b=title",
    ])
    let article = try article(
      #""text":"x","简介":"丙","摘要":"甲","文号":"〔2026〕7号","成文日期":"2026-07-14","date":"2020-01-01","a=b":"题","content":"c","title":"t""#,
      map)
    #expect(String(decoding: article.text, as: UTF8.self) == "题甲")
    #expect(article.id == "〔2026〕7号" && article.published?.description == "2026-07-14")
    #expect(article.extras.map(\.key) == ["text", "简介", "date", "content", "title"])
    #expect(try self.article(#""简介":"丙","摘要":" ""#, map).text == Array("丙".utf8))
  }

  @Test func `an assignment changes no exported record`() throws {
    let line =
      #"{"id":"7","title":"题","text":"文","date":"2026-07-14","content":null,"_source":{"a":1},"keywords":"k","xunwen":{"version":1,"encoding":"UTF-8","originals":[["title",0],["text",3]],"zones":[["title",0,3],["body",3,3]]}}"#
    func read(_ map: FieldMap) throws -> Article {
      try JSONRecords.article(
        in: RecordLine(repairing: Array(line.utf8), number: 1, path: "a"), path: "a", fields: map
      ) { "" }
    }
    let article = try read(FieldMap())
    #expect(article.extras.map(\.key) == ["content", "_source", "keywords"] && article.tags == [])
    #expect(try read(FieldMap(["title=extra", "date=id", "id=text"])) == article)
  }

  @Test(arguments: [
    ("标题", "NAME=FIELD"), ("=title", "NAME=FIELD"), ("", "NAME=FIELD"),
    ("标题=titel", "no field 'titel'; the fields are id, title, text"), ("标题=", "no field ''"),
  ])
  func `a wrong assignment is refused`(argument: String, message: String) {
    let error = #expect(throws: FieldMapError.self) { try FieldMap(["a=text", argument]) }
    #expect(error?.description.contains(message) == true)
    #expect(error?.argument == argument)
  }

  @Test func `a name is assigned once`() {
    let error = #expect(throws: FieldMapError.self) { try FieldMap(["a=text", "a=title"]) }
    #expect(error?.problem == .repeatedName)
  }

  @Test func `arrays of sources and sections are accepted`() throws {
    let article = try article(
      #""text":"x","source":["新华社","临江日报"],"category":["民生"],"site":["a","b"]"#)
    #expect(article.source == "新华社" && article.section == "民生")
    #expect(
      article.extras == [
        Extra(key: "source", value: #"["新华社","临江日报"]"#), Extra(key: "site", value: #"["a","b"]"#),
      ])
    let other = try self.article(#""text":"x","source":[],"site":"临江日报","section":[1]"#)
    #expect(other.source == "临江日报" && other.section == "")
    #expect(other.extras.map(\.key) == ["section"])
  }

  @Test func `the first date that can be read is the date`() throws {
    let article = try article(#""text":"x","date":"昨天","发布日期":"2026-07-14","时间":"08:30""#)
    #expect(article.published?.description == "2026-07-14T08:30:00")
    #expect(article.extras.map(\.key) == ["date"])
    let undated = try self.article(#""text":"x","date":12345,"time":"刚刚""#)
    #expect(undated.published == nil && undated.extras.map(\.key) == ["date", "time"])
  }
}
