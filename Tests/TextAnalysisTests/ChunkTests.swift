import TestSupport
import Testing

@testable import TextAnalysis

@Suite struct ChunkTests {
  /// Returns the chunks into which an analyzer cuts a text.
  static func chunks(_ text: [UInt8]) throws -> [[UInt8]] {
    var normalizer = try Normalizer()
    var chunks: [[UInt8]] = []
    var start = 0
    while start < text.count {
      let end = ChunkCutter.end(of: text.span, from: start, normalizer: &normalizer)
      #expect(end > start && end - start <= ChunkCutter.longestChunk)
      chunks.append(Array(text[start..<end]))
      start = end
    }
    return chunks
  }

  static let fillers = [
    "中国新闻网消息，据报道。\n", "全国人民代表大会常务委员会", "一二三。", "word 字 ", "x", "é", "e\u{301}", "𠀀", "\u{301}",
    "ไทย",
    "中\n", "A股1.5% ", "\r\n", "한국어", "\u{200D}",
  ]

  @Test(arguments: fillers)
  func `a text has the same terms in one piece or in chunks`(filler: String) throws {
    let analyzer = try Analyzer()
    let text = Array(String(repeating: filler, count: 150_000 / filler.utf8.count).utf8)
    let chunks = try ChunkTests.chunks(text)
    #expect(chunks.count >= 3)
    let whole = analyzer.index([text])
    let pieces = analyzer.index(chunks)
    #expect(whole.terms == pieces.terms)
    #expect(whole.end == pieces.end)
    #expect(analyzer.analyze(text.span).occurrences() == whole.terms)
    #expect(analyzer.analyze(text.span).extent == whole.end.extent)
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func `a random document has the same terms in one piece or in chunks`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let analyzer = try Analyzer()
    var text = Array(randomText(awkwardAlphabet, length: 80, &random).utf8)
    while text.count < 160_000 {
      let alphabet = random.next() % 2 == 0 ? awkwardAlphabet : ChunkTests.fillers
      text += Array(randomText(alphabet, length: 4_000, &random).utf8)
    }
    let whole = analyzer.index([text])
    #expect(whole.terms == analyzer.index(try ChunkTests.chunks(text)).terms, "seed \(seed)")
    #expect(whole.terms == analyzer.analyze(text.span).occurrences(), "seed \(seed)")
  }

  @Test func `cuts at line breaks do not change terms`() throws {
    let analyzer = try Analyzer()
    let paragraph = Array("全国人民代表大会常务委员会5G\n网络，1.5%。Hello.\r\n\n「好。」\n".utf8)
    var text: [UInt8] = []
    var terms: [Occurrence] = []
    var extent: UInt32 = 0
    let alone = analyzer.index([paragraph])
    while text.count < 200_000 {
      text += paragraph
      terms += alone.terms.map { Occurrence(position: $0.position + extent, term: $0.term) }
      extent += alone.end.extent
    }
    #expect(analyzer.index([text]).terms == terms.sorted())
  }

  @Test func `draining the buffer loses no term`() throws {
    let analyzer = try Analyzer()
    let text = Array(String(repeating: "中国新闻网消息，5G网络。\n", count: 10_000).utf8)
    var drained: [Occurrence] = []
    var calls = 0
    var terms = TermBuffer()
    analyzer.begin(.main, at: 0)
    analyzer.append(text.span, to: &terms) {
      calls += 1
      drained += occurrences(of: $0)
      $0.removeAll()
    }
    _ = analyzer.finish(into: &terms)
    drained += occurrences(of: terms)
    #expect(calls > 3)
    #expect(drained.sorted() == analyzer.index([text]).terms)
  }

  @Test func `ill-formed bytes are one gap`() throws {
    let analyzer = try Analyzer()
    for byte in [0x80, 0xBF, 0xE4, 0xF0, 0xFF, 0x00] as [UInt8] {
      let text = [UInt8](repeating: byte, count: 140_000)
      #expect(analyzer.index([text]).terms.count == 1)  // one gap
      #expect(analyzer.analyze(text.span).extent == 1)
    }
  }
}
