import FoundationEssentials
import TestSupport
import Testing
import Xunwen

/// similar, explain, cite, verify-quote, and show --highlight.
@Suite struct CitingCommandTests {
  private let program = Program.indexed()

  @Test func `similar prints hits and the terms that found them`() {
    let result = program.run("similar", "childcare.txt")
    #expect(
      result.maskedOutput == """
         1. 关于完善␛[31m托育服务␇的通知
            S  2021-04-20  政务公报  gongbao 7

         2. 无日期的消息
            S  undated  r2

         3. 居家养老服务补贴扩面
            S  2022-03-15 08:20  临江日报  eldercare.txt

        3 articles by 6 terms: 社区 托 育 托育 育服 服务

        """)
    #expect(result.status == 0 && result.errors.isEmpty)
  }

  @Test func `similar takes the filters of a search`() throws {
    func ids(_ options: String...) throws -> [String] {
      let arguments = ["similar", "childcare.txt", "--json"] + options
      let lines = program.run(bytes: arguments.map { Array($0.utf8) }).lines
      return try lines.dropLast().map { try JSONDecoder().decode(Row.self, from: Data($0.utf8)).id }
    }
    #expect(try ids() == ["gongbao 7", "r2", "eldercare.txt"])
    #expect(try ids("-n", "1") == ["gongbao 7"])
    #expect(try ids("--from", "2022") == ["eldercare.txt"])
    #expect(try ids("--source", "政务公报") == ["gongbao 7"])
    #expect(try ids("--terms", "1") == ["eldercare.txt"])
    #expect(try ids("--from", "2023").isEmpty)
    let none = program.run("similar", "childcare.txt", "--from", "2023")
    #expect(none.status == 1 && none.output.hasPrefix("0 articles by 6 terms:"))
    let missing = program.run("similar", "nope")
    #expect(missing.status == 1 && missing.errors == "no article has the id nope\n")
    #expect(program.run("similar", "r2", "--terms", "0").status == 2)
  }

  @Test func `explain prints a tree that adds up`() throws {
    let result = program.run("explain", "gongbao 7", "托育", "-补贴", "养老")
    #expect(
      result.output == """
        gongbao 7 matches in part: 托育 -补贴 养老
        1.6913365586894356  the score, the sum of
        ├─ 0.6765346234757742  托  word
        │    = 0.7846848766652114 · saturation 0.8621736490588949
        │    0.7846848766652114 = weight 1.0 · idf 0.3566749439387324 · (k1 + 1) 2.2
        │    idf of 3 in 4 articles; saturation by f 6.0: 2 occurrences, 1 in the
        │    headline for 5.0
        ├─ 0.6765346234757742  育  word
        │    = 0.7846848766652114 · saturation 0.8621736490588949
        │    0.7846848766652114 = weight 1.0 · idf 0.3566749439387324 · (k1 + 1) 2.2
        │    idf of 3 in 4 articles; saturation by f 6.0: 2 occurrences, 1 in the
        │    headline for 5.0
        └─ 0.3382673117378871  托育  straddling gram
             = 0.3923424383326057 · saturation 0.8621736490588949
             0.3923424383326057 = weight 0.5 · idf 0.3566749439387324 · (k1 + 1) 2.2
             idf of 3 in 4 articles; saturation by f 6.0: 2 occurrences, 1 in the
             headline for 5.0
        saturation = f / (f + k1 · (1 - b + b · length / average)); k1 1.2, b 0.75
        length of the article 26, average 35.5 units
        not in the article: 养老 (word, 2 articles)

        """)
    #expect(result.status == 0 && result.errors.isEmpty)
  }

  @Test func `explain reports an article that does not match`() {
    let without = program.run("explain", "childcare.txt", "养老")
    #expect(
      without.output == """
        childcare.txt does not match 养老
        0.0  the score: the article has no term of the query
        not in the article: 养老 (word, 2 articles)

        """)
    #expect(without.status == 1 && without.errors.isEmpty)
    let apart = program.run("explain", "r2", "\"服务托育\"")
    #expect(apart.output.hasPrefix("r2 does not match \"服务托育\"\n1.434"))
    #expect(apart.status == 1)
    let filtered = program.run("explain", "childcare.txt", "托育", "--from", "2024")
    #expect(filtered.output.hasPrefix("childcare.txt does not match 托育\n1."))
    #expect(filtered.status == 1)
  }

  @Test func `explain and search give the same score`() throws {
    for query in ["托育服务", "养老 服务", "in:tail 养老金", "社区 OR 通知"] {
      let hits = program.run("search", query, "--json").lines.dropLast()
      #expect(!hits.isEmpty, "\(query)")
      for line in hits {
        let hit = try JSONDecoder().decode(Row.self, from: Data(line.utf8))
        let result = program.run("explain", hit.id, query, "--json")
        let row = try JSONDecoder().decode(Explained.self, from: Data(result.outputBytes))
        #expect(row.terms.reduce(0) { $0 + $1.contribution } == row.score, "\(query) \(hit.id)")
        #expect((row.score * 1e6).rounded() / 1e6 == hit.score, "\(query) \(hit.id)")
      }
    }
  }

  @Test func `explain reports its errors`() {
    #expect(program.run("explain", "r2", "(").status == 2)
    #expect(program.run("explain", "r2", "？").status == 2)
    #expect(program.run("explain", "r2").status == 2)
    let missing = program.run("explain", "nope", "养老")
    #expect(missing.status == 1 && missing.errors == "no article has the id nope\n")
  }

  @Test func `cite has five formats`() {
    func cited(_ format: String) -> String {
      program.run(
        "cite", "childcare.txt", "gongbao 7", "r2", "--format", format, "--accessed", "2024-05-01"
      ).output
    }
    #expect(
      cited("gbt7714") == """
        社区托育服务圈建成[N/OL]. 工人日报, 2023-07-02[2024-05-01].
        政务公报. 关于完善[31m托育服务的通知[EB/OL]. (2021-04-20)[2024-05-01]. https://example.org/7.
        [出版者不详]. 无日期的消息[EB/OL]. [日期不详][2024-05-01].

        """)
    #expect(
      cited("bibtex") == """
        @misc{childcare.txt,
          author  = {{工人日报}},
          title   = {{社区托育服务圈建成}},
          date    = {2023-07-02},
          urldate = {2024-05-01},
        }
        @online{xunwen-91cf8a64edd21c8b,
          author  = {{政务公报}},
          title   = {{关于完善[31m托育服务的通知}},
          date    = {2021-04-20},
          url     = {https://example.org/7},
          urldate = {2024-05-01},
        }
        @misc{r2,
          title   = {{无日期的消息}},
          urldate = {2024-05-01},
        }

        """)
    #expect(
      cited("json") == #"""
        [
        {"accessed":{"date-parts":[[2024,5,1]]},"container-title":"工人日报","id":"childcare.txt","issued":{"date-parts":[[2023,7,2]]},"title":"社区托育服务圈建成","type":"article-newspaper"},
        {"URL":"https://example.org/7","accessed":{"date-parts":[[2024,5,1]]},"author":[{"literal":"政务公报"}],"id":"gongbao 7","issued":{"date-parts":[[2021,4,20]]},"title":"关于完善[31m托育服务的通知","type":"webpage"},
        {"accessed":{"date-parts":[[2024,5,1]]},"id":"r2","title":"无日期的消息","type":"webpage"}
        ]

        """#)
    #expect(
      cited("ris").replacing("\r\n", with: "\n") == """
        TY  - NEWS
        TI  - 社区托育服务圈建成
        T2  - 工人日报
        PY  - 2023
        DA  - 2023/07/02/
        Y2  - 2024/05/01/
        ID  - childcare.txt
        ER  -\u{20}
        TY  - ELEC
        TI  - 关于完善[31m托育服务的通知
        AU  - 政务公报
        PY  - 2021
        DA  - 2021/04/20/
        UR  - https://example.org/7
        Y2  - 2024/05/01/
        ID  - gongbao 7
        ER  -\u{20}
        TY  - ELEC
        TI  - 无日期的消息
        Y2  - 2024/05/01/
        ID  - r2
        ER  -\u{20}

        """)
    #expect(
      cited("text") == """
        社区托育服务圈建成. 工人日报, 2023-07-02 14:53:51. 引用于 2024-05-01 (childcare.txt)
        关于完善[31m托育服务的通知. 政务公报, 2021-04-20. https://example.org/7. 引用于 2024-05-01 (gongbao 7)
        无日期的消息. [出版者不详], [日期不详]. 引用于 2024-05-01 (r2)

        """)
  }

  @Test func `cite takes ids from standard input`() {
    let result = program.run("cite", "-", "nope", input: "\u{FEFF}childcare.txt\r\n\nr2\n")
    #expect(
      result.output == """
        社区托育服务圈建成[N/OL]. 工人日报, 2023-07-02.
        [出版者不详]. 无日期的消息[EB/OL]. [日期不详].

        """)
    #expect(result.errors == "no article has the id nope\n")
    #expect(result.status == 1)
    let bad = program.run(bytes: [Array("cite".utf8), [0x2D]], input: [0xFF, 0x0A, 0x72, 0x32])
    #expect(bad.lines.count == 1)
    #expect(
      bad.errors == "standard input:1: the line is not valid UTF-8\nerror: 1 line failed\n")
    #expect(bad.status == 2)
    let none = program.run("cite", "nope", "--format", "json")
    #expect(none.output == "[]\n" && none.status == 1)
    let today = program.run("cite", "r2", "--accessed", "today", "--format", "ris").output
    let year = CivilDate.todayInChina.year
    #expect(today.contains("Y2  - \(year)/") || today.contains("Y2  - \(year - 1)/"))
    for day in ["2024", "2024-02-30", "gestern", "2024-05-01 10:00"] {
      #expect(program.run("cite", "r2", "--accessed", day).status == 2, "\(day)")
    }
  }

  @Test func `verify-quote finds articles with a quotation`() {
    let result = program.run("verify-quote", "普惠托位二百一十个", "托育服務 走進社區", "养老服务补贴去年扩大")
    #expect(
      result.output == """
        “普惠托位二百一十个”
        1 article contains it
         1. 社区托育服务圈建成
            2023-07-02 14:53  工人日报  childcare.txt
            verbatim, file 96-105
            市总工会介绍，全市新增托育服务点六十四处，[[普惠托位二百一十个]]。

        “托育服務 走進社區”
        1 article contains it
         1. 社区托育服务圈建成
            2023-07-02 14:53  工人日报  childcare.txt
            not verbatim, file 47-55
            [[托育服务走进社区]]，家长步行十五分钟就能到达托育中心。

        “养老服务补贴去年扩大”
        no article contains it
        longest beginning in an article: “养老服务补贴”
         1. 居家养老服务补贴扩面
            2022-03-15 08:20  临江日报  eldercare.txt
            verbatim, file 2-8
            居家[[养老服务补贴]]扩面
            verbatim, file 43-49
            [[养老服务补贴]]今年扩大到七十岁以上老人，社区食堂同时开放。
        longest ending in an article: “年扩大”
         1. 居家养老服务补贴扩面
            2022-03-15 08:20  临江日报  eldercare.txt
            verbatim, file 50-53
            养老服务补贴今[[年扩大]]到七十岁以上老人，社区食堂同时开放。


        """)
    #expect(result.status == 1 && result.errors.isEmpty)
    #expect(program.run("verify-quote", "普惠托位", "保障经费").status == 0)
    let early = program.run("verify-quote", "托育服务", "-n", "1", "--source", "政务公报")
    #expect(early.lines.prefix(2) == ["“托育服务”", "1 article contains it"])
    #expect(
      program.run("verify-quote", "托育服务", "-n", "1").lines[1]
        == "3 articles contain it; the earliest:")
  }

  @Test func `five occurrences of an article are shown`() {
    let result = program.run("verify-quote", "七", input: "")
    #expect(!result.output.contains("more"))
    program.write(
      "{\"id\": \"many\", \"text\": \"\(String(repeating: "七。", count: 8))\"}\n",
      to: "corpus/many.jsonl")
    #expect(program.run("index").status == 0)
    let many = program.run("verify-quote", "七")
    #expect(many.output.contains("    and 3 places more\n"))
  }

  @Test func `a quotation without searchable text is an error in its place`() {
    let result = program.run("verify-quote", "-", "--json", input: "普惠托位\n……\n保障经费。\n")
    let types = result.lines.map { line in
      ["article", "summary", "error"].first { line.contains("\"type\":\"\($0)\"") }
    }
    #expect(types == ["article", "summary", "error", "article", "summary"])
    #expect(
      result.lines[2]
        == #"{"line":2,"message":"the quotation has no searchable text: ……","type":"error"}"#)
    #expect(
      result.lines[3]
        == #"{"content_hash":"662a1366327b95fd","date":"2021-04-20","id":"gongbao 7","occurrences":[{"end":16,"original":"text","sentence":"各县应当完善托育服务，保障经费。","sentence_end":16,"sentence_start":0,"start":11,"text":"保障经费。","verbatim":true}],"path":"records.jsonl","quote":"保障经费。","source":"政务公报","title":"关于完善\u001b[31m托育服务\u0007的通知","type":"article","url":"https://example.org/7","verbatim":true}"#
    )
    #expect(
      result.errors == """
        standard input:2: the quotation has no searchable text: ……
        error: 1 quotation failed

        """)
    #expect(result.status == 2)
  }

  @Test func `a summary has the longest parts that occur`() throws {
    let result = program.run("verify-quote", "养老服务补贴去年", "--json")
    #expect(result.lines.count == 1 && result.status == 1)
    #expect(result.output.contains(#""end":6,"start":0,"text":"养老服务补贴"}"#))
    #expect(result.output.contains(#""total":0,"type":"summary"}"#))
    let unknown = program.run("verify-quote", "龘龘", "--json")
    #expect(unknown.output.contains(#""prefix":null,"quote":"龘龘","suffix":null"#))
  }

  @Test func `show highlights the matches of a query`() {
    let result = program.run("show", "childcare.txt", "--highlight", "托育服务 家长")
    #expect(
      result.output == """
        社区[[托育服务]]圈建成

        id        childcare.txt
        date      2023-07-02T14:53:51
        source    工人日报
        encoding  UTF-8

        [[托育服务]]走进社区，[[家长]]步行十五分钟就能到达[[托育]]中心。

        市总工会介绍，全市新增[[托育服务]]点六十四处，普惠托位二百一十个。

        """)
    #expect(result.status == 0)
    let tail = program.run("show", "childcare.txt", "--highlight", "in:tail 养老金", "--zones")
    #expect(tail.output.hasSuffix("  相关阅读\n  [[养老金]]上调方案公布\n"))
    let colored = program.run("show", "gongbao 7", "--highlight", "托育", "--color", "always")
    #expect(colored.output.hasPrefix("关于完善␛[31m\u{1B}[1;31m托育\u{1B}[0m服务␇的通知\n"))
    let plain = program.run("show", "childcare.txt")
    #expect(program.run("show", "childcare.txt", "--highlight", "别的").output == plain.output)
    #expect(program.run("show", "childcare.txt", "--highlight", "(").status == 2)
  }

  @Test func `show --json has the spans of matches`() {
    let result = program.run("show", "gongbao 7", "--highlight", "\"托育 服务\" 经费", "--json")
    #expect(
      result.output.contains(
        #""matches":[{"end":13,"original":"title","start":9},{"end":10,"original":"text","start":6},{"end":15,"original":"text","start":13}]"#
      ))
  }

  /// Repeats the steps of a script that verifies a quotation without the program: it opens the file
  /// at `path`, finds the record with the id, and slices its text.
  @Test func `spans of hits can be verified in the files`() throws {
    for line in program.run("search", "托育服务", "--json").lines.dropLast() {
      let hit = try JSONDecoder().decode(Row.self, from: Data(line.utf8))
      let file = String(
        decoding: program.folder.contents(of: "corpus/\(hit.path)"), as: UTF8.self)
      let original: String
      if hit.snippet?.original == "file" {
        original = file
      } else {
        let records = try file.split(separator: "\n").map {
          try JSONDecoder().decode(Record.self, from: Data($0.utf8))
        }
        original = try #require(records.first { $0.id == hit.id }).text
      }
      let snippet = try #require(hit.snippet)
      let slice = Array(original.unicodeScalars)[snippet.start..<snippet.end]
      #expect(String(String.UnicodeScalarView(slice)) == snippet.text)
      let shown = program.run("show", hit.id, "--json").output
      #expect(shown.contains("\"content_hash\":\"\(hit.content_hash)\""))
    }
  }
}

private struct Row: Decodable {
  struct Snippet: Decodable {
    let text: String
    let original: String
    let start: Int
    let end: Int
  }

  let id: String
  let score: Double
  let path: String
  let content_hash: String
  let snippet: Snippet?
}

private struct Record: Decodable {
  let id: String
  let text: String
}

private struct Explained: Decodable {
  struct Term: Decodable {
    let contribution: Double
  }

  let score: Double
  let terms: [Term]
}
