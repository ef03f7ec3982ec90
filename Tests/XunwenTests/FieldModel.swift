import TestSupport
import Xunwen

/// A record with fields, and its values as a person would read them.
struct FieldRecord {
  let id: String
  /// The JSON members of the fields.
  let members: [String]
  let levels: [String]
  let pages: [Double]
  /// The dates as yyyymmdd, with month and day 0 where unknown.
  let written: [UInt32]
  let numbers: [String]
  let text: String

  var json: String {
    "{" + (["\"id\":\"\(id)\"", "\"text\":\"\(text)\""] + members).joined(separator: ",") + "}\n"
  }

  /// Forms of a level that are equal, each with its display form.
  private static let levelForms = [
    ["省级", " 省级 ", "省\u{200B}级"], ["GDP", "gdp", "ＧＤＰ"], ["市 级", "市  级"], ["县级"], ["A*b", "a*B"],
    ["省级机关"], [""],
  ]
  private static let pageForms: [(json: String, value: Double)] = [
    ("3", 3), ("\"3\"", 3), ("\"1,200\"", 1200), ("\"1.2万\"", 12_000), ("-5", -5), ("\"－5\"", -5),
    ("2.5", 2.5), ("1e2", 100), ("\"３０\"", 30), ("\"12.5%\"", 12.5), ("0", 0), ("\"-0\"", 0),
  ]
  private static let dateForms: [(text: String, value: UInt32)] = [
    ("2023年5月12日", 20_230_512), ("2023-05-12", 20_230_512), ("2023-06", 20_230_600),
    ("2022", 20_220_000), ("2022/12/31", 20_221_231), ("20230101", 20_230_101),
  ]
  private static let numberForms = [
    ["国发〔2023〕5号", "国发[2023]5号", "国发（2023） 5号", "国发【２０２３】５ 号", "国发﹝2023﹞5号", "国发〖2023〗5号"],
    ["沪府办〔2022〕12号"], ["国发〔2023〕15号"],
  ]

  init(id: String, _ generator: inout ArticleGenerator) {
    func some<Element>(_ elements: [Element]) -> [Element] {
      (0..<generator.pick([0, 1, 1, 2, 3])).map { _ in generator.pick(elements) }
    }
    func member(_ name: String, _ values: [String]) -> [String] {
      if values.isEmpty { return [] }
      let single = values.count == 1 && generator.chance(of: 2)
      return ["\"\(name)\":" + (single ? values[0] : "[\(values.joined(separator: ","))]")]
    }
    let levels = some(Self.levelForms).map { ($0[0], generator.pick($0)) }
    let pages = some(Self.pageForms)
    let dates = some(Self.dateForms)
    let numbers = some(Self.numberForms).map { ($0[0], generator.pick($0)) }
    members =
      member("level", levels.map { "\"\($0.1)\"" }) + member("pages", pages.map(\.json))
      + member("成文日期", dates.map { "\"\($0.text)\"" })
      + member("发文字号", numbers.map { "\"\($0.1)\"" })
    self.id = id
    self.levels = levels.map { $0.0.lowercased() }.filter { !$0.isEmpty }
    self.pages = pages.map(\.value)
    written = dates.map(\.value)
    self.numbers = numbers.map(\.0)
    text = generator.pick(["养老", "医保", "养老医保"]) + id
  }

  /// A clause of a query, and the records that it matches.
  typealias Clause = (text: String, matches: (FieldRecord) -> Bool)

  static func clause(_ generator: inout ArticleGenerator) -> Clause {
    let levels: [Clause] = [
      ("level:省级", { $0.levels.contains("省级") }), ("LEVEL：Gdp", { $0.levels.contains("gdp") }),
      ("level:\"市 级\"", { $0.levels.contains("市 级") }),
      ("level:省级*", { $0.levels.contains { $0.hasPrefix("省级") } }),
      ("level:*级", { $0.levels.contains { $0.hasSuffix("级") } }),
      ("level:(县级 OR GDP)", { $0.levels.contains("县级") || $0.levels.contains("gdp") }),
      ("level:无", { _ in false }), ("level:a*b", { $0.levels.contains("a*b") }),
    ]
    let bound = generator.pick([-5, 0, 2.5, 3, 30, 100, 1200])
    let written = WrittenNumber.text(of: bound)
    let pages: [Clause] = [
      ("pages:\(written)", { $0.pages.contains(bound) }),
      ("pages:>=\(written)", { $0.pages.contains { $0 >= bound } }),
      ("pages:<\(written)", { $0.pages.contains { $0 < bound } }),
      ("pages:\(written)..1200", { $0.pages.contains { bound <= $0 && $0 <= 1200 } }),
      ("pages:..\(written)", { $0.pages.contains { $0 <= bound } }),
      ("pages:[\(written) TO *]", { $0.pages.contains { $0 >= bound } }),
      ("pages:1.2万", { $0.pages.contains(12_000) }),
    ]
    let dates: [Clause] = [
      ("成文:2023", { $0.written.contains { $0 / 10_000 == 2023 } }),
      ("成文日期：2023-05..2023-08", { $0.written.contains { 20_230_500...20_230_899 ~= $0 } }),
      ("成文:>=2023-06", { $0.written.contains { $0 >= 20_230_600 } }),
      // A year is in a range only as a whole.
      ("成文:2022-12", { $0.written.contains { 20_221_200...20_221_299 ~= $0 } }),
    ]
    let numbers: [Clause] = [
      ("文号:国发[2023]5号", { $0.numbers.contains("国发〔2023〕5号") }),
      ("发文字号：\"国发（2023） 5 号\"", { $0.numbers.contains("国发〔2023〕5号") }),
      ("文号:国发〔2023〕*", { $0.numbers.contains { $0.hasPrefix("国发〔2023〕") } }),
    ]
    return generator.pick(generator.pick([levels, pages, dates, numbers]))
  }

  /// A query of one to three clauses, some of which are excluded.
  static func query(_ generator: inout ArticleGenerator) -> Clause {
    var query = clause(&generator)
    for _ in 0..<generator.number(0...2) {
      let (left, right) = (query, clause(&generator))
      switch generator.number(0...3) {
      case 0: query = ("(\(left.text)) -\(right.text)", { left.matches($0) && !right.matches($0) })
      case 1: query = ("(\(left.text)) OR \(right.text)", { left.matches($0) || right.matches($0) })
      case 2: query = ("养老 (\(left.text))", { $0.text.contains("养老") && left.matches($0) })
      default: query = ("(\(left.text)) \(right.text)", { left.matches($0) && right.matches($0) })
      }
    }
    return query
  }

  /// The values of a facet, each once.
  func values(of facet: String) -> Set<String> {
    switch facet {
    case "level": Set(levels)
    case "pages": Set(pages.map { WrittenNumber.text(of: $0) })
    case "成文": Set(written.map { "\($0 / 10_000)" })
    default: Set(numbers)
    }
  }
}
