import Calendar
import Synchronization
import TestSupport
import Xunwen

/// Random articles in several segments, some of them replaced and some deleted, and what naive models know of them.
struct ResearchLibrary {
  let library = Library()
  let archive: Archive
  /// Those that are alive, in the order of the index.
  let articles: [Article]

  static let alphabet = [
    "的", "国", "医保", "养老", "发展", "人", "家", "。", "中", "疫情", "一", "5G", "医", "老", "展", "！",
    "人民代表大会", "桂", "梅", "张", "２０２３", "托育服务", "情", "，", "covid", "《", "發展", " ", "a", "养老服务",
  ]

  init(seed: UInt64, count: Int = 150) async throws {
    var generator = ArticleGenerator(seed: seed, alphabet: Self.alphabet)
    for round in 0..<2 {
      var records = ""
      for number in 0..<count {
        var article = generator.article(id: "a\(number + round * count * 3 / 4)", length: 80)
        article.parts = [(.title, generator.text(0...8)), (.body, generator.text(1...80))]
        article.date = Self.date(&generator)
        article.time = 0
        records += article.record
      }
      library.write(records, to: "\(round).jsonl")
      _ = try await library.build(rebuild: false) { $0.merges = false }
    }
    let gone = (0..<count / 10).map { _ in "a\(generator.number(0...2 * count))" }
    _ = try Archive.delete(ids: gone, at: library.path())
    archive = try Archive(at: library.path())
    let archive = archive
    // Ids are told by an export, which has them in the order of the index.
    var lines: [UInt8] = []
    _ = try archive.export { lines += $0 }
    articles = try lines.split(separator: 0x0A).compactMap { line in
      let text = String(decoding: line, as: UTF8.self)
      let id = text.firstMatch(of: /"id":"(a[0-9]+)"/).map { String($0.1) }
      return try id.flatMap { try archive.article(id: $0)?.article }
    }
  }

  /// Around the turns of years, with leap days and unknown parts.
  private static func date(_ generator: inout ArticleGenerator) -> UInt32 {
    let known: UInt32 = generator.pick([
      2019_12_28, 2019_12_30, 2020_01_05, 2020_01_06, 2020_02_28, 2020_02_29, 2020_03_01,
      2020_12_31,
      2021_01_01, 2021_01_03, 2021_01_04, 2021_03_31,
    ])
    switch generator.number(0...9) {
    case 0: return 0
    case 1: return known / 10_000 * 10_000
    case 2: return known / 100 * 100
    default: return known
    }
  }

  /// The articles that a query finds, in the order of the index: `search` is held against models elsewhere.
  func matching(_ query: String, _ options: SearchOptions = SearchOptions()) throws -> [Article] {
    var options = options
    options.match = options.match == .any ? .any : .all
    options.limit = 10_000
    options.includesArticles = false
    let ids = Set(try archive.search(query, options: options).hits.map(\.id))
    return articles.filter { ids.contains($0.id) }
  }

  /// All articles with the publishers and dates of some options.
  func filtered(_ options: SearchOptions) -> [Article] {
    articles.filter { article in
      let date = article.published?.date.packed ?? 0
      return (options.sources.isEmpty || options.sources.contains(article.source))
        && (options.dates?.contains(packed: date) ?? true)
    }
  }
}

/// A zone of an article as a naive reader sees it.
struct NaiveZone {
  struct Unit {
    let text: String
    /// Scalars of the zone's text.
    let range: Range<Int>
    let position: Int
    /// How many sentences ended before it.
    let sentence: Int
  }

  let units: [Unit]
  /// Each as a range of units, with its text.
  let words: [(units: Range<Int>, text: String)]

  private init(_ text: String) throws {
    let report = try Archive.analyze(text)
    let scalars = Array(text.unicodeScalars)
    var place = 0
    var sentence = 0
    var units: [Unit] = []
    for unit in report.units {
      let original = Array(unit.original.unicodeScalars)
      while Array(scalars[place..<place + original.count]) != original {
        if "。！".unicodeScalars.contains(scalars[place]) { sentence += 1 }
        place += 1
      }
      let range = place..<place + original.count
      units.append(
        Unit(
          text: unit.normalized, range: range, position: unit.position, sentence: sentence))
      place = range.upperBound
    }
    self.units = units
    words = report.words.map { ($0.units, $0.text) }
  }

  /// What is known of a text, worked out once: opening an analyzer takes longer than a zone.
  static func cached(_ text: String) throws -> NaiveZone {
    if let known = known.withLock({ $0[text] }) { return known }
    let zone = try NaiveZone(text)
    known.withLock { $0[text] = zone }
    return zone
  }

  private static let known = Mutex<[String: NaiveZone]>([:])

  /// Where the units of a phrase stand one right after the other.
  func occurrences(of wanted: [String]) -> [Range<Int>] {
    units.indices.compactMap { start in
      let end = start + wanted.count
      guard end <= units.count else { return nil }
      let slice = units[start..<end]
      let isRow = slice.enumerated().allSatisfy {
        $1.position == units[start].position + $0 && $1.text == wanted[$0]
      }
      return isRow ? start..<end : nil
    }
  }
}
