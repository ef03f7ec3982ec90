import Search
import TestSupport
import Testing

@Suite struct SourceNameTests {
  @Test(arguments: [
    ("新华社", ["新华社"], ["新华", "新华社网", ""]), ("*日报", ["人民日报", "日报"], ["日报社", "晚报", ""]),
    ("人民*", ["人民日报", "人民网", "人民"], ["新人民", ""]), ("*人民*", ["人民网", "新人民报"], ["人 民", ""]),
    ("中国*报*网", ["中国青年报网", "中国报网", "中国报报网"], ["中国网报", "中国青年报"]), ("＊报", ["晚报"], ["报纸"]),
    ("*", ["甲"], [""]), ("甲**乙", ["甲乙", "甲丙乙"], ["甲", "乙甲"]), ("报*报", ["报报", "报社报"], ["报"]),
  ])
  func `a pattern matches names`(pattern: String, matching: [String], others: [String]) {
    let name = SourceName(pattern)
    #expect(matching.allSatisfy(name.matches) && !others.contains(where: name.matches))
  }

  /// Compared with matching by recursion.
  @Test func `patterns match as a recursive definition`() {
    func matches(_ pattern: Substring, _ name: Substring) -> Bool {
      guard let first = pattern.first else { return name.isEmpty }
      if first == "*" {
        return matches(pattern.dropFirst(), name)
          || !name.isEmpty && matches(pattern, name.dropFirst())
      }
      return name.first == first && matches(pattern.dropFirst(), name.dropFirst())
    }
    var random = SplitMix64(seed: 61)
    var matched = 0
    for _ in 0..<20_000 {
      func text(_ characters: String, _ length: ClosedRange<Int>) -> String {
        String(
          (0..<Int.random(in: length, using: &random)).map { _ in
            characters.randomElement(using: &random) ?? "a"
          })
      }
      let (pattern, name) = (text("ab*", 1...6), text("ab", 1...8))
      let expected = matches(pattern[...], name[...])
      matched += expected ? 1 : 0
      #expect(SourceName(pattern).matches(name) == expected, "\(pattern) \(name)")
    }
    #expect(matched > 2_000)
  }
}
