import TestSupport
import Testing
import Xunwen

@testable import CommandLine

@Suite struct ChartTests {
  @Test(arguments: [
    (195.0, true, [0.0, 50, 100, 150, 200]), (1.0, true, [0, 1]), (3, true, [0, 1, 2, 3]),
    (8, true, [0, 1, 2, 3, 4, 5, 6, 7, 8]), (9, true, [0, 2, 4, 6, 8, 10]),
    (1017, true, [0, 200, 400, 600, 800, 1000, 1200]), (0, true, [0, 1]),
    (0.5, false, [0, 0.1, 0.2, 0.3, 0.4, 0.5]), (1, false, [0, 0.2, 0.4, 0.6, 0.8, 1]),
    (0.019, false, [0, 0.005, 0.01, 0.015, 0.02]),
  ])
  func `values have round ticks`(most: Double, isWhole: Bool, ticks: [Double]) {
    let scale = ValueScale(most: most, isWhole: isWhole)
    #expect(scale.ticks.count == ticks.count)
    for (a, b) in zip(scale.ticks, ticks) { #expect(abs(a - b) < 1e-12) }
    #expect(scale.top >= most)
  }

  @Test func `ticks of every value are few and reach it`() {
    var random = SplitMix64(seed: 5)
    for _ in 0..<2000 {
      let most =
        Double.random(in: 0...1, using: &random) * [1, 0.001, 1000, 1e6].randomElement(
          using: &random)!
      for isWhole in [true, false] {
        let scale = ValueScale(most: most, isWhole: isWhole)
        #expect(
          (1...9).contains(scale.ticks.count - 1) && scale.top >= most * (1 - 1e-9), "\(most)")
        #expect(!isWhole || scale.step >= 1)
      }
    }
  }

  @Test(arguments: [
    (CalendarInterval.month, "2020-02-01", 12, 108, "0=2020-02 1=2020-03", 12),
    (.month, "2020-02-01", 30, 60, "5=2020-07 11=2021-01", 5),
    (.month, "2020-02-01", 120, 60, "11=2021 23=2022", 10),
    (.year, "2000-01-01", 60, 60, "0=2000 10=2010", 6),
    (.day, "2023-06-26", 20, 240, "0=2023-06-26 1=2023-06-27", 20),
    (.day, "2023-06-26", 20, 60, "0=2023-06-26 7=2023-07-03", 3),
    (.day, "2023-06-26", 200, 63, "5=2023-07 36=2023-08", 7),
    (.week, "2023-06-26", 20, 200, "0=2023-W26 1=2023-W27", 20),
    (.week, "2023-06-26", 20, 60, "0=2023-07 5=2023-08", 5),
  ])
  func `time has ticks where something begins`(
    unit: CalendarInterval, first: String, count: Int, room: Int, ticks: String, number: Int
  ) throws {
    let start = try #require(TimeBucket(unit, of: CivilDate(first))).ordinal
    let buckets = (start..<start + count).map { TimeBucket(unit, ordinal: $0) }
    let found = TimeScale(buckets, room: room).ticks.map { "\($0.bucket)=\($0.label)" }
    #expect(found.prefix(2).joined(separator: " ") == ticks)
    #expect(found.count == number, "\(found)")
  }

  @Test func `bars are in eighths, and what is there shows`() {
    #expect(Bar.text(0, columns: 8) == "" && Bar.text(0.0001, columns: 8) == "▏")
    #expect(Bar.text(0.5, columns: 3) == "█▌" && Bar.text(1, columns: 3) == "███")
    #expect(Bar.text(0.99, columns: 10) == "█████████▉")
  }

  @Test func `texts are cut by width`() {
    #expect(Columns.cut("养老服务", 8) == "养老服务" && Columns.cut("养老服务", 7) == "养老服…")
    #expect(Columns.cut("养老服务", 6) == "养老…" && Columns.cut("abc", 2) == "a…")
    #expect(Columns.cutFront("养老服务", 7) == "…老服务" && Columns.cutFront("养老服务", 6) == "…服务")
    #expect(Columns.cutFront("ae\u{301}bc", 3) == "…bc")
  }

  @Test func `everything is escaped in XML`() {
    #expect(
      XMLText.escaped("<a b=\"c\">&'\u{1B}\u{0}\u{FFFF}养")
        == "&lt;a b=&quot;c&quot;&gt;&amp;&#39;␛␀\u{FFFD}养")
  }

  /// Whatever is asked and counted, the picture is well-formed.
  @Test(arguments: [
    [], ["--ratio"], ["--per", "source"], ["--per", "source", "--ratio", "--series", "1"],
  ])
  func `pictures are well-formed`(options: [String]) throws {
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

  @Test func `a picture says what was asked, of what, and how much there is`() {
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

/// A check of XML as far as the program writes it: tags balance, attributes are quoted, and nothing is left unescaped.
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
