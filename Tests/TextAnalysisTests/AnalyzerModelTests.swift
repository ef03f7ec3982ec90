import TestSupport
import Testing

@testable import TextAnalysis

@Suite struct AnalyzerModelTests {
  @Test(arguments: 0..<100 as Range<UInt64>)
  func `indexing, display and the model have the same terms`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let analyzer = try Analyzer()
    let model = try NaiveModel()
    for round in 0..<10 {
      // A small alphabet makes Han sequences, words and repeated gaps likelier.
      let alphabet =
        round % 2 == 0
        ? awkwardAlphabet
        : (0..<6).compactMap { _ in awkwardAlphabet.randomElement(using: &random) }
      let text = randomText(alphabet, length: 50, &random)
      let indexed = analyzer.index([Array(text.utf8)])
      let analyzed = analyzer.analyze(text)
      #expect(analyzed.occurrences() == indexed.terms, "seed \(seed): \(text.debugDescription)")
      #expect(analyzed.extent == indexed.end.extent)
      #expect(analyzed.units.count == indexed.end.unitCount)
      let expected = model.terms(text)
      let found = indexed.terms.filter {
        !["s", "p"].contains($0.term.text) || $0.term.kind != .boundary
      }
      #expect(found == expected, "seed \(seed): \(text.debugDescription)")
    }
  }

  /// 〆, which has no script, and bopomofo tone marks and Old Chinese punctuation, which are no
  /// units.
  static let unitsByBlock: Set<UInt32> = [0x3006, 0x02EA, 0x02EB, 0x16FE2, 0x16FE3, 0x16FE4]

  @Test func `every character separates or joins words as in the model`() throws {
    let analyzer = try Analyzer()
    let model = try NaiveModel()
    for value in UInt32(0)...0x1_FFFF where !Self.unitsByBlock.contains(value) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      // Blocks decide for kana that Unicode 14.0 does not have.
      if !NaiveModel.isAssigned(scalar), isHanUnit(value) { continue }
      if scalar.properties.generalCategory == .unassigned, value % 64 != 0 { continue }
      let text = "\(scalar) a\(scalar)b1\(scalar)2\(scalar)\(scalar)c \(scalar)"
      let found = analyzer.index(text).filter { [.token, .part].contains($0.term.kind) }
      let expected = model.terms(text).filter { [.token, .part].contains($0.term.kind) }
      #expect(found == expected, "U+\(String(value, radix: 16))")
    }
  }

  @Test func `Han units are the characters of scripts without spaces`() {
    for value in UInt32(0)...0x3_FFFF where !Self.unitsByBlock.contains(value) {
      guard let scalar = Unicode.Scalar(value), NaiveModel.isAssigned(scalar) else { continue }
      // Strokes and circled forms are symbols.
      if scalar.properties.generalCategory == .otherSymbol { continue }
      if scalar.properties.changesWhenNFKCCaseFolded { continue }
      #expect(isHanUnit(value) == NaiveModel.isHan(scalar), "U+\(String(value, radix: 16))")
    }
  }

  @Test func `terms of examples`() throws {
    let analyzer = try Analyzer()
    #expect(analyzer.spell("发展中国家") == "g:发展@0 g:展中@1 g:中国@2 w:中@2 g:国家@3 e:家@4")
    #expect(analyzer.spell("中\n国") == "g:中国@0 w:中@0 e:国@1 w:国@1")
    #expect(analyzer.spell("中，国") == "e:中@0 w:中@0 e:国@2 w:国@2")
    #expect(analyzer.spell("5Ｇ网络") == "t:5g@0 e:网@1 g:网络@1 e:络@2")
    #expect(analyzer.spell("中国人") == analyzer.spell("中\u{FE00}国\u{200B}人"))
    #expect(analyzer.spell("中\u{301}国") == "g:中国@0 e:国@1")
    #expect(analyzer.spell("", boundaries: true) == "")
    #expect(analyzer.spell("《》 ！", boundaries: true) == "b:g@0")
    #expect(analyzer.spell("a \u{0} 😀 b", boundaries: true) == "t:a@0 b:g@1 t:b@2")
    #expect(analyzer.spell("𠀀𠀁") == "g:𠀀𠀁@0 w:𠀀@0 e:𠀁@1 w:𠀁@1")
  }

  @Test(arguments: [254, 255, 256, 509, 510, 511, 1000])
  func `long tokens and words are cut`(length: Int) throws {
    let analyzer = try Analyzer()
    for letter in ["x", "я", "𐐨"] {
      let text = String(repeating: letter, count: length)
      let analyzed = analyzer.analyze(text)
      #expect(analyzed.units.allSatisfy { analyzed.text(of: $0).utf16.count <= 255 })
      #expect(analyzed.units.map { analyzed.text(of: $0) }.joined() == text)
      #expect(analyzed.occurrences() == analyzer.index(text))
      let perUnit = letter.utf16.count == 2 ? 127 : 255
      #expect(analyzed.units.count == (length + perUnit - 1) / perUnit)
      #expect(analyzed.extent == UInt32(analyzed.units.count))
    }
    let hangul = String(repeating: "한", count: length)
    #expect(analyzer.analyze(hangul).occurrences() == analyzer.index(hangul))
    #expect(analyzer.analyze(hangul).words.allSatisfy { $0.count <= 255 })
  }

  @Test func `fields and zones have separate positions`() throws {
    let analyzer = try Analyzer()
    var terms = TermBuffer()
    analyzer.begin(.main, at: 0)
    analyzer.append(Array("中国".utf8).span, to: &terms)
    #expect(analyzer.extent == 2)
    analyzer.breakZone(into: &terms)
    #expect(analyzer.extent == 3)
    analyzer.append(Array("。人".utf8).span, to: &terms)
    let end = analyzer.finish(into: &terms)
    #expect(end == FieldEnd(extent: 5, unitCount: 3))
    analyzer.begin(.tail, at: 7)
    analyzer.append(Array("a".utf8).span, to: &terms)
    #expect(analyzer.finish(into: &terms) == FieldEnd(extent: 8, unitCount: 1))
    let spelled = occurrences(of: terms).sorted().map(\.description).joined(separator: " ")
    #expect(spelled == "g:中国@0 e:国@1 b:g@3 e:人@4 w:人@4 T:a@7")
  }
}
