import TestSupport
import Testing
import Xunwen

@Suite struct ChartTests {
  @Test(arguments: [
    [], ["--ratio"], ["--per", "source"], ["--per", "source", "--ratio", "--series", "1"],
    ["--vs", "\"养老\" <&>", "--vs", "经费"], ["--vs", "养老", "--ratio", "--min", "1"],
  ])
  func `every picture is well-formed`(options: [String]) throws {
    let program = Program.indexed()
    for query in ["服务", "服务 \\<b\\>&\"养老\"", "无日期", "a ]]> OR 服务 <!--", "\u{1B} 服务 OR '\u{FFFE}'"] {
      for unit in CalendarInterval.allCases {
        let result = program.run(
          bytes: (["timeline", query, "--format", "svg", "--by", unit.rawValue] + options)
            .map { Array($0.utf8) })
        #expect(result.status != 2, "\(query): \(result.errors)")
        let isWellFormed = XMLChecker.isWellFormed(result.output)
        #expect(isWellFormed, "\(query) \(unit) \(options): \(result.output)")
        #expect(!result.output.contains("<script") && !result.output.contains("href"))
      }
    }
  }

  @Test func `a comparison has a legend and its counts`() {
    let result = Program.indexed().run(
      "timeline", "托育", "--vs", "养老", "--by", "year", "--ratio", "--min", "1", "--format", "svg")
    for text in [
      ">托育 / 养老</text>", ">托育 2 篇；养老 1 篇；另有 2 篇年份不明</text>", ">养老</text>",
      ">占同期全部文章的比例</text>",
    ] {
      #expect(result.output.contains(text), "\(text): \(result.output)")
    }
    // Among many days, a day between gaps is a point.
    let alone = Program.indexed().run(
      "timeline", "托育", "--vs", "养老", "--by", "day", "--ratio", "--format", "svg")
    #expect(alone.output.matches(of: /<circle/).count == 6)
    let least = Program.indexed().run(
      "timeline", "31m", "--by", "year", "--ratio", "--min", "2", "--format", "svg")
    #expect(
      least.output.contains("(left out below 2 articles)") && !least.output.contains("<circle"))
  }

  @Test func `long names in a legend are distinct`() {
    let long = String(repeating: "养老服务", count: 8)
    let arguments = ["timeline", "养老", "--vs", long + " OR 托育", "--vs", long + " OR 医保"]
    let result = Program.indexed().run(
      bytes: (arguments + ["--by", "year", "--format", "svg"]).map { Array($0.utf8) })
    let names = result.output.matches(of: /y="[0-9.]+">(养老服务[^<]*…[^<]*)</).map { $0.1 }
    #expect(names.count == 2 && Set(names).count == 2, "\(names)")
  }

  @Test func `a bar is not wider than a tenth of the picture`() {
    let arguments = ["timeline", "服务", "--by", "year", "--from", "2021", "--to", "2021"]
    let result = Program.indexed().run(
      bytes: (arguments + ["--format", "svg"]).map { Array($0.utf8) })
    let widths = result.output.matches(of: /h([0-9.]+)V/).compactMap { Double($0.1) }
    #expect(widths.count == 1 && widths.allSatisfy { $0 <= 86 }, "\(widths)")
  }

  @Test func `a picture shows the query, the filters and the total`() {
    let program = Program.indexed()
    let result = program.run(
      "timeline", "服务", "--by", "year", "--from", "2020", "--to", "2023-12", "--format", "svg")
    for text in [
      ">服务</text>", ">2020 – 2023-12；共 3 篇</text>", ">文章数（篇）</text>", ">2021</text>", ">年</text>",
    ] {
      #expect(result.output.contains(text), "\(text)")
    }
    let english = program.run("timeline", "31m", "--format", "svg", "--ratio")
    for text in [">31m</text>", ">1 article</text>", ">share of all articles of the time</text>"] {
      #expect(english.output.contains(text), "\(text)")
    }
  }
}

/// A check of the XML that the program writes: tags are balanced, attributes are quoted, and all
/// text is escaped.
private enum XMLChecker {
  static func isWellFormed(_ text: String) -> Bool {
    var rest = text[...]
    guard let declaration = rest.firstMatch(of: /^<\?xml version="1.0" encoding="UTF-8"\?>\n/)
    else {
      return false
    }
    rest = rest[declaration.range.upperBound...]
    var open: [Substring] = []
    var roots = 0
    let tag = /<(\/?)([a-z]+)((?: [a-zA-Z0-9-]+="[^"<]*")*)(\/?)>/
    while !rest.isEmpty {
      if let text = rest.prefixMatch(of: /[^<]+/) {
        let isBlank = text.output.allSatisfy { $0.isWhitespace }
        let escaped = text.output.replacing(/&(amp|lt|gt|quot|#39);/, with: "")
        if escaped.contains("&") || escaped.contains(">") || open.isEmpty && !isBlank {
          return false
        }
        if escaped.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\n" }) {
          return false
        }
        rest = rest[text.range.upperBound...]
        continue
      }
      guard let found = rest.prefixMatch(of: tag) else { return false }
      rest = rest[found.range.upperBound...]
      let attributes = found.3.matches(of: #/ ([a-zA-Z0-9-]+)=/#).map(\.1)
      if Set(attributes).count != attributes.count { return false }
      if found.1 == "/" {
        if open.popLast() != found.2 { return false }
      } else if found.4 != "/" {
        if open.isEmpty { roots += 1 }
        open.append(found.2)
      }
    }
    return open.isEmpty && roots == 1
  }
}
