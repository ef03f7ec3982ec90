import Search
import TestSupport
import Testing

/// Operators in the forms in which people type them, in every position of a query.
@Suite struct OperatorFormTests {
  /// The forms of one operator between two operands. The first is the usual one.
  private static let binary: [[String]] = [
    [" OR ", "　ＯＲ　", " | ", " || ", " ｜ ", " ｜｜ ", " |｜ "],
    [" AND ", "　ＡＮＤ　", " && ", " ＆＆ ", " &＆ "],
    [" NEAR/5 ", " ＮＥＡＲ／５ ", " NEAR／５ ", " NEAR/５ "],
    [" ADJ/3 ", " ＡＤＪ／３ "],
    [" /s ", " ／s ", " ／Ｓ ", " /S ", " SENTENCE "],
    [" /p ", " ／ｐ ", " PARAGRAPH "],
    [" -", " －", " −", " ‐", " ‑", " ‒", " –", " ﹣", " !", " ！", "　－", " NOT ", "　ＮＯＴ　"],
  ]
  /// Forms without white space, which only operands that are Chinese or quoted take on their right.
  private static let glued: [[String]] = [
    [" NEAR/5 ", "NEAR/5", "NEAR/5 ", " NEAR/5", "ＮＥＡＲ／５"], [" ADJ/3 ", "ADJ/3", "ADJ／3 "],
  ]
  private static let operands = [
    "养老", "\"长期 护理\"", "＂护理＂", "“服务”", "医保", "(试点 OR 示范)", "（试点｜示范）",
  ]
  private static let contexts = [
    "@", "@ 改革", "改革 @", "(@) 改革", "（@）", "改革 OR (@)", "title:(@)", "标题：（@）", "(in:tail @) 改革",
    "改革 -(@)",
    "2 of ((@) 改革 发展)",
  ]

  @Test func `every form of a binary operator has the tree of the usual form`() throws {
    for (forms, isGlued) in Self.binary.map({ ($0, false) }) + Self.glued.map({ ($0, true) }) {
      for left in Self.operands {
        for right in Self.operands {
          for context in Self.contexts {
            func query(_ form: String) -> String {
              context.replacing("@", with: left + form + right)
            }
            let expected = try QueryParser.parse(query(forms[0]))?.description
            #expect(expected != nil)
            for form in forms.dropFirst() {
              let isAfterGroup = "）)".contains(left.last ?? " ") && !form.hasPrefix(" ")
              if isGlued, isAfterGroup { continue }
              let parsed = try? QueryParser.parse(query(form))
              #expect(parsed?.description == expected, "\(query(form))")
            }
          }
        }
      }
    }
  }

  @Test(arguments: [
    ("养老｜医疗", "(or (text 养老) (text 医疗))"), ("养老|医疗||护理", "(or (text 养老) (text 医疗) (text 护理))"),
    ("养老｜医疗 改革", "(and (or (text 养老) (text 医疗)) (text 改革))"),
    ("改革 养老｜医疗", "(and (text 改革) (or (text 养老) (text 医疗)))"),
    ("养老 | 医疗 改革", "(or (text 养老) (and (text 医疗) (text 改革)))"),
    ("养老| 医疗", "(or (text 养老) (text 医疗))"), ("养老 ｜医疗", "(or (text 养老) (text 医疗))"),
    ("养老&&医疗", "(AND (text 养老) (text 医疗))"), ("养老＆＆ 医疗", "(AND (text 养老) (text 医疗))"),
    ("a|b&&c d", "(and (or (text a) (AND (text b) (text c))) (text d))"),
    ("-养老｜医疗 改革", "(and (not (or (text 养老) (text 医疗))) (text 改革))"),
    ("title:养老｜医疗 改革", "(and (or (title (text 养老)) (title (text 医疗))) (text 改革))"),
    ("title:养老|body:医疗", "(or (title (text 养老)) (body (text 医疗)))"),
    ("source:工人日报|新华社", "(or (source \"工人日报\") (source \"新华社\"))"),
    ("source:工人日报｜source:新华社", "(or (source \"工人日报\") (source \"新华社\"))"),
    ("date:2021|2023", "(or (date 20210000..20219999) (date 20230000..20239999))"),
    ("\"养老\"|“医疗”", "(or (phrase \"养老\") (phrase \"医疗\"))"),
    ("(养老 服务)|(医疗 保障)", "(or (and (text 养老) (text 服务)) (and (text 医疗) (text 保障)))"),
    ("养老^2|医疗", "(or (boost 2.0 (text 养老)) (text 医疗))"),
    ("养老|医疗^２", "(or (text 养老) (boost 2.0 (text 医疗)))"),
    ("养老|护理 NEAR/3 服务", "(near 3 (or (text 养老) (text 护理)) (text 服务))"),
    ("服务NEAR/3养老｜护理", "(near 3 (text 服务) (or (text 养老) (text 护理)))"),
    ("2 of (养老|护理 医保 改革)", "(least 2 (or (text 养老) (text 护理)) (text 医保) (text 改革))"),
    ("/养老/|医疗", "(or (regex \"养老\") (text 医疗))"), ("net*|web", "(or (pattern net*) (text web))"),
    // Text.
    ("养老|", "(text 养老|)"), ("|养老", "(text |养老)"), ("(养老|)", "(text 养老|)"), (#"a\|b"#, "(text a|b)"),
    ("2019（试点|示范）年", "(text 2019（试点|示范）年)"), ("R&D AT＆T", "(and (text R&D) (text AT＆T))"),
    ("\"养老|医疗\"", "(phrase \"养老|医疗\")"),
    // Wildcards, misspellings, weights, expressions.
    ("net＊", "(pattern net*)"), ("碳＊和", "(pattern 碳*和)"), ("wom？n", "(pattern wom?n)"),
    ("养老？护理", "(text 养老？护理)"), ("colour～1", "(fuzzy 1 colour)"), ("ｃolour〜２", "(fuzzy 2 ｃolour)"),
    ("colour~１", "(fuzzy 1 colour)"), ("colour～", "(fuzzy 1 colour)"),
    ("\"养老 服务\"～５", "(slop 5 \"养老 服务\")"),
    ("＂养老 服务＂~５", "(slop 5 \"养老 服务\")"), ("5～10年", "(text 5～10年)"), ("养老～1", "(text 养老～1)"),
    ("养老^２", "(boost 2.0 (text 养老))"), ("养老＾２", "(boost 2.0 (text 养老))"),
    ("(养老 医保)＾０．５", "(boost 0.5 (and (text 养老) (text 医保)))"),
    ("“养老”＾2 医保", "(and (boost 2.0 (phrase \"养老\")) (text 医保))"),
    ("／第.{1,3}届／", "(regex \"第.{1,3}届\")"), ("title:／^关于／", "(title (regex \"^关于\"))"),
    (#"／a\／b／"#, "(regex \"a／b\")"), ("２ ｏｆ （养老 医保 护理）", "(least 2 (text 养老) (text 医保) (text 护理))"),
    // Minus signs of numbers.
    ("-5℃ 低温", "(and (text -5℃) (text 低温))"), ("低温 －３％", "(and (text 低温) (text －３％))"),
    ("低温 -3.5%", "(and (text 低温) (text -3.5%))"), ("低温 –5°C", "(and (text 低温) (text –5°C))"),
    ("低温 -5", "(and (text 低温) (not (text 5)))"), ("低温 -5度", "(and (text 低温) (not (text 5度)))"),
    ("低温 —5", "(and (text 低温) (text —5))"), ("低温 -(5℃)", "(and (text 低温) (not (text 5℃)))"),
    ("养老 —广告", "(and (text 养老) (text —广告))"), ("养老 ——广告", "(and (text 养老) (text ——广告))"),
    ("养老！广告", "(text 养老！广告)"), ("（养老）！广告", "(and (text 养老) (text ！广告))"),
    ("养老 – 广告", "(and (text 养老) (text –) (text 广告))"),
    ("COVID–19 5–3", "(and (text COVID–19) (text 5–3))"),
    ("养老 !\"广告\"", "(and (text 养老) (not (phrase \"广告\")))"),
    ("低温 -3~5℃", "(and (text 低温) (text -3~5℃))"), ("低温 −10～−5℃", "(and (text 低温) (text −10～−5℃))"),
    ("低温 -3至5℃", "(and (text 低温) (text -3至5℃))"), ("利润 -1,200%", "(and (text 利润) (text -1,200%))"),
    ("低温 -3~5度", "(and (text 低温) (not (text 3~5度)))"),
    ("低温 -3-养老", "(and (text 低温) (not (text 3-养老)))"),
    // Quotation marks of other keyboards.
    ("｢长期护理｣ 〝试点〞", "(and (phrase \"长期护理\") (phrase \"试点\"))"), ("〝试点〟", "(phrase \"试点\")"),
    ("养老 -｢广告｣", "(and (text 养老) (not (phrase \"广告\")))"),
    // Commas between the clauses of n of.
    ("2 of （甲，乙，养老）", "(least 2 (text 甲) (text 乙) (text 养老))"),
    ("2 of (甲、乙; 养老)", "(least 2 (text 甲) (text 乙) (text 养老))"),
    ("2of(甲 乙 丙)", "(least 2 (text 甲) (text 乙) (text 丙))"),
    ("２ｏｆ（甲，乙）", "(least 2 (text 甲) (text 乙))"),
    (
      "2 of (甲^2，“乙，丙”，/丁，/ (戊，己))",
      "(least 2 (boost 2.0 (text 甲)) (phrase \"乙，丙\") (regex \"丁，\") (text 戊，己))"
    ),
    ("1 of (1,234 2，3)", "(least 1 (text 1,234) (text 2，3))"),
    ("2 of (2019（试点，示范）年，乙)", "(least 2 (text 2019（试点，示范）年) (text 乙))"),
    (#"2 of (甲\，乙 丙)"#, "(least 2 (text 甲，乙) (text 丙))"), ("(甲，乙)", "(text 甲，乙)"),
    // A slash between white space is no regular expression.
    ("养老 / 医疗 / 护理", "(and (text 养老) (text /) (text 医疗) (text /) (text 护理))"),
  ])
  func `a form has the expected tree`(query: String, tree: String) throws {
    #expect(try QueryParser.parse(query)?.description == tree)
  }

  @Test(arguments: [
    ("2023–2024", "20230000..20249999"), ("2023-2024", "20230000..20249999"),
    ("2023-06-2023-07", "20230600..20230799"), ("2023年6月-2023年7月", "20230600..20230799"),
    ("2023～2024", "20230000..20249999"), ("2023年至2024年", "20230000..20249999"),
    ("2023到2024", "20230000..20249999"), ("2023…2024", "20230000..20249999"),
    ("2023‥", "20230000.."), ("2023–06–01", "20230601..20230601"), ("≥2023", "20230000.."),
    ("≤2023", "..20239999"), ("＞＝2023", "20230000.."), ("[2023 to 2024]", "20230000..20249999"),
    ("［２０２３　TO　＊］", "20230000.."),
  ])
  func `a range of dates has many forms`(date: String, range: String) throws {
    #expect(try QueryParser.parse("date:\(date)")?.description == "(date \(range))")
  }

  /// The hints of queries: the marked part and a piece of the message.
  @Test(arguments: [
    ("养老 / 医疗", "/", "write OR"), ("養老 還是 醫療", "還是", "write OR"),
    ("a except b", "except", "to exclude"),
    ("养老 不要 广告", "不要", "to exclude"), ("养老 而非 广告", "而非", "to exclude"),
    ("养老 同时 医疗", "同时", "leave it out"), ("养老 --广告", "--", "write - to exclude 广告"),
    ("养老 ——广告", "——", "write - to exclude 广告"), ("养老∣医疗", "∣", "write | or OR"),
    ("养老 │ 医疗", "│", "write | or OR"), ("养老¦医疗", "¦", "write | or OR"),
    ("养老 NEAR-3 服务", "NEAR-3", "write NEAR/5"), ("养老 NEAR /3 服务", "/3", "without white space"),
    ("养老 NEAR 3 服务", "3", "without white space"), ("养老 /s医疗", "/s", "white space around it"),
    ("养老^2,5", "^2,5", "a weight is one number"), ("'养老 服务'", "'", "for a quotation"),
    ("‘养老服务’ 试点", "‘", "for a quotation"), ("利润 -$5", "-$5", "excludes $5; quote it"),
    ("低温 -3~5度", "-3~5度", "excludes 3~5度; quote it"), ("低温 −5℃", "−5℃", "quote −5℃"),
    ("低温 －５℃", "－５℃", "quote －５℃"), ("低温 –3~5℃", "–3~5℃", "quote –3~5℃"),
    ("养老 或 医疗", "或", "write OR"), ("养老 或者 医疗", "或者", "write OR"), ("a or b", "or", "write OR"),
    ("a Or b", "Or", "write OR"), ("a ｏｒ b", "ｏｒ", "write OR"), ("a and b", "and", "write AND"),
    ("养老 和 医疗", "和", "leave it out"), ("养老 与 医疗", "与", "leave it out"),
    ("养老 以及 “医疗”", "以及", "leave it out"), ("(养老 且 医疗)", "且", "leave it out"),
    ("养老 not 广告", "not", "to exclude"), ("not 广告 养老", "not", "to exclude"),
    ("养老 非 广告", "非", "to exclude"), ("养老 不含 广告", "不含", "to exclude"),
    ("养老 near/5 服务", "near/5", "write NEAR/5"), ("养老 NEAR5 服务", "NEAR5", "write NEAR/5"),
    ("养老 w/5 服务", "w/5", "write NEAR/5"), ("养老 within5 服务", "within5", "write NEAR/5"),
    ("养老 - 广告", "-", "before white space"), ("养老 – 广告", "–", "before white space"),
    ("养老 — 广告", "—", "before white space"), ("养老 ！ 广告", "！", "before white space"),
    ("养老 —广告", "—", "write - to exclude 广告"), ("养老OR医疗", "OR", "white space around it"),
    ("养老AND医疗 改革", "AND", "white space around it"), ("养老 NOT广告", "NOT", "white space after it"),
    ("养老 OR医疗", "OR", "white space after it"), ("养老ＯＲ医疗", "ＯＲ", "white space around it"),
    ("养老NEAR服务", "NEAR", "white space around it"), ("养老/s医疗", "/s", "white space around it"),
    ("养老-广告", "-", "white space before it"), ("职业？育", "？", "write ?"),
    ("养老～1", "～1", "~ takes a quotation"), ("养老服务~5", "~5", "~ takes a quotation"),
    ("养老 ^2", "^2", "directly after a clause"), ("\"养老 服务\" ~5", "~5", "directly after a clause"),
    ("2 of 养老 医保", "of", "needs a group"), ("低温 -5", "-5", "excludes 5; quote it"),
    ("低温 –5度", "–5度", "excludes 5度; quote it"), ("C++ 语言", "C++", "quote C++"),
    ("学习C＃语言", "C＃", "quote C＃"), (".NET", ".NET", "quote .NET"), ("增长3.5%", "3.5%", "quote 3.5%"),
    ("-5℃ 低温", "-5℃", "quote -5℃"), ("(养老 或 医疗) -广告", "或", "write OR"),
    ("title:养老 或 title:医疗", "或", "write OR"),
  ])
  func `a part that may be meant as an operator has a hint`(
    query: String, part: String, message: String
  ) throws {
    let hints = QueryHint.all(for: query)
    try #require(hints.count == 1, "\(query): \(hints)")
    let scalars = Array(query.unicodeScalars)[hints[0].range]
    #expect(String(String.UnicodeScalarView(scalars)) == part)
    #expect(hints[0].message.contains(message), "\(hints[0].message)")
    #expect(hints[0].rendered(query: query).split(separator: "\n").count == 2)
    #expect(try QueryParser.parse(query) != nil)
  }

  @Test(arguments: [
    "养老", "养老 OR 医疗", "养老 -广告", "或", "和 平", "or", "\"养老 或 医疗\"",
    "养老 \"或\" 医疗", #"a \or b"#, "source:C++", "source:(新华社 或 甲)", "COVID-19", "5-3", "2023年", "养老？",
    "什么是养老？ 医保！", "北京、上海", "AI：改变世界", "tag:3.5%", "id:a%20b", "net*", "NATO 组织", "近5年", "1.5",
    "ORACLE数据库", "n5 机型", "w3 标准", "--", "net＊", "wom？n", "“不要”", "n-5 机型 甲", "养老 NEAR 2023 服务",
    "rock 'n' roll", "don't", "90’后", "2 of (甲，乙)", "太好了！", "\"C++\"", "http://a.cn/b?c.d 养老",
  ])
  func `a usual query has no hint`(query: String) {
    #expect(QueryHint.all(for: query) == [], "\(query)")
  }

  /// A hint is inside the query, whatever the query.
  @Test(arguments: [1, 2] as [UInt64]) func `hints are inside the query`(seed: UInt64) {
    let pieces = [
      "养", "老", "或", "和", " ", "　", "or", "OR", "NOT", "-", "–", "—", "！", "!", "？", "~5", "～",
      "^2", "C", "++", "%",
      "5", "℃", ".", "(", ")", "\"", "|", "｜", "&&", "/s", "NEAR/5", "near", "of", "2", "source:",
      "title:", "\\",
    ]
    var random = SplitMix64(seed: seed)
    var count = 0
    for _ in 0..<20_000 {
      let query = (0..<Int.random(in: 1...9, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }.joined()
      for hint in QueryHint.all(for: query) {
        count += 1
        let isInside =
          hint.range.lowerBound >= 0
          && hint.range.upperBound <= query.unicodeScalars.count && !hint.range.isEmpty
        #expect(isInside && !hint.message.isEmpty, "seed \(seed): \(query)")
      }
    }
    #expect(count > 1_000)
  }
}
