// Random articles in which random queries find something: a small alphabet, a few of whose members make
// up most of the text, so that grams recur, and everything that analysis treats in a way of its own.

/// An article of random text, as its zones.
public struct RandomArticle: Sendable {
  public enum Part: Sendable {
    case title, body, tail
  }

  public var id: String
  /// yyyymmdd with 0 for unknown parts; 0 without a date.
  public var date: UInt32
  /// Seconds since midnight plus one; 0 without a time.
  public var time: UInt32
  /// "" when unknown.
  public var source: String
  /// Told by the id, now and then none or one twice.
  public var tags: [String] {
    let sum = id.utf8.reduce(0) { $0 + Int($1) }
    return (0..<sum % 4).map { Self.allTags[(sum + $0 * $0) % Self.allTags.count] }
  }
  public static let allTags = ["要闻", "社会", "Economy", "社 会", "\"引\""]
  /// In the order of the text, headlines first.
  public var parts: [(part: Part, text: String)]

  public init(
    id: String, date: UInt32, time: UInt32, source: String, parts: [(part: Part, text: String)]
  ) {
    self.id = id
    self.date = date
    self.time = time
    self.source = source
    self.parts = parts
  }
}

/// Writes random articles, the same ones for the same seed.
public struct ArticleGenerator {
  public var random: SplitMix64
  /// Pieces of text with the most frequent ones first.
  public var alphabet: [String]

  public init(seed: UInt64, alphabet: [String] = ArticleGenerator.mixedAlphabet) {
    random = SplitMix64(seed: seed)
    self.alphabet = alphabet
  }

  public static let sources = ["工人日报", "新华社", "人民日报", "央视网", "浙江日报", ""]

  /// An article of up to `length` pieces of the alphabet a zone.
  public mutating func article(id: String, length: Int = 60) -> RandomArticle {
    var parts: [(part: RandomArticle.Part, text: String)] = []
    if !chance(of: 8) { parts.append((.title, text(1...12))) }
    if chance(of: 8) { parts.append((.title, text(1...4))) }
    for _ in 0..<number(1...3) {
      parts.append((.body, text(0...length)))
      if chance(of: 3) { parts.append((.tail, text(1...length / 3 + 1))) }
    }
    parts.removeAll { $0.text.isEmpty }
    var date: UInt32 = 0
    if !chance(of: 8) {
      date = UInt32(number(2021...2023) * 10_000)
      if !chance(of: 8) { date += UInt32(number(1...4) * 100) }
      if date % 10_000 > 0, !chance(of: 8) { date += UInt32(number(1...3)) }
    }
    let time: UInt32 = date % 100 > 0 && chance(of: 2) ? UInt32(number(1...4)) : 0
    return RandomArticle(
      id: id, date: date, time: time, source: pick(Self.sources), parts: parts)
  }

  /// Pieces of the alphabet, one after the other.
  public mutating func text(_ pieces: ClosedRange<Int>) -> String {
    var text = ""
    for _ in 0..<number(pieces) { text += piece() }
    return text
  }

  /// One piece, those in front more often: about as often as their rank is small, as characters in prose.
  public mutating func piece() -> String {
    var limit = alphabet.count
    while limit > 1, chance(of: 2) { limit /= 2 }
    return alphabet[number(0...max(0, limit - 1))]
  }

  public mutating func number(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }

  /// True once in `count` times.
  public mutating func chance(of count: Int) -> Bool { number(1...count) == 1 }

  /// - Precondition: `values` is not empty.
  public mutating func pick<Value>(_ values: [Value]) -> Value {
    values[number(0...values.count - 1)]
  }
}

extension ArticleGenerator {
  /// Characters and words of the news, variants, numbers, Latin, punctuation and blanks of all kinds.
  public static let mixedAlphabet: [String] = [
    "的", "中", "国", "医保", "，", "发展", "养老", "。", "发", "人", "\n", "一", "医", "保", "家",
    "发展", "發展", "國", "、", " ", "人民代表大会", "疫情", "疫", "情", "张桂梅", "張", "桂", "梅",
    "托育服务", "長期護理", "长期护理", "2023", "２０２３", "5G", "5g", "１５", "3.5", "3:2", "年", "月",
    "covid", "ＣＯＶＩＤ-19", "GDP", "i", "a", "“", "”", "《", "》", "（", "）", "：", "；", "！", "？",
    "\r\n", "\n\n", "\u{3000}", "\t", " — ", "…", "·", "%", "\"", "\\", "(", ")", "'",
    "養老", "醫保", "著", "着", "裏", "里", "か", "か\u{3099}", "が", "カタカナ", "ｶ", "ー", "한", "국어",
    "㍿", "①", "½", "e\u{301}", "é", "ﬁ", "ß", "Ж", "𠀀", "豈", "⼀", "々", "〇", "\u{200B}", "\u{FEFF}",
    "葛\u{E0101}", "😀", "don't", "x@y.cn", "www.gov.cn", "1,234", "国\u{301}",
  ]

  /// Characters only, for long lists of documents and many ties.
  public static let plainAlphabet: [String] = [
    "的", "国", "医保", "养老", "发展", "人", "家", "。", "中", "疫情", "一", "5g", "医", "老", "展",
    "人民代表大会", "桂", "梅", "张", "2023", "托育服务", "情", "，", "covid",
  ]
}
