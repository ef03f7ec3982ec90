import Articles
import Calendar
import TestSupport

/// A generator of random articles: crawled texts with zones, and records with odd fields.
struct OddArticles {
  private var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }

  mutating func article() -> Article {
    var article = chance(2) ? crawledText() : record()
    article.id = "id" + random.oddText(upTo: 3)
    if !chance(3) { article.source = random.oddText(upTo: 3).cleanedName() }
    if chance(3) { article.section = random.oddText(upTo: 3).cleanedName() }
    if chance(3) { article.url = random.oddText(upTo: 3) }
    if chance(2) {
      article.tags = (0..<3).map { _ in random.oddText(upTo: 3).cleanedName() }.filter {
        !$0.isEmpty
      }
    }
    if !chance(4) {
      let month = Int.random(in: 0...12, using: &random)
      let day = month > 0 ? Int.random(in: 0...28, using: &random) : 0
      let date = Int.random(in: 1900...2100, using: &random) * 10_000 + month * 100 + day
      let time = day > 0 && chance(2) ? Int.random(in: 1...86_400, using: &random) : 0
      article.published = CivilDateTime(packedDate: UInt32(date), packedTime: UInt32(time))
    }
    article.extras = extras()
    article.encoding = ["UTF-8", "GB18030", "Big5", ""][Int.random(in: 0..<4, using: &random)]
    return article
  }

  private mutating func extras() -> [Extra] {
    let keys = [
      "views", "", "date", "time", "id", "_id", "body", "category", "xunwen", "text", "键",
      "\u{0}\"", "e\u{301}", "é",
    ]
    let values = [
      "1", "-0.0", "1.50E+300", "123456789012345678901234567890", "null", "true",
      #""a\u0000\ud83d\ude00""#,
      "\"\u{2028}\"", "[1, {\"a\" : []}]", "{}", #"{"version":1}"#,
      String(repeating: "[", count: 500) + String(repeating: "]", count: 500),
    ]
    var extras: [Extra] = []
    for _ in 0..<Int.random(in: 0...5, using: &random) {
      let key = keys[Int.random(in: 0..<keys.count, using: &random)]
      extras.append(
        Extra(key: key, value: values[Int.random(in: 0..<values.count, using: &random)]))
    }
    return extras
  }

  private mutating func crawledText() -> Article {
    var text: [UInt8] = []
    var zones: [Zone] = []
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      text += [" ", "\n", "", "　"][Int.random(in: 0..<4, using: &random)].utf8
      let start = text.count
      text += ("x" + random.oddText(upTo: 8) + "y").utf8
      let kind = ZoneKind.allCases[Int.random(in: 0..<4, using: &random)]
      zones.append(Zone(kind: kind, range: start..<text.count))
    }
    return Article(
      id: "", text: text, originals: [Original(name: chance(2) ? "file" : "page", start: 0)],
      zones: zones)
  }

  private mutating func record() -> Article {
    let title = chance(4) ? "" : "题" + random.oddText(upTo: 4)
    let blank = [" ", "\n", "", "　"][Int.random(in: 0..<4, using: &random)]
    let body = blank + "文" + random.oddText(upTo: 20) + "。" + blank
    let count = title.utf8.count
    let text = Array((title + body).utf8)
    var zones: [Zone] = []
    if !title.isEmpty { zones.append(Zone(kind: .title, range: 0..<count)) }
    let start = count + blank.utf8.count
    zones.append(Zone(kind: .body, range: start..<text.count - blank.utf8.count))
    let name = chance(3) ? "body" : "text"
    return Article(
      id: "", text: text,
      originals: (title.isEmpty ? [] : [Original(name: "title", start: 0)])
        + [Original(name: name, start: count)],
      zones: zones)
  }
}
