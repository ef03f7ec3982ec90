import TestSupport
import Testing

@testable import TextAnalysis

/// A term at a position, readable in failure messages.
struct Occurrence: Hashable, Comparable, CustomStringConvertible {
  var position: UInt32
  var term: Term

  static func < (a: Occurrence, b: Occurrence) -> Bool {
    (a.position, a.term) < (b.position, b.term)
  }

  var description: String { "\(term)@\(position)" }
}

func occurrences(of terms: TermBuffer) -> [Occurrence] {
  let coded = terms.coded.indices.map { index in
    let (code, position) = (terms.coded[index] >> 32, terms.coded[index] & 0xFFFF_FFFF)
    let key = TermCodes.key(
      ofBucket: Int(code >> TermCodes.lowBits), low: code & (1 << TermCodes.lowBits - 1))
    return Occurrence(
      position: UInt32(position), term: Term(TermKey(rawValue: key), spelling: terms.spelling))
  }
  let others = terms.keys.indices.map { index in
    // A term with a code has no key.
    #expect(TermCodes.computed(terms.keys[index]) == nil)
    return Occurrence(
      position: terms.positions[index],
      term: Term(TermKey(rawValue: terms.keys[index]), spelling: terms.spelling))
  }
  return coded + others
}

extension Analyzer {
  /// Returns the terms that indexing emits for the pieces of one field, sorted.
  func index(
    _ pieces: [[UInt8]], field: Field = .main, at start: UInt32 = 0
  ) -> (terms: [Occurrence], end: FieldEnd) {
    var terms = TermBuffer()
    begin(field, at: start)
    for piece in pieces { append(piece.span, to: &terms) }
    let end = finish(into: &terms)
    return (occurrences(of: terms).sorted(), end)
  }

  func index(_ text: String) -> [Occurrence] { index([Array(text.utf8)]).terms }

  /// Returns the terms in one line, without boundaries by default.
  func spell(_ text: String, boundaries: Bool = false) -> String {
    index(text).filter { boundaries || $0.term.kind != .boundary }
      .map(\.description).joined(separator: " ")
  }
}

extension AnalyzedText {
  func occurrences() -> [Occurrence] {
    terms().map { Occurrence(position: $0.position, term: $0.term) }
  }

  /// The words, separated by bars.
  var segmented: String { words.map { text(ofUnits: $0) }.joined(separator: "|") }
}

/// Returns the normalized form of a text, from the code under test.
func normalize(_ text: String, _ normalizer: inout Normalizer) -> String {
  normalize(Array(text.utf8), &normalizer)
}

func normalize(_ bytes: [UInt8], _ normalizer: inout Normalizer) -> String {
  var chunk = NormalizedChunk()
  normalizer.normalize(bytes.span, 0..<bytes.count, into: &chunk)
  return String(decoding: chunk.units, as: UTF16.self)
}

/// Returns a text of random members of an alphabet, which may have several characters.
func randomText(_ alphabet: [String], length: Int, _ random: inout SplitMix64) -> String {
  var text = ""
  for _ in 0..<Int.random(in: 0...length, using: &random) {
    text += alphabet.randomElement(using: &random) ?? ""
  }
  return text
}

/// Awkward characters of all kinds, and enough ordinary text for Han sequences and words.
let awkwardAlphabet: [String] = [
  "中", "国", "發", "展", "发", "家", "新", "闻", "的", "人民", "代表大会", "研究生命", "疫情", "張", "著", "々", "〇",
  "か", "が", "か\u{3099}", "ｶ", "ﾞ", "ー", "カタカナ", "ㄅ", "한", "국어", "\u{1112}\u{1161}\u{11AB}", "𠀀",
  "𪚥", "丽",
  "⼀", "豈", "㍿", "㎡", "㈱", "⑴", "①", "½", "ﬁ", "Å", "e\u{301}", "\u{301}", "\u{323}\u{307}", "ß",
  "İ", "Σ",
  "a", "b", "B", "z", "ＡＢ", "word", "don't", "１", "2", "23", "1.5", "1,234.5", "٣", "9", "０", "_",
  "@", "x@y", "co-op",
  ".", ",", ";", ":", "'", "\"", "’", "·", "‧", "：", "，", "、", "。", "「", "」", "《", "—", "-", "/",
  "%", "$", "&", "#",
  " ", " ", "\n", "\r\n", "\t", "\u{3000}", "\u{A0}", "\u{2028}", "\u{85}", "\u{0}", "\u{7}",
  "\u{FFFD}", "\u{E000}",
  "\u{AD}", "\u{200B}", "\u{200D}", "\u{FE0F}", "\u{FEFF}", "\u{600}", "\u{E0101}", "😀", "👨‍👩‍👧", "🇨🇳",
  "⭐", "1\u{FE0F}\u{20E3}",
  "二", "三", "○", "◯", "O", "0", "²", "₂", "ⁿ", "™", "№", "Ⅳ", "⒈", "ª", "2023", "1.2025年",
  "2023.12.05", "2023.5", "iphone15", "CO₂", "1,2,3", "U.S.", "ø", "é", "æ", "ά", "ё", "й", "⺠",
  "ไทย", "ภาษา", "ā", "я", "Ж", "ע", "ב\"", "س", "अ", "क्ष", "𝔘", "𐐀", "\u{378}", "𒀀", "𗀀", "፩",
]
