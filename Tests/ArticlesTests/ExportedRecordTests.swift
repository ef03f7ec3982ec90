import Articles
import Calendar
import TestSupport
import Testing

/// Round trips of articles through exported records.
@Suite struct ExportedRecordTests {
  private let crawledText = Article(
    id: "a.txt", text: Array("标题\n来源\n正文。\n标签".utf8),
    originals: [Original(name: "file", start: 0)],
    zones: [
      Zone(kind: .title, range: 0..<6), Zone(kind: .header, range: 7..<13),
      Zone(kind: .body, range: 14..<23), Zone(kind: .tail, range: 24..<30),
    ])

  private func line(_ article: Article) -> [UInt8] {
    var line: [UInt8] = []
    JSONRecordWriter().append(article, to: &line)
    return line
  }

  @Test func `an exported article is read back unchanged and exports to the same bytes`() throws {
    for seed in 0..<UInt64(TestScale.cases(2_000)) {
      var generator = OddArticles(seed: seed)
      let article = generator.article()
      let line = line(article)
      #expect(line.count { $0 == 0x0A } == 1 && line.last == 0x0A, "seed \(seed)")
      let again = try JSONRecords.article(in: line.dropLast())
      #expect(again == article, "seed \(seed): \(String(decoding: line, as: UTF8.self))")
      #expect(self.line(again) == line, "seed \(seed)")
    }
  }

  @Test func `every year survives a round trip`() throws {
    var generator = OddArticles(seed: 7)
    for year in 1...9999 {
      var article = generator.article()
      let date = year * 10_000 + year % 13 * 100 + (year % 13 > 0 ? year % 28 : 0)
      article.published = CivilDateTime(packedDate: UInt32(date), packedTime: 0)
      #expect(article.published != nil)
      let again = try JSONRecords.article(in: line(article).dropLast())
      #expect(again.published == article.published, "\(year)")
    }
  }

  @Test func `a record is exported with its own fields`() throws {
    let input = #"""
      {"id":"7","title":"标题","text":"正文。\n第二行","date":"2021-04-20","source":"公报","url":"u","tags":["托育"],"wenhao":"〔2021〕7号","n":1.50e+3}
      """#
    let article = try JSONRecords.article(in: Array(input.utf8))
    let expected =
      String(input.dropLast())
      + #","xunwen":{"version":1,"encoding":"UTF-8","originals":[["title",0],["text",6]],"zones":[["title",0,6],["body",6,19]]}}"#
      + "\n"
    #expect(String(decoding: line(article), as: UTF8.self) == expected)
  }

  @Test func `the text field of a crawled text is its body`() throws {
    #expect(
      String(decoding: line(crawledText), as: UTF8.self) == #"""
        {"id":"a.txt","title":"标题","text":"正文。","xunwen":{"version":1,"encoding":"UTF-8","before":"标题\n来源\n","after":"\n标签","originals":[["file",0]],"zones":[["title",0,6],["header",7,6],["body",14,9],["tail",24,6]]}}

        """#)
  }

  @Test func `the title and the text of a web page are its title and its body`() throws {
    let page = "<h1>标题</h1><p>2024-05-06 来源：公报</p><p>各县应当在年底以前完善服务，保障必要的经费。</p>"
    let article = try WebPage.article(
      in: Array(("<!DOCTYPE html><a href=a>首页</a> <a href=b>新闻</a>" + page).utf8), id: "a.html",
      path: "a.html", decoder: TextDecoder(forced: nil))
    let line = String(decoding: line(article), as: UTF8.self)
    let fields = #""title":"标题","text":"各县应当在年底以前完善服务，保障必要的经费。","#
    #expect(line.hasPrefix(#"{"id":"a.html","# + fields), "\(line)")
    #expect(try JSONRecords.article(in: Array(line.utf8.dropLast())) == article)
  }

  @Test func `a text of a record has no name of a whole file`() throws {
    for name in ["file", "page"] {
      let map = try FieldMap(["\(name)=text"])
      let article = try JSONRecords.article(in: Array("{\"\(name)\":\"正文\"}".utf8), fields: map)
      #expect(article.originals.map(\.name) == ["text"])
    }
  }

  @Test(arguments: [
    (#""originals":[["file",0]]"#, #""originals":[["file",1]]"#),
    (#""originals":[["file",0]]"#, #""originals":[]"#),
    (#""originals":[["file",0]]"#, #""originals":[["file",0],["x",31]]"#),
    (#"["title",0,6]"#, #"["title",0,7]"#), (#"["title",0,6]"#, #"["title",0,0]"#),
    (#"["title",0,6]"#, #"["title",0,5]"#), (#"["title",0,6]"#, #"["title",0,3]"#),
    (#"["title",0,6]"#, #"["body",0,6]"#), (#"["tail",24,6]"#, #"["tail",24,7]"#),
    (#"["tail",24,6]"#, #"["tail",24,4294967295]"#), (#","text":"正文。""#, #","text":"正文""#),
    (#","text":"正文。""#, #","body":"正文。""#), (#","text":"正文。""#, #","text":"正文。","_id":"x""#),
    (#","text":"正文。""#, #","text":"正文。","date":"?""#), (#""id":"a.txt","#, ""),
    (#""title":"标题""#, #""title":"题标""#), (#""id":"a.txt""#, #""id":"a.txt","source":5"#),
    (#"["tail",24,6]"#, #"["tail",24,6]],"extras":[[1,"k",1]"#),
  ])
  func `a contradiction between xunwen and the record is refused`(part: String, change: String)
    throws
  {
    let whole = String(decoding: line(crawledText), as: UTF8.self)
    #expect(whole.contains(part))
    let changed = whole.replacing(part, with: change)
    #expect(throws: ArticleError.self, "\(change)") {
      try JSONRecords.article(in: Array(changed.utf8.dropLast()))
    }
  }

  @Test(arguments: [
    "{}", #"{"version":2,"encoding":"","originals":[],"zones":[]}"#, #"{"version":1}"#,
    #"{"version":1,"encoding":"","originals":[["text",0]],"zones":[["foot",0,1]]}"#,
    #"{"version":1,"encoding":"","originals":[["text",-1]],"zones":[]}"#,
    #"{"version":1,"encoding":"","originals":[["text",0.5]],"zones":[]}"#,
    #"{"version":1,"encoding":"","originals":[["text"]],"zones":[]}"#,
    #"{"version":1,"encoding":"","originals":[["text",0]],"zones":[],"zones":[]}"#,
    #"{"version":1,"encoding":"","originals":[["text",0]],"zones":[],"more":1}"#,
  ])
  func `a malformed xunwen member is refused`(parts: String) {
    let line = #"{"id":"1","text":"x","xunwen":"# + parts + "}"
    #expect(throws: ArticleError.self) {
      try JSONRecords.article(in: Array(line.utf8))
    }
  }

  @Test func `a xunwen member that is no object is an extra`() throws {
    let article = try JSONRecords.article(
      in: Array(#"{"id":"1","text":"x","xunwen":"寻闻"}"#.utf8))
    #expect(article.extras == [Extra(key: "xunwen", value: #""寻闻""#)])
    let again = try JSONRecords.article(in: line(article).dropLast())
    #expect(again == article)
  }
}
