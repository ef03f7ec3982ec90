import Articles
import Calendar

/// The corpus parts of a text: its sources and periods, with their numbers of counted elements.
struct PartTable: Sendable {
  enum Kind: Int, CaseIterable, Sendable {
    case source, period
  }

  /// The parts that contain an article; nil when unknown.
  struct Key: Sendable {
    let source: String?
    /// The ordinal of the time bucket.
    let period: Int?

    init(_ article: Article, by interval: CalendarInterval) {
      source = article.source.isEmpty ? nil : article.source
      period = TimeBucket(interval, of: article.published?.date)?.ordinal
    }
  }

  private enum Name: Hashable, Sendable {
    case source(String)
    case period(Int)
  }

  /// The number of sizes of a part. N-grams of each length are counted separately.
  let sizeCount: Int
  private var names: [Name] = []
  private var numbers: [Name: Int] = [:]
  private var sizes: [Int] = []
  private var articlesWithout = [0, 0]

  init(sizeCount: Int = 1) { self.sizeCount = sizeCount }

  var count: Int { names.count }

  func kind(_ part: Int) -> Kind {
    switch names[part] {
    case .source: .source
    case .period: .period
    }
  }

  func size(_ part: Int, _ index: Int = 0) -> Int { sizes[part * sizeCount + index] }

  /// The number of elements in all parts of each kind.
  func totals(_ index: Int = 0) -> [Int] {
    var totals = [0, 0]
    for part in names.indices { totals[kind(part).rawValue] += size(part, index) }
    return totals
  }

  /// The number of parts of each kind that have elements.
  func counts(_ index: Int = 0) -> [Int] {
    var counts = [0, 0]
    for part in names.indices where size(part, index) > 0 { counts[kind(part).rawValue] += 1 }
    return counts
  }

  /// Adds an article with the numbers of its counted elements, and returns the numbers of its parts
  /// by kind; nil where unknown.
  mutating func add(_ key: Key, sizes: [Int]) -> [Int?] {
    let keys = [key.source.map(Name.source), key.period.map(Name.period)]
    return keys.enumerated().map { kind, name in
      guard let name else {
        articlesWithout[kind] += 1
        return nil
      }
      return add(name, sizes)
    }
  }

  private mutating func add(_ name: Name, _ sizes: [Int]) -> Int {
    let part = numbers[name] ?? names.count
    if part == names.count {
      names.append(name)
      numbers[name] = part
      self.sizes += Array(repeating: 0, count: sizeCount)
    }
    for (index, size) in sizes.enumerated() { self.sizes[part * sizeCount + index] += size }
    return part
  }

  func summary(by interval: CalendarInterval) -> TextParts {
    let kinds = names.indices.map { kind($0) }
    return TextParts(
      interval: interval, sources: kinds.count { $0 == .source },
      periods: kinds.count { $0 == .period }, articlesWithoutSource: articlesWithout[0],
      articlesWithoutPeriod: articlesWithout[1])
  }
}
