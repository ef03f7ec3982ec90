#if LIBFUZZER
  @testable import Articles

  /// Formats of records.
  extension FuzzedFormat {
    static let records = [
      FuzzedFormat(
        "json-lines", dictionary: "json",
        seeds: .corpus("zhengwu-gongbao.jsonl")
          + .texts(
            #"{"title":"托育","content":"正文","publish_time":1720918800}"# + "\n"
              + #"{"标题":"甲","正文":"<p>乙<br>丙</p>","来源":["a","b"],"tags":"x,y"}"#,
            #"{"_id":{"$oid":"64b0"},"title":"a","text":"b","time":{"$date":"2026-07-14T08:30:00Z"}}"#,
            #"{"_index":"n","_id":"1","_source":{"title":"a","content":"b\u4e2d\ud83d\ude00"}}"#),
        read: FormatReading.file("a.jsonl", JSONRecords())),
      FuzzedFormat(
        "json-values", dictionary: "json",
        seeds: .texts(
          "[\n  {\"title\": \"a\", \"text\": \"甲\"},\n  {\"title\": \"b\", \"text\": \"乙\"}\n]",
          "{\n \"title\": \"a\",\n \"text\": \"甲\"\n}\n{\n \"title\": \"b\", \"text\": \"乙\"\n}",
          #"{"code":0,"data":{"total":2,"list":[{"title":"a","content":"甲","pubDate":"2026-07-14"}]}}"#,
          #"{"hits":{"hits":[{"_id":"1","_source":{"title":"a","content":"b"}}]}}"#),
        read: FormatReading.file("a.json", JSONRecords())),
      FuzzedFormat(
        "lenient-json", dictionary: "json", longestInput: 512,
        seeds: .texts(
          "{'title': '托育', 'text': u'正文', 'n': None, 'ok': True}",
          "{\"_id\": ObjectId(\"64b0\"), title: \"a\", text: \"b\", d: ISODate(\"2026-07-14\")}",
          "{title: 'a', /* c */ text: \"b\\x41\", n: NaN, list: [1, 2,], // d\n}",
          #"{"title": "a", "text": "甲"乙"丙", "n": 0x1F}"#),
        read: { bytes in
          guard let line = try? RecordLine(repairing: bytes, number: 1, path: "path"),
            let article = try? JSONRecords.article(in: line, path: "path", defaultID: { "id" })
          else { return }
          FormatReading.check(article)
        }),
      FuzzedFormat(
        "csv", dictionary: "csv",
        seeds: .corpus("tongji-kuaibao.csv")
          + .texts(
            "title,text,date\na,\"b \"\"c\"\"\nd\",2026-07-14\ne,f,\n", "标题;正文;来源\n甲;乙;丙\n丁;戊\n",
            ",title,text\n0,a,\"b\\\"c\"\n1,d,e,f\n"),
        read: FormatReading.file("a.csv", DelimitedRecords())),
      FuzzedFormat(
        "tsv", dictionary: "csv",
        seeds: .texts(
          "title\ttext\tdate\na\tb\\tc\\n\t2026-07-14\n甲\t\"乙\n丙\"\t\n", "标题|正文\n甲|乙\n"),
        read: FormatReading.file("a.tsv", DelimitedRecords())),
      FuzzedFormat(
        "sogou", dictionary: "sogou",
        seeds: .texts(
          "<doc>\n<url>http://a.cn/2012/1.html</url>\n<docno>1</docno>\n<contenttitle>甲</contenttitle>\n"
            + "<content>乙&丙<a</content>\n</doc>\n<doc>\n<url>u</url>\n<content>丁</content>\n</doc>\n"
        ),
        read: FormatReading.file("a.xml", SogouDocuments())),
      FuzzedFormat(
        "exported-records", dictionary: "json", longestInput: 768,
        seeds: .policy("news.html", "spaced.txt", "number-first.txt")
          + .texts(
            #"{"id":"1","title":"托育","text":"正文","date":"2026-07-14","source":"甲","tags":["乙"],"x":[1]}"#,
            #"{"文号":"国发〔2023〕5号","正文":"<p>乙</p>","xunwen":{"zones":[["body",0,6]]}}"#),
        read: ExportedRecords.read),
    ]
  }

  /// Articles that are written as records and read again.
  private enum ExportedRecords {
    static func read(_ bytes: [UInt8]) {
      guard var article = try? article(bytes) else { return }
      // A record does not hold what the decoder noticed.
      (article.damage, article.doubt) = (nil, nil)
      let line = line(article)
      let again: Article
      do throws(ArticleError) {
        again = try record(line.dropLast())
      } catch {
        fatalError("\(error): \(String(decoding: line, as: UTF8.self))")
      }
      guard again == article, self.line(again) == line else {
        fatalError("\(article) is read back as \(again)")
      }
    }

    private static func article(_ bytes: [UInt8]) throws -> Article {
      if bytes.first == UInt8(ascii: "{") { return try record(bytes) }
      return try WebPage.article(
        in: bytes, id: "id", path: "path", decoder: FormatReading.decoder)
    }

    private static func record(_ bytes: [UInt8]) throws(ArticleError) -> Article {
      let line = try RecordLine(repairing: bytes, number: 1, path: "path")
      return try JSONRecords.article(in: line, path: "path", defaultID: { "id" })
    }

    private static func line(_ article: Article) -> [UInt8] {
      var line: [UInt8] = []
      JSONRecordWriter().append(article, to: &line)
      return line
    }
  }
#endif
