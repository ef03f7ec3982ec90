import TestSupport
import Testing

@testable import Search

/// Snippets are cut between graphemes, outside words and numbers, and beside marks that stay with
/// their text. They show the best matches.
@Suite struct SnippetBuilderTests {
  private static let alphabet = [
    "中", "国", "发展", "，", "。", "“", "”", "（", "）", "《", "》", " ", "\n", "\r\n", "养老服务", "的",
    "can work?shut", " 3.5%", "COVID-19", "5G", "1,234", "http://a.cn/b?c=d", "don’t", "C++",
    "¥100",
    "🇨🇳", "🇨🇳🇯🇵", "👨‍👩‍👧", "👍🏽", "e\u{301}", "国\u{301}", "葛\u{E0101}", "❤\u{FE0F}", "\u{200B}",
    "\u{1112}\u{1161}\u{11AB}", "नि", "……", "！", "？”", "；", "。’", "》，", "-5℃", ". ", ".NET",
  ]

  /// The text with the places where graphemes begin.
  private struct Sample {
    let text: String
    let utf8: [UInt8]
    let graphemes: Set<Int>

    init(_ text: String) {
      self.text = text
      utf8 = Array(text.utf8)
      var graphemes: Set<Int> = [utf8.count]
      var offset = 0
      for character in text {
        graphemes.insert(offset)
        offset += character.utf8.count
      }
      self.graphemes = graphemes
    }

    func hasWholeGraphemes(_ range: Range<Int>) -> Bool {
      graphemes.contains(range.lowerBound) && graphemes.contains(range.upperBound)
    }

    func string(_ range: Range<Int>) -> String { String(decoding: utf8[range], as: UTF8.self) }

    func scalar(before offset: Int) -> Unicode.Scalar? { string(0..<offset).unicodeScalars.last }

    func scalar(at offset: Int) -> Unicode.Scalar? {
      string(offset..<utf8.count).unicodeScalars.first
    }
  }

  private static let closing = Set("，。、；：？！…”』》）」】〉’％,;:?!%‰℃°".unicodeScalars)
  private static let opening = Set("“『《（「【〈‘".unicodeScalars)

  private static func isASCIIWord(_ scalar: Unicode.Scalar?) -> Bool {
    scalar.map { $0.isASCII && $0.properties.isAlphabetic || ("0"..."9").contains($0) } ?? false
  }

  /// The columns of a text in which several spaces are one.
  private static func columns(of text: String) -> Int {
    var columns = 0
    var isAfterSpace = false
    for scalar in text.unicodeScalars {
      let isSpace = scalar.properties.isWhitespace
      columns += isSpace ? (isAfterSpace ? 0 : 1) : DisplayWidth.columns(of: scalar)
      isAfterSpace = isSpace
    }
    return columns
  }

  private static func isVisibleASCII(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }

  @Test(arguments: [741, 742, 743] as [UInt64])
  func `slices are cut at good places`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var cut = 0
    for _ in 0..<TestScale.cases(1500) {
      var text = ""
      for _ in 0..<Int.random(in: 1...90, using: &random) {
        text += Self.alphabet.randomElement(using: &random) ?? ""
      }
      let sample = Sample(text)
      let matches = Self.matches(in: sample, using: &random)
      let columns = [20, 40, 80, 160].randomElement(using: &random) ?? 40
      let zone = 0..<sample.utf8.count
      let slice = SnippetBuilder.slice(
        of: sample.utf8, in: zone, matches: matches, columns: columns,
        wordStarts: { $0.filter { $0 % 2 == 0 && sample.utf8[$0] & 0xC0 != 0x80 } })
      let shown = sample.string(slice)
      let note =
        "seed \(seed): \(columns) \(text.debugDescription) \(matches.map(\.range)) → \(shown)"
      #expect(Self.columns(of: shown) <= columns, "\(note)")
      let isWhole = sample.hasWholeGraphemes(slice)
      #expect(isWhole, "\(note)")
      let first = shown.unicodeScalars.first
      let last = shown.unicodeScalars.last
      #expect(first.map { !Self.closing.contains($0) } ?? true, "\(note)")
      #expect(last.map { !Self.opening.contains($0) } ?? true, "\(note)")
      if slice.lowerBound > 0 {
        cut += 1
        let before = sample.scalar(before: slice.lowerBound)
        // A word longer than the slice, or with a match, may be cut.
        let word = shown.utf8.prefix { Self.isVisibleASCII($0) }.count
        #expect(
          !Self.isASCIIWord(before) || !Self.isASCIIWord(first)
            || matches.contains { $0.range.overlaps(slice.lowerBound..<slice.lowerBound + word) },
          "\(note)")
        #expect(before.map { !Self.opening.contains($0) } ?? true, "\(note)")
      }
      if slice.upperBound < sample.utf8.count {
        let after = sample.scalar(at: slice.upperBound)
        let word = shown.utf8.reversed().prefix { Self.isVisibleASCII($0) }.count
        #expect(
          !Self.isASCIIWord(last) || !Self.isASCIIWord(after) || word == slice.count
            || matches.contains { $0.range.overlaps(slice.upperBound - word..<slice.upperBound) },
          "\(note)")
      }
      checkMatches(matches, in: sample, slice, columns, note)
    }
    #expect(cut > 100, "seed \(seed)")
  }

  /// Some occurrences of a few texts, as an analyzer finds them: whole words.
  private static func matches(
    in sample: Sample, using random: inout SplitMix64
  ) -> [TextMatch] {
    var matches: [TextMatch] = []
    for (number, wanted) in ["养老服务", "中国", "发展", "5G", "work"].enumerated()
    where Bool.random(using: &random) {
      let utf8 = Array(wanted.utf8)
      for start in sample.utf8.indices where sample.utf8[start...].starts(with: utf8) {
        let end = start + utf8.count
        guard sample.graphemes.contains(end), sample.graphemes.contains(start),
          !isASCIIWord(sample.scalar(at: end)) || !isASCIIWord(sample.scalar(before: end)),
          !isASCIIWord(sample.scalar(at: start)) || !isASCIIWord(sample.scalar(before: start))
        else { continue }
        matches.append(TextMatch(range: start..<end, text: number))
      }
    }
    return matches.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// The slice has as many different texts as any window of three quarters of its width. The width
  /// of marks and of narrow characters counts as in `SnippetBuilder`.
  private func checkMatches(
    _ matches: [TextMatch], in sample: Sample, _ slice: Range<Int>, _ columns: Int, _ note: String
  ) {
    func texts(_ range: Range<Int>) -> Int {
      let inside = matches.filter {
        range.lowerBound <= $0.range.lowerBound && $0.range.upperBound <= range.upperBound
      }
      return Set(inside.map(\.text)).count
    }
    let best = matches.map { first in
      let ends = matches.map(\.range.upperBound).filter { end in
        end > first.range.lowerBound
          && sample.string(first.range.lowerBound..<end).unicodeScalars.reduce(0) {
            $0 + ($1.value < 0x800 ? 1 : 2)
          } <= columns * 3 / 4
      }
      return ends.map { texts(first.range.lowerBound..<$0) }.max() ?? 0
    }.max()
    #expect(texts(slice) >= best ?? 0, "\(note)")
  }

  /// `[` and `]` enclose the match.
  @Test(arguments: [
    ("前文很长很长很长。”他说[养老]很好", 40, "前文很长很长很长。”他说养老很好"),
    ("前文很长很长很长很长很长。”他说[养老]很好", 24, "他说养老很好"),
    ("一二三四五六七八九十。后面说“[养老]”的事情", 24, "后面说“养老”的事情"),
    ("Nobody can work?[shut] up", 40, "Nobody can work?shut up"),
    ("Everybody says that nobody can work?[shut]", 24, "nobody can work?shut"),
    ("第一句话。第二句话。[养老]。", 40, "第一句话。第二句话。养老。"),
    ("这是一个非常长的句子没有任何标点符号也没有停顿的地方。[养老]。", 20, "有停顿的地方。养老。"),
    ("这是一个句子，它有一个从句和停顿的地方。[养老]。", 32, "它有一个从句和停顿的地方。养老。"),
    ("🇨🇳🇯🇵🇨🇳🇯🇵🇨🇳🇯🇵🇨🇳🇯🇵🇨🇳🇯🇵[养老]后文后文后文后文后文", 23, "🇨🇳🇯🇵养老后文后文后文后"),
    ("[养老]增长3.5%以上", 12, "养老增长3.5%"),
    ("[养老]增长3.5%以上", 11, "养老增长"),
    ("[养老]很“服务", 8, "养老很"),
    ("，[养老]服务", 40, "养老服务"),
    (".NET和[养老]", 40, ".NET和养老"),
    (
      "前文。" + String(repeating: " ", count: 500) + "[养老]", 20,
      "前文。" + String(repeating: " ", count: 500) + "养老"
    ),
    ("[养老]" + String(repeating: "a", count: 100), 12, "养老"),
  ])
  func `a slice shows its match`(marked: String, columns: Int, expected: String) {
    let parts = marked.split(separator: "[", maxSplits: 1, omittingEmptySubsequences: false)
    let rest = parts[1].split(separator: "]", maxSplits: 1, omittingEmptySubsequences: false)
    let start = parts[0].utf8.count
    let text = Array("\(parts[0])\(rest[0])\(rest[1])".utf8)
    let match = TextMatch(range: start..<start + rest[0].utf8.count, text: 0)
    let slice = SnippetBuilder.slice(
      of: text, in: 0..<text.count, matches: [match], columns: columns)
    #expect(String(decoding: text[slice], as: UTF8.self) == expected)
  }

  /// In these texts, every word has two characters.
  @Test(arguments: [
    ("一二三四五六七八九十甲乙丙丁[养老]服务体系建设成果显著", 26, "丙丁养老服务体系建设成果"),
    (
      "前文前文前（新闻联播）：日前印发[养老]规划以后的" + String(repeating: "后文", count: 11), 60,
      "日前印发养老规划以后的" + String(repeating: "后文", count: 9) + "后"
    ),
    ("一二三四五六七八九十甲乙[养老服务体系]建设成果", 16, "甲乙养老服务体系"),
  ])
  func `a slice consists of clauses and words`(marked: String, columns: Int, expected: String) {
    let parts = marked.split(whereSeparator: { $0 == "[" || $0 == "]" }).map { Array($0.utf8) }
    let text = parts.flatMap { $0 }
    let start = marked.hasPrefix("[") ? 0 : parts[0].count
    let match = TextMatch(range: start..<start + parts[1].count, text: 0)
    let slice = SnippetBuilder.slice(
      of: text, in: 0..<text.count, matches: [match], columns: columns,
      wordStarts: { $0.filter { $0 % 6 == 0 } })
    #expect(String(decoding: text[slice], as: UTF8.self) == expected)
  }

  /// Matches of regular expressions may begin and end anywhere.
  @Test(arguments: [751, 752] as [UInt64])
  func `a slice contains any match that fits`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<TestScale.cases(1500) {
      var text = ""
      for _ in 0..<Int.random(in: 1...60, using: &random) {
        text += Self.alphabet.randomElement(using: &random) ?? ""
      }
      let sample = Sample(text)
      let scalars = Array(text.unicodeScalars)
      let first = Int.random(in: 0..<scalars.count, using: &random)
      let last = min(scalars.count - 1, first + Int.random(in: 0...8, using: &random))
      // A match begins with a unit.
      if scalars[first].properties.isWhitespace { continue }
      let start = scalars[..<first].reduce(0) { $0 + $1.utf8.count }
      let end = scalars[...last].reduce(0) { $0 + $1.utf8.count }
      let slice = SnippetBuilder.slice(
        of: sample.utf8, in: 0..<sample.utf8.count,
        matches: [TextMatch(range: start..<end, text: 0)], columns: 80)
      let note = "seed \(seed): \(text.debugDescription) \(start..<end) → \(sample.string(slice))"
      #expect(slice.lowerBound <= start && end <= slice.upperBound, "\(note)")
      let isWhole = sample.hasWholeGraphemes(slice)
      #expect(isWhole, "\(note)")
      #expect(Self.columns(of: sample.string(slice)) <= 80, "\(note)")
    }
  }
}
