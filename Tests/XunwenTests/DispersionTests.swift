import Testing
import TextAnalysis

@testable import Xunwen

/// Tests of dispersion measures and of stop words.
@Suite struct DispersionTests {
  /// The parts are pairs of occurrences and size. The first example is the worked example of Gries
  /// 2008. The other values were computed from the formula with Python's fractions.
  @Test(
    arguments: [
      ([(1, 9), (2, 10), (3, 10), (4, 10), (5, 11)], 0.18),
      ([(5, 10), (5, 10)], 0),
      ([(10, 1), (0, 999)], 0.999),
      ([(0, 1), (10, 999)], 0.001),
      ([(3, 3), (4, 4), (5, 5)], 0),
      ([(7, 100), (0, 250), (1, 50), (2, 600)], 0.65),
      ([(3_000_000, 1_000_000_000), (1, 3_000_000_000)], 0.7499996666667778),
      ([(0, 3), (0, 4)], nil),
    ] as [([(Int, Int)], Double?)])
  func `deviations equal the values of the formula`(parts: [(Int, Int)], value: Double?) {
    var deviation = DeviationOfProportions(
      occurrences: parts.reduce(0) { $0 + $1.0 }, total: parts.reduce(0) { $0 + $1.1 })
    // Parts without an occurrence are not added.
    for (count, size) in parts where count > 0 { deviation.add(occurrences: count, size: size) }
    if let value, let found = deviation.value {
      #expect(abs(found - value) < 1e-12)
    } else {
      #expect(value == nil && deviation.value == nil)
    }
  }

  @Test func `pairs are counted while their table grows`() {
    var table = PairCounts()
    var expected: [[Int]: Int] = [:]
    for number in 0..<5000 {
      let (word, part) = (number * 7919 % 1000, number * 104_729 % 7)
      table.add(word: word, part: part, count: number)
      expected[[word, part], default: 0] += number
    }
    var found: [[Int]: Int] = [:]
    table.forEach { found[[$0, $1]] = $2 }
    #expect(found == expected)
  }

  @Test func `a list of stop words has comments and folded spellings`() throws {
    let list = StopWords(lines: ["# comment", "", "  的\t", "The # English", "new   york", "#"])
    #expect(list.words == ["的", "The", "new york"])
    let set = StopWordSet(list, using: try Analyzer.opened())
    for word in ["的", "the", "new york"] { #expect(set.contains(Array(word.utf8)[...])) }
    for word in ["The", "newyork", "了", ""] { #expect(!set.contains(Array(word.utf8)[...])) }
    #expect(StopWords.empty.words.isEmpty)
  }

  @Test func `the built-in stop words are different words in their usual spelling`() throws {
    let words = StopWords.builtIn.words
    let analyzer = try Analyzer.opened()
    var normalized: Set<String> = []
    for word in words {
      let text = analyzer.analyze(word, segmentingWords: false)
      #expect(text.gaps.isEmpty && !text.units.isEmpty, "\(word)")
      normalized.insert(text.text(ofUnits: text.units.indices))
    }
    #expect(words.count > 500 && normalized.count == words.count)
    // These characters are normalized to 著 and 什.
    let set = StopWordSet(.builtIn, using: analyzer)
    for (word, spelling) in [("着", "著"), ("随着", "随著"), ("沿着", "沿著"), ("甚至", "什至")] {
      #expect(words.contains(word) && !words.contains(spelling))
      #expect(set.contains(Array(spelling.utf8)[...]))
    }
    for word in ["的", "了", "在", "和", "the", "of"] { #expect(words.contains(word)) }
    for word in ["发展", "中国", "养老", "记者", "government"] { #expect(!words.contains(word)) }
  }
}
