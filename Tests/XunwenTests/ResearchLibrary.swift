import CraftedFiles
import Calendar
import Synchronization
import TestSupport
import Xunwen

/// Random articles in several segments, for comparison with naive models. Some articles are
/// replaced, and some are deleted.
struct ResearchLibrary {
  let library = Library()
  let archive: Archive
  /// The live articles in the order of the index.
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
    let deleted = (0..<count / 10).map { _ in "a\(generator.number(0...2 * count))" }
    _ = try ArchiveWriter.delete(ids: deleted, at: library.path())
    archive = try Archive(at: library.path())
    let archive = archive
    // An export lists the ids in the order of the index.
    var lines: [UInt8] = []
    _ = try archive.export { lines += $0 }
    articles = try lines.split(separator: 0x0A).compactMap { line in
      let text = String(decoding: line, as: UTF8.self)
      let id = text.firstMatch(of: /"id":"(a[0-9]+)"/).map { String($0.1) }
      return try id.flatMap { try archive.article(id: $0)?.article }
    }
  }

  /// Returns a date near the end of a year, a leap day, an incomplete date, or no date.
  private static func date(_ generator: inout ArticleGenerator) -> UInt32 {
    let exact: UInt32 = generator.pick([
      2019_12_28, 2019_12_30, 2020_01_05, 2020_01_06, 2020_02_28, 2020_02_29, 2020_03_01,
      2020_12_31,
      2021_01_01, 2021_01_03, 2021_01_04, 2021_03_31,
    ])
    switch generator.number(0...9) {
    case 0: return 0
    case 1: return exact / 10_000 * 10_000
    case 2: return exact / 100 * 100
    default: return exact
    }
  }

  /// Returns the matches of a query in the order of the index. Counts match text as written by
  /// default. Other tests verify `search`.
  ///
  /// - Parameter mode: Replaces the mode of the scope. With `best`, partial matches are left out.
  func matching(
    _ query: String, _ scope: QueryScope = QueryScope(), in mode: MatchMode = .exact
  ) throws -> [Article] {
    var scope = scope
    scope.match = mode == .best ? .all : mode
    var options = SearchOptions(limit: 10_000)
    options.includesArticles = false
    let ids = Set(try archive.search(query, scope: scope, options: options).hits.map(\.id))
    return articles.filter { ids.contains($0.id) }
  }

  /// Returns the articles with the sources and dates of a scope.
  func filtered(_ scope: QueryScope) -> [Article] {
    articles.filter { article in
      let date = article.published?.date
      return (scope.sources.isEmpty || scope.sources.contains(article.source))
        && (scope.dates?.contains(date) ?? true)
    }
  }
}

/// A zone of an article, analyzed naively.
struct NaiveZone {
  struct Unit {
    let text: String
    /// The range in the zone's text, in scalars.
    let range: Range<Int>
    let position: Int
    /// Number of sentences that end before the unit.
    let sentence: Int
  }

  let units: [Unit]
  /// The words, as ranges of units with their texts.
  let words: [(units: Range<Int>, text: String)]

  private init(_ text: String) throws {
    let report = try Archive.analyze(text)
    let scalars = Array(text.unicodeScalars)
    var offset = 0
    var sentence = 0
    var units: [Unit] = []
    for unit in report.units {
      let original = Array(unit.original.unicodeScalars)
      while Array(scalars[offset..<offset + original.count]) != original {
        if "。！".unicodeScalars.contains(scalars[offset]) { sentence += 1 }
        offset += 1
      }
      let range = offset..<offset + original.count
      units.append(
        Unit(
          text: unit.normalized, range: range, position: unit.position, sentence: sentence))
      offset = range.upperBound
    }
    self.units = units
    words = report.words.map { ($0.units, $0.text) }
  }

  /// Returns the zone of a text. A cache saves the cost of opening an analyzer.
  static func cached(_ text: String) throws -> NaiveZone {
    if let zone = cache.withLock({ $0[text] }) { return zone }
    let zone = try NaiveZone(text)
    cache.withLock { $0[text] = zone }
    return zone
  }

  private static let cache = Mutex<[String: NaiveZone]>([:])

  /// Returns the ranges of consecutive units that equal a phrase.
  func occurrences(of wanted: [String]) -> [Range<Int>] {
    units.indices.compactMap { start in
      let end = start + wanted.count
      guard end <= units.count else { return nil }
      let slice = units[start..<end]
      let isPhrase = slice.enumerated().allSatisfy {
        $1.position == units[start].position + $0 && $1.text == wanted[$0]
      }
      return isPhrase ? start..<end : nil
    }
  }
}
