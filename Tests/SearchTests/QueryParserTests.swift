import Calendar
import Search
import Testing

@Suite struct QueryParserTests {
  @Test(
    arguments: [
      // Clauses.
      ("养老", "(text 养老)"),
      ("养老 医保", "(and (text 养老) (text 医保))"),
      ("养老　医保\t\n改革", "(and (text 养老) (text 医保) (text 改革))"),
      ("\u{FEFF}养老\u{0}医保", "(and (text 养老) (text 医保))"),
      ("网址http://www.gov.cn 好", "(and (text 网址http://www.gov.cn) (text 好))"),
      ("https://www.gov.cn/a-b(c)", "(text https://www.gov.cn/a-b(c))"),
      ("《战国无双3》是谁的？", "(text 《战国无双3》是谁的？)"),
      ("it's ’n' x", "(and (text it's) (text ’n') (text x))"),
      ("？ & a||b", "(and (text ？) (text &) (or (text a) (text b)))"),
      ("养老~5 net* a^3 +医保", "(and (text 养老~5) (pattern net*) (boost 3.0 (text a)) (text +医保))"),
      // Quotes.
      ("\"医保 基金\"", "(phrase \"医保 基金\")"),
      ("＂医保＂ \"医保＂", "(and (phrase \"医保\") (phrase \"医保\"))"),
      (
        "“甲” 「乙」 『丙』",
        "(and (phrase \"甲\") (phrase \"乙\") (phrase \"丙\"))"
      ),
      ("「a『b』」", "(phrase \"a『b』\")"),
      ("“say \"hi\"”", #"(phrase "say \"hi\"")"#),
      ("被称为“法国女神”的是谁", "(and (text 被称为) (phrase \"法国女神\") (text 的是谁))"),
      (
        "什么是\"速成\"和“仓颉”？",
        "(and (text 什么是) (phrase \"速成\") (text 和) (phrase \"仓颉\") (text ？))"
      ),
      ("“甲。\"乙", "(and (phrase \"甲。\") (text 乙))"),
      ("后” 」『甲』", "(and (text 后”) (text 」) (phrase \"甲\"))"),
      ("又叫”角瓜“？", "(text 又叫”角瓜“？)"),
      ("5\"屏幕", "(text 5\"屏幕)"),
      ("2020\"十大\"新闻", "(and (text 2020) (phrase \"十大\") (text 新闻))"),
      ("\"\"", "(phrase \"\")"),
      (#""a\"b" c"#, #"(and (phrase "a\"b") (text c))"#),
      (#"“a\”" b"#, #"(and (phrase "a”") (text b))"#),
      ("\"甲\"~5", "(slop 5 \"甲\")"),
      ("\"a\nb\"", "(phrase \"a b\")"),
      // Operators.
      ("养老 AND 医保", "(AND (text 养老) (text 医保))"),
      ("养老 ＡＮＤ 医保 ＯＲ 教育", "(or (AND (text 养老) (text 医保)) (text 教育))"),
      ("a b OR c d", "(or (and (text a) (text b)) (and (text c) (text d)))"),
      ("a OR b OR c", "(or (text a) (text b) (text c))"),
      ("a b AND c d", "(and (text a) (AND (text b) (text c)) (text d))"),
      ("a AND b c AND d", "(and (AND (text a) (text b)) (AND (text c) (text d)))"),
      ("a and b or not", "(and (text a) (text and) (text b) (text or) (text not))"),
      ("AND门 ORACLE a-OR", "(and (text AND门) (text ORACLE) (text a-OR))"),
      (#"\AND \OR"#, "(and (text AND) (text OR))"),
      ("\"a\" OR\"b\"", "(or (phrase \"a\") (phrase \"b\"))"),
      // Exclusions.
      ("养老 -广告", "(and (text 养老) (not (text 广告)))"),
      ("养老 －广告 −a", "(and (text 养老) (not (text 广告)) (not (text a)))"),
      ("养老 NOT 广告", "(and (text 养老) (not (text 广告)))"),
      ("养老 AND NOT 广告", "(AND (text 养老) (not (text 广告)))"),
      ("-a b OR c", "(or (and (not (text a)) (text b)) (text c))"),
      ("a -\"b c\"", "(and (text a) (not (phrase \"b c\")))"),
      ("a -b“c”d", "(and (text a) (not (and (text b) (phrase \"c\") (text d))))"),
      ("a -(b OR c)", "(and (text a) (not (or (text b) (text c))))"),
      ("a NOT(b)", "(and (text a) (not (text b)))"),
      ("a (-b -c)", "(and (text a) (not (text b)) (not (text c)))"),
      ("a AND (-b -c)", "(AND (text a) (not (text b)) (not (text c)))"),
      ("a -b AND -c", "(and (text a) (not (text b)) (not (text c)))"),
      ("5-3 a-b COVID-19", "(and (text 5-3) (text a-b) (text COVID-19))"),
      (
        "a - b -- --c —d -",
        "(and (text a) (text -) (text b) (text --) (text --c) (text —d) (text -))"
      ),
      (#"\-a (b -)"#, "(and (text -a) (text b) (text -))"),
      // Groups.
      ("(养老 OR 医保) 改革", "(and (or (text 养老) (text 医保)) (text 改革))"),
      ("（养老 OR 医保）改革", "(and (or (text 养老) (text 医保)) (text 改革))"),
      ("((a))", "(text a)"),
      ("(a b) c", "(and (text a) (text b) (text c))"),
      ("(a OR (b OR c)", "error"),
      ("(a OR b) AND(c OR d)", "(AND (or (text a) (text b)) (or (text c) (text d)))"),
      ("(a)(b)-c", "(and (text a) (text b) (not (text c)))"),
      ("太平二年（257年），孙亮", "(text 太平二年（257年），孙亮)"),
      ("铺轨（Making Tracks）是", "(and (text 铺轨（Making) (text Tracks）是))"),
      ("香港 (合辑)主要", "(and (text 香港) (text 合辑) (text 主要))"),
      ("（中国（上海）自贸区 OR a)", "(or (text 中国（上海）自贸区) (text a))"),
      ("1）标题 a(b", "(and (text 1）标题) (text a(b))"),
      (#"\(a\) b"#, "(and (text (a)) (text b))"),
      // Minimum numbers of clauses.
      (
        "2 of (甲 (乙 丙) 丁)",
        "(least 2 (text 甲) (and (text 乙) (text 丙)) (text 丁))"
      ),
      (
        "2 of ((甲 -乙) 丙 丁)",
        "(least 2 (and (text 甲) (not (text 乙))) (text 丙) (text 丁))"
      ),
      ("２ ＯＦ （a （b c））^2", "(boost 2.0 (least 2 (text a) (and (text b) (text c))))"),
      ("1 of ((a OR b) (c))", "(least 1 (or (text a) (text b)) (text c))"),
      ("2 of (a AND b c)", "(least 2 (AND (text a) (text b)) (text c))"),
      ("2 of (甲“乙” 丙)", "(least 2 (text 甲) (phrase \"乙\") (text 丙))"),
      (
        "2 of (a (1 of (b c d))^3 (e f)^2)",
        "(least 2 (text a) (boost 3.0 (least 1 (text b) (text c) (text d))) "
          + "(boost 2.0 (and (text e) (text f))))"
      ),
      (
        "2 of (title:(a b) -\"c\" AND d (in:tail e f))",
        "(least 2 (and (title (text a)) (title (text b))) (AND (not (phrase \"c\")) (text d)) "
          + "(and (tail (text e)) (tail (text f))))"
      ),
      (
        "title:(2 of (a (b c))) d",
        "(and (least 2 (title (text a)) (and (title (text b)) (title (text c)))) (text d))"
      ),
      (
        "a -(2 of (b (c -d)))",
        "(and (text a) (not (least 2 (text b) (and (text c) (not (text d))))))"
      ),
      // Fields.
      ("title:养老", "(title (text 养老))"),
      ("标题：养老 正文:医保", "(and (title (text 养老)) (body (text 医保)))"),
      ("Title: 养老", "(title (text 养老))"),
      ("ｔｉｔｌｅ：养老", "(title (text 养老))"),
      ("title:\"养老 金\"", "(title (phrase \"养老 金\"))"),
      ("title:(a OR b) c", "(and (or (title (text a)) (title (text b))) (text c))"),
      ("title:(a body:b)", "(and (title (text a)) (body (text b)))"),
      ("title:甲“乙”", "(and (title (text 甲)) (title (phrase \"乙\")))"),
      ("a -title:b", "(and (text a) (not (title (text b))))"),
      ("source:工人日报", "(source \"工人日报\")"),
      ("来源：\"工人 日报\" -source:新华社", "(and (source \"工人 日报\") (not (source \"新华社\")))"),
      ("source:(工人日报 OR 新华社)", "(or (source \"工人日报\") (source \"新华社\"))"),
      ("source:中国\"青年\"报(网)", "(source \"中国青年报(网)\")"),
      ("-养老 source:新华社", "(and (not (text 养老)) (source \"新华社\"))"),
      ("文章来源：网络 a:", "(and (text 文章来源：网络) (text a:))"),
      ("AI：改变 3:2 14:53", "(and (text AI：改变) (text 3:2) (text 14:53))"),
      (#"title\:a \b:c"#, "(and (text title:a) (text b:c))"),
      // in:
      ("in:tail 养老", "(tail (text 养老))"),
      ("养老 \"医保\" in:tail", "(and (tail (text 养老)) (tail (phrase \"医保\")))"),
      ("范围：尾部 养老 OR b", "(or (tail (text 养老)) (tail (text b)))"),
      ("a (in:tail b)", "(and (text a) (tail (text b)))"),
      ("in:tail a title:b (in:body c)", "(and (tail (text a)) (title (text b)) (body (text c)))"),
      ("in:all a", "(or (text a) (tail (text a)))"),
      ("in:tail (in:all a)", "(or (text a) (tail (text a)))"),
      (
        "in:tail a source:b date:2023",
        "(and (tail (text a)) (source \"b\") (date 20230000..20239999))"
      ),
      // Dates.
      ("date:2023-06..2023-07", "(date 20230600..20230799)"),
      ("日期：２０２３年６月", "(date 20230600..20230699)"),
      ("a -date:..2022", "(and (text a) (not (date ..20229999)))"),
      ("date:(2021 OR 2023)", "(or (date 20210000..20219999) (date 20230000..20239999))"),
      ("(date:\"2023-01-05..\")", "(date 20230105..)"),
    ])
  func `a query has the expected tree`(query: String, expected: String) throws {
    guard expected != "error" else {
      #expect(throws: QuerySyntaxError.self) { try QueryParser.parse(query) }
      return
    }
    let parsed = try #require(try QueryParser.parse(query))
    #expect(parsed.description == expected, "\(query)")
  }

  @Test(arguments: ["", " ", "　\n\t", "\u{0}\u{1F}"])
  func `white space is an empty query`(query: String) throws {
    #expect(try QueryParser.parse(query) == nil)
  }

  @Test func `ranges are scalar offsets`() throws {
    let query = "👨‍👩‍👧 title:“养老” a\\-b"
    let family = QueryText(text: "👨‍👩‍👧", range: 0..<5)
    let phrase = QueryText(text: "养老", range: 12..<16)
    let escaped = QueryText(text: "a-b", range: 17..<21)
    #expect(
      try QueryParser.parse(query)
        == .implicitAnd([
          .text(family), .field(.title, .phrase(phrase), at: 6..<12), .text(escaped),
        ]))
    #expect(
      try QueryParser.parse("a source:b date:2023")
        == .implicitAnd([
          .text(QueryText(text: "a", range: 0..<1)), .source("b", at: 9..<10),
          .date(DateRange(packedLower: 2023_0000, packedUpper: 2023_9999), at: 16..<20),
        ]))
  }

  @Test func `queries up to the limits parse`() throws {
    let deep = String(repeating: "(", count: 100) + "a" + String(repeating: ")", count: 100)
    #expect(try QueryParser.parse(deep)?.description == "(text a)")
    let long = String(repeating: "养", count: 65_536)
    #expect(try QueryParser.parse(long) != nil)
    #expect(throws: QuerySyntaxError.self) { try QueryParser.parse(long + "老") }
  }

  /// Queries on which a parser with repeated searches takes quadratic time.
  @Test(
    .timeLimit(.minutes(10)),
    arguments: ["“a", "5\"", "a(", "NOT ", "title:", "\\", "-", "a OR "]
  )
  func `monotonous queries parse in linear time`(unit: String) {
    let query = String(repeating: unit, count: 65_536 / unit.unicodeScalars.count)
    _ = try? QueryParser.parse(query)
    _ = try? QueryParser.parse(query.dropLast(2) + "”a")
  }
}
