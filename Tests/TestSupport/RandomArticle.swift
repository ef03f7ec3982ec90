/// An article of random text, divided into zones.
public struct RandomArticle: Sendable {
  public enum Part: Sendable {
    case title, body, tail
  }

  public var id: String
  /// The date as yyyymmdd, with 00 for an unknown month or day; 0 without a date.
  public var date: UInt32
  /// Seconds since midnight plus one; 0 without a time.
  public var time: UInt32
  /// The source, empty when unknown.
  public var source: String
  /// The tags, computed from the id: none, some, or one tag twice.
  public var tags: [String] {
    let sum = id.utf8.reduce(0) { $0 + Int($1) }
    return (0..<sum % 4).map { Self.allTags[(sum + $0 * $0) % Self.allTags.count] }
  }
  public static let allTags = ["要闻", "社会", "Economy", "社 会", "\"引\""]
  /// The zones in the order of the text, titles first.
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

/// Generates random articles; equal seeds give equal articles.
///
/// The alphabet is small and some pieces are frequent, so that grams recur and random queries
/// match. It contains all kinds of text with a rule of its own in the analyzer.
public struct ArticleGenerator {
  public var random: SplitMix64
  /// The pieces of text, most frequent first.
  public var alphabet: [String]

  public init(seed: UInt64, alphabet: [String] = ArticleGenerator.mixedAlphabet) {
    random = SplitMix64(seed: seed)
    self.alphabet = alphabet
  }

  public static let sources = ["工人日报", "新华社", "人民日报", "央视网", "浙江日报", ""]

  /// An article with up to `length` pieces in each zone.
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

  /// A random number of pieces, joined.
  public mutating func text(_ pieces: ClosedRange<Int>) -> String {
    var text = ""
    for _ in 0..<number(pieces) { text += piece() }
    return text
  }

  /// A piece. As in prose, its frequency is about inversely proportional to its rank.
  public mutating func piece() -> String {
    var limit = alphabet.count
    while limit > 1, chance(of: 2) { limit /= 2 }
    return alphabet[number(0...max(0, limit - 1))]
  }

  public mutating func number(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }

  /// True with a probability of 1 / `count`.
  public mutating func chance(of count: Int) -> Bool { number(1...count) == 1 }

  /// - Precondition: `values` is not empty.
  public mutating func pick<Value>(_ values: [Value]) -> Value {
    values[number(0...values.count - 1)]
  }
}

extension ArticleGenerator {
  /// Characters and words of news, script variants, numbers, Latin text, punctuation and white
  /// space.
  public static let mixedAlphabet: [String] = [
    "的", "中", "国", "医保", "，", "发展", "养老", "。", "发", "人", "\n", "一", "医", "保", "家",
    "发展", "發展", "國", "、", " ", "人民代表大会", "疫情", "疫", "情", "张桂梅", "張", "桂", "梅",
    "托育服务", "長期護理", "长期护理", "2023", "２０２３", "5G", "5g", "１５", "3.5", "3:2", "年", "月",
    "covid", "covid19", "ＣＯＶＩＤ-19", "GDP", "i", "a", "“", "”", "《", "》", "（", "）", "：", "；", "！",
    "？",
    "\r\n", "\n\n", "\u{3000}", "\t", " — ", "…", "·", "%", "\"", "\\", "(", ")", "'",
    "養老", "醫保", "著", "着", "裏", "里", "か", "か\u{3099}", "が", "カタカナ", "ｶ", "ー", "한", "국어",
    "㍿", "①", "½", "e\u{301}", "é", "ﬁ", "ß", "Ж", "𠀀", "豈", "⼀", "々", "〇", "\u{200B}", "\u{FEFF}",
    "葛\u{E0101}", "😀", "don't", "x@y.cn", "www.gov.cn", "1,234", "国\u{301}",
  ]

  /// A smaller alphabet, for long posting lists and many equal scores.
  public static let plainAlphabet: [String] = [
    "的", "国", "医保", "养老", "发展", "人", "家", "。", "中", "疫情", "一", "5g", "医", "老", "展",
    "人民代表大会", "桂", "梅", "张", "2023", "托育服务", "情", "，", "covid",
  ]
}
