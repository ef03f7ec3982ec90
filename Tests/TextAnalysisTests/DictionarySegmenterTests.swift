import Testing

@testable import TextAnalysis

/// Compares the words of both dictionary segmenters with the words of ICU's rules.
@Suite struct DictionarySegmenterTests {
  @Test func `ICU's dictionary can be read`() {
    // Without it, segmentation works but is many times slower.
    #expect(DictionarySegmenter() != nil)
    #expect(DoubleArrayTrie.shared != nil)
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `random Han text has the words of ICU's rules`(seed: UInt64) throws {
    var random = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func next(_ bound: Int) -> Int {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(random >> 33) % bound
    }
    // Common words, so that long words follow each other, and characters that are not plain.
    let words = [
      "中华人民共和国", "发展", "改革开放", "职业教育", "的", "了", "北京大学", "生前", "来自", "疫情", "全国人民代表大会",
      "常务委员会", "一", "二〇二三", "年", "和", "平等", "民主", "主义", "社会主义", "、", "カタカナ", "한국어", "𠀀", "々",
      "，", "2023", "。\n", "a long gap between two stretches",
    ]
    var text = ""
    for _ in 0..<600 {
      if next(4) == 0, let scalar = Unicode.Scalar(UInt32(0x4E00 + next(0x51F0))) {
        text.unicodeScalars.append(scalar)
      } else {
        text += words[next(words.count)]
      }
    }
    try expectSame(text, "seed \(seed)")
  }

  @Test func `long and repeated words are the words of ICU's rules`() throws {
    try expectSame("国务院办公厅关于印发全国深化放管服改革转变政府职能电视电话会议重点任务分工方案的通知", "title")
    try expectSame(String(repeating: "人民", count: 2_000), "repeated")
    try expectSame(String(repeating: "龘", count: 1_000), "rare")
  }

  private func expectSame(_ text: String, _ name: String) throws {
    var normalizer = try Normalizer()
    var scanner = UnitScanner()
    var segmenter = try WordSegmenter()
    var unmarked = NormalizedChunk()
    let bytes = Array(text.utf8)
    normalizer.normalize(bytes.span, 0..<bytes.count, into: &unmarked)
    scanner.scan(&unmarked)
    var expected = unmarked
    segmenter.markWords(in: &expected, scanner.events, by: .rules)
    for method in [WordSegmenter.Method.dictionary, .trie] {
      var chunk = unmarked
      segmenter.markWords(in: &chunk, scanner.events, by: method)
      #expect(chunk.classes == expected.classes, "\(name), \(method)")
    }
  }
}
