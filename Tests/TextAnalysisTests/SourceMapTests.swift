import TestSupport
import Testing

@testable import TextAnalysis

@Suite struct SourceMapTests {
  /// A unit's source, normalized by itself, is the unit, unless one original character becomes
  /// several units (㎡, ㍿, ⑴).
  @Test(arguments: 0..<300 as Range<UInt64>)
  func `the normalized source of a unit contains the unit`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let analyzer = try Analyzer()
    var normalizer = try Normalizer()
    for _ in 0..<10 {
      let text = randomText(awkwardAlphabet, length: 60, &random)
      let bytes = Array(text.utf8)
      let analyzed = analyzer.analyze(text)
      var last = 0..<0
      for unit in analyzed.units {
        #expect(unit.source.upperBound <= bytes.count && !unit.source.isEmpty)
        // Sources never decrease, and overlap only within a segment.
        #expect(unit.source.lowerBound >= last.upperBound || unit.source.overlaps(last))
        #expect(unit.source.lowerBound >= last.lowerBound)
        #expect(unit.source.upperBound >= last.upperBound)
        let source = Array(bytes[unit.source])
        #expect(String(validating: source, as: UTF8.self) != nil, "seed \(seed): cut a character")
        let unitText = analyzed.text(of: unit)
        let written = normalize(source, &normalizer)
        let isZero =
          unitText == "〇"
          && written.unicodeScalars.first.map { "○◯o0".unicodeScalars.contains($0) } == true
        let form = isZero ? "〇" : written
        #expect(
          form.unicodeScalars.contains(unitText.unicodeScalars), "seed \(seed): \(form) \(unitText)"
        )
        let shared = unit.source.overlaps(last)
        if !shared, form.unicodeScalars.count == unitText.unicodeScalars.count {
          #expect(form == unitText)
        }
        last = unit.source
      }
    }
  }

  @Test func `sources of examples`() throws {
    let analyzer = try Analyzer()
    func sources(_ text: String) -> [String] {
      analyzer.analyze(text).units.map {
        String(decoding: Array(text.utf8)[$0.source], as: UTF8.self)
      }
    }
    #expect(sources("發展，ＡＢＣ 1.5％") == ["發", "展", "ＡＢＣ", "1.5"])
    #expect(sources("中\u{FE00}国") == ["中\u{FE00}", "国"])
    #expect(sources("cafe\u{301}!") == ["cafe\u{301}"])
    #expect(sources("㍿a") == ["㍿", "㍿", "㍿", "㍿", "a"])
    #expect(sources("ｶﾞ𠀀") == ["ｶﾞ", "𠀀"])
    #expect(sources("a\u{AD}b") == ["a\u{AD}b"])
  }

  @Test func `sources after the first chunk are offsets in the text`() throws {
    let analyzer = try Analyzer()
    let text = Array(String(repeating: "據報道，5G網絡。\n", count: 9_000).utf8)
    let analyzed = analyzer.analyze(text.span, segmentingWords: false)
    for unit in analyzed.units where unit.kind == .token {
      #expect(Array(text[unit.source]) == Array("5G".utf8))
    }
    #expect(analyzed.units.filter { $0.kind == .token }.count == 9_000)
  }

  @Test func `analysis without words has the same units`() throws {
    let analyzer = try Analyzer()
    let text = "全国人民代表大会，5G网络"
    let fast = analyzer.analyze(text, segmentingWords: false)
    let full = analyzer.analyze(text)
    #expect(fast.units.map(\.source) == full.units.map(\.source))
    #expect(fast.units.map(\.position) == full.units.map(\.position))
    #expect(fast.units.allSatisfy { $0.startsWord == ($0.kind == .token) })
  }
}
