import TestSupport
import Testing

@testable import Search

/// A match without the text that `RegexLiterals` reports would be missed by the index.
@Suite struct RegexLiteralsTests {
  @Test(arguments: [31, 32] as [UInt64])
  func `every match contains the required text`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var (matched, needed) = (0, 0)
    for _ in 0..<TestScale.cases(4000) {
      let pattern = Self.expression(depth: 2, &random)
      let need = RegexLiterals.need(of: pattern)
      guard let expression = try? Regex(pattern).matchingSemantics(.unicodeScalar) else { continue }
      if case .nothing = need { continue }
      needed += 1
      for _ in 0..<20 {
        let text = (0..<Int.random(in: 0...8, using: &random)).map { _ in
          ["国", "家", "发", "a", "B", "b", "5", "，", " ", "\u{301}"].randomElement(using: &random)!
        }.joined()
        guard text.firstMatch(of: expression) != nil else { continue }
        matched += 1
        #expect(Self.holds(need, in: text), "seed \(seed): /\(pattern)/ in \(text), \(need)")
      }
    }
    #expect(needed > 500 && matched > 500)
  }

  @Test func `the required text of some expressions`() {
    func need(_ pattern: String) -> String { Self.described(RegexLiterals.need(of: pattern)) }
    #expect(need("第.{1,3}届") == "(第 届)")
    #expect(need("人民(代表)?大会") == "(人民 大会)")
    #expect(need("医(保|疗)卡") == "(医 [保 疗] 卡)")
    #expect(need("发展|医保") == "[发展 医保]")
    #expect(need("发展|.*") == "-")
    #expect(need("疫情?") == "疫")
    #expect(need("COVID-?19") == "(covi 19)")
    #expect(need("(?i)Covid") == "covi")
    #expect(need("e") == "-" && need("Se5") == "se5")
    #expect(need("(?x) a b") == "-")
    #expect(need("[医保]+") == "-")
    #expect(need("(?!医)保") == "保")
    #expect(need("(?<名>医)") == "-" || need("(?<a>医)") == "医")
    #expect(need("\\Q医保\\E") == "-")
    #expect(need("医{0,2}保") == "保")
    #expect(need("か国") == "国")
  }

  private static func expression(depth: Int, _ random: inout SplitMix64) -> String {
    (0..<Int.random(in: 1...2, using: &random)).map { _ in
      (0..<Int.random(in: 1...3, using: &random)).map { _ in atom(depth: depth, &random) }.joined()
    }.joined(separator: Int.random(in: 0..<4, using: &random) == 0 ? "|" : "")
  }

  private static func atom(depth: Int, _ random: inout SplitMix64) -> String {
    let quantifiers = ["", "", "", "?", "*", "+", "{2}", "{0,2}", "+?"]
    let quantifier = quantifiers.randomElement(using: &random) ?? ""
    if depth > 0, Int.random(in: 0..<4, using: &random) == 0 {
      let opening = ["(", "(?:", "(?=", "(?!", "(?<n>"].randomElement(using: &random) ?? "("
      return opening + expression(depth: depth - 1, &random) + ")"
        + (opening == "(" || opening == "(?:" ? quantifier : "")
    }
    let literals = ["国", "家", "发", "a", "b", "5", ".", "\\d", "[国a]", "[^家]", "\\.", "，"]
    return (literals.randomElement(using: &random) ?? "a") + quantifier
  }

  private static func holds(_ need: RegexLiterals.Need, in text: String) -> Bool {
    switch need {
    case .nothing: true
    case .han(let wanted): text.unicodeScalars.contains(wanted.unicodeScalars)
    case .word(let wanted):
      text.lowercased().precomposed.unicodeScalars.contains(wanted.unicodeScalars)
    case .all(let needs): needs.allSatisfy { holds($0, in: text) }
    case .any(let needs): needs.contains { holds($0, in: text) }
    }
  }

  private static func described(_ need: RegexLiterals.Need) -> String {
    switch need {
    case .nothing: "-"
    case .han(let text), .word(let text): text
    case .all(let needs): "(" + needs.map(described).joined(separator: " ") + ")"
    case .any(let needs): "[" + needs.map(described).joined(separator: " ") + "]"
    }
  }
}

extension String {
  /// The string with each letter and its accent composed into another letter.
  fileprivate var precomposed: String {
    let accented = ["a\u{301}": "á", "b\u{301}": "ḃ"]
    return accented.reduce(self) { $0.replacing($1.key, with: $1.value) }
  }
}
