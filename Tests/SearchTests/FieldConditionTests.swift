import Calendar
import InvertedIndex
import Search
import Testing

/// Tests of conditions on fields in the query language.
@Suite struct FieldConditionTests {
  private static let fields = FieldCatalog(declared: [
    IndexField(name: "level", type: .keyword), IndexField(name: "pages", type: .number),
    IndexField(name: "印发日期", type: .date), IndexField(name: "pub_no-2", type: .documentNumber),
  ])

  @Test(arguments: [
    ("level:省级", "(level \"省级\")"), ("ＬＥＶＥＬ：省级", "(level \"省级\")"),
    ("level:\"省 级\" 养老", "(and (level \"省 级\") (text 养老))"),
    ("level:(甲 OR 乙*)", "(or (level \"甲\") (level \"乙*\"))"),
    ("-level:甲 养老", "(and (not (level \"甲\")) (text 养老))"),
    ("level:甲|乙", "(or (level \"甲\") (level \"乙\"))"),
    ("pages:10", "(pages 10)"), ("pages:1,200", "(pages 1200)"), ("pages:1.2万", "(pages 12000)"),
    ("pages:10..20", "(pages 10..20)"), ("pages:10..", "(pages 10..)"),
    ("pages:..2.5", "(pages ..2.5)"), ("pages:>=10", "(pages 10..)"), ("pages:≤10", "(pages ..10)"),
    ("pages:[10 TO 20]", "(pages 10..20)"), ("pages:[* TO 20] 甲", "(and (pages ..20) (text 甲))"),
    ("pages:-5", "(pages -5)"), ("pages:－5..5", "(pages -5..5)"), ("pages:１０～２０", "(pages 10..20)"),
    ("pages:10至20", "(pages 10..20)"),
    ("印发日期:2023-05..2023-08", "(印发日期 20230500..20230899)"),
    ("印发日期：[2023 TO *]", "(印发日期 20230000..)"),
    ("pub_no-2:国发（2023）5号", "(pub_no-2 \"国发（2023）5号\")"),
    ("机关:国务院 文号:x", "(and (发文机关 \"国务院\") (发文字号 \"x\"))"),
    ("发布日期:2023", "(date 20230000..20239999)"),
    // Prose is text.
    ("记者：张三", "(text 记者：张三)"), ("比分 3:2", "(and (text 比分) (text 3:2))"),
    ("http://level:80/", "(text http://level:80/)"), ("标题党：甲", "(text 标题党：甲)"),
    ("AI：level", "(text AI：level)"), ("COVID-19:疫情", "(text COVID-19:疫情)"),
  ])
  func `conditions are read`(query: String, tree: String) throws {
    #expect(try QueryParser.parse(query, fields: Self.fields)?.description == tree)
  }

  @Test(arguments: [
    ("levle:甲", "unknown field 'levle' (fields: title, body, source, tag, date, id, in, 发文机关"),
    ("pub_no:甲", "unknown field 'pub_no'"), ("pages:many", "not a number; write 10, 10..20"),
    ("pages:20..10", "the range ends before it begins"), ("pages:..", "no number on either side"),
    ("pages:[10]", "not a range; write [10 TO 20]"), ("level:\"\"", "level: needs a value"),
    ("level:", "level: needs a word, a quotation or a group after it"),
    ("level:(甲 title:乙)", "level: takes values only"),
    ("pages:(1 title:乙)", "pages: takes numbers only"),
    ("印发日期:(2023 pages:1)", "印发日期: takes dates only"), ("成文:去年", "not a date; write 2023"),
    ("a NEAR/2 level:b", "level: applies to the whole proximity"),
  ])
  func `mistakes are errors`(query: String, message: String) throws {
    let error = #expect(throws: QuerySyntaxError.self) {
      try QueryParser.parse(query, fields: Self.fields)
    }
    #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
    let lenient = LenientQuery("养老 " + query, fields: Self.fields)
    #expect(lenient.mistakes.count > 0 && lenient.query != nil)
  }

  @Test func `a Chinese name that is no field has a hint`() {
    func hints(_ query: String, _ fields: FieldCatalog) -> [String] {
      QueryHint.all(for: query, fields: fields).map(\.message)
    }
    #expect(hints("养老 栏目:甲", Self.fields).count == 1)
    #expect(hints("养老 栏目:甲", Self.fields)[0].hasPrefix("栏目: is read as text; the fields are title"))
    for query in ["养老 栏目：甲", "养老 比分:3", "养老 level:甲", "养老 栏目", "养老 栏目:"] {
      #expect(hints(query, Self.fields) == [], "\(query)")
    }
    #expect(hints("养老 栏目:甲", FieldCatalog()) == [])
  }

  @Test(
    arguments: [
      ("1234", 1234), ("1,234,567.5", 1_234_567.5), ("１２．５", 12.5), (" -3 ", -3), ("+3", 3),
      ("−3", -3),
      ("3万", 30_000), ("1.2亿", 120_000_000), ("2 万亿", 2e12), ("3千", 3000), ("12.5%", 12.5),
      ("1e3", 1000), ("1.5E-2", 0.015), ("0", 0), ("007", 7), ("31415.9万", 314_159_000),
    ] as [(String, Double)])
  func `numbers are read`(text: String, number: Double) {
    #expect(WrittenNumber.value(of: text) == number)
  }

  @Test(arguments: [
    "", " ", "-", "1,23", "1234,567", ",123", "1.", ".5", "1e", "1e9999", "5页", "第5", "1 2", "万",
    "--1",
    "NaN", "inf", "0x10", String(repeating: "9", count: 65), "1,234,56",
  ])
  func `other texts are no numbers`(text: String) {
    #expect(WrittenNumber.value(of: text) == nil)
  }

  @Test(
    arguments: [
      (12, "12"), (-5, "-5"), (0.5, "0.5"), (1e15, "1000000000000000"), (1e300, "1e+300"),
      (-0.0, "0"),
    ] as [(Double, String)])
  func `numbers are written briefly`(number: Double, text: String) {
    #expect(WrittenNumber.text(of: number) == text)
    #expect(WrittenNumber.value(of: text) == number)
  }

  @Test func `later declarations replace earlier ones`() {
    let fields = Self.fields.declaring([
      ("LEVEL", .number), ("pages", nil), ("new", .keyword), ("none", nil),
    ])
    #expect(fields.map(\.name) == ["LEVEL", "印发日期", "pub_no-2", "new"])
    #expect(fields[0].type == .number)
  }

  @Test(arguments: [
    ("level", true), ("级别", true), ("pub_date", true), ("a-b", true), ("l2", true), ("é", true),
    ("", false), ("a b", false), ("a:b", false), ("-a", false), ("_a", false), ("12", false),
    ("title", false), ("Ｔｉｔｌｅ", false), ("文号", false), ("发文机关", false), ("发布", false),
    ("a.b", false),
    ("(a)", false), (String(repeating: "政", count: 22), false),
  ])
  func `names of fields`(name: String, isValid: Bool) {
    #expect((FieldCatalog.problem(withName: name) == nil) == isValid)
  }
}
