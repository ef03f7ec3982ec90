import Articles

/// Counts of words in articles: all occurrences of a word, and its marked occurrences. Only marked
/// occurrences count for articles, sources and periods. The index of a count is the number of the
/// word.
///
/// An article is counted in two steps: `add` each of its words, then `endArticle`. Counts of
/// batches are merged into one, and only merged counts know parts.
struct WordCounts: Sendable {
  private(set) var words = WordInterner()
  private(set) var frequencies: [Int] = []
  private(set) var marked: [Int] = []
  /// The number of articles with a marked occurrence.
  private(set) var articles: [Int] = []
  private(set) var total = 0
  private(set) var totalMarked = 0
  /// The sources and periods of merged counts, with their numbers of marked words.
  private(set) var parts = PartTable()
  private var pairs = PairCounts()
  /// The marked words of each article with parts, not yet merged.
  private var log = ArticleLog()
  /// The marked occurrences in the current article.
  private var current: [Int] = []
  /// The words with marked occurrences in the current article.
  private var touched: [Int] = []

  mutating func add(_ word: ArraySlice<UInt8>, isMarked: Bool) {
    let number = number(of: word)
    frequencies[number] += 1
    total += 1
    guard isMarked else { return }
    marked[number] += 1
    totalMarked += 1
    if current[number] == 0 { touched.append(number) }
    current[number] += 1
  }

  /// - Parameter key: the parts that contain the article; nil to count no parts.
  mutating func endArticle(in key: PartTable.Key?) {
    if touched.isEmpty { return }
    if let key { log.add(key, touched.lazy.map { [current] in (word: $0, count: current[$0]) }) }
    for word in touched {
      articles[word] += 1
      current[word] = 0
    }
    touched.removeAll(keepingCapacity: true)
  }

  /// Adds the counts of other articles.
  mutating func merge(_ other: WordCounts) {
    let numbers = (0..<other.words.count).map { word in
      let number = number(of: other.words.utf8(word))
      frequencies[number] += other.frequencies[word]
      marked[number] += other.marked[word]
      articles[number] += other.articles[word]
      return number
    }
    total += other.total
    totalMarked += other.totalMarked
    let articleParts = other.log.articles.map { parts.add($0.key, sizes: [$0.size]) }
    for kind in PartTable.Kind.allCases {
      let parts = articleParts.map { $0[kind.rawValue] }
      other.log.forEachPair(wordCount: other.words.count, parts) { word, part, count in
        pairs.add(word: numbers[word], part: part, count: count)
      }
    }
  }

  private mutating func number(of word: ArraySlice<UInt8>) -> Int {
    let number = words.intern(word)
    if number == frequencies.count {
      frequencies.append(0)
      marked.append(0)
      articles.append(0)
      current.append(0)
    }
    return number
  }

  /// Returns the words that satisfy a predicate, without stop words, and the number of stop words.
  func listed(
    _ stopWords: StopWordSet, where isWanted: (Int) -> Bool
  ) -> (words: [Int], stopped: Int) {
    let wanted = (0..<words.count).filter(isWanted)
    let listed = wanted.filter { !stopWords.contains(words.utf8($0)) }
    return (listed, wanted.count - listed.count)
  }

  /// The dispersion of the marked occurrences, by word.
  ///
  /// - Complexity: O(words + pairs of a word and a part with an occurrence).
  func dispersions() -> [Dispersion] {
    let kinds = (0..<parts.count).map { parts.kind($0).rawValue }
    // By kind, then by word.
    var occurrences = kinds.isEmpty ? [] : Self.zeros(words.count)
    var partCounts = occurrences
    pairs.forEach { word, part, count in
      occurrences[kinds[part]][word] += count
      partCounts[kinds[part]][word] += 1
    }
    let (totals, counts) = (parts.totals(), parts.counts())
    var deviations = occurrences.enumerated().map { kind, counts in
      counts.map { DeviationOfProportions(occurrences: $0, total: totals[kind]) }
    }
    pairs.forEach { word, part, count in
      deviations[kinds[part]][word].add(occurrences: count, size: parts.size(part))
    }
    return (0..<words.count).map { word in
      func deviation(_ kind: Int) -> Double? {
        counts[kind] < 2 ? nil : deviations[kind][word].value
      }
      return Dispersion(
        articles: articles[word], sources: partCounts.first?[word] ?? 0,
        periods: partCounts.last?[word] ?? 0, sourceDP: deviation(0), periodDP: deviation(1))
    }
  }

  private static func zeros(_ count: Int) -> [[Int]] {
    PartTable.Kind.allCases.map { _ in Array(repeating: 0, count: count) }
  }
}

/// The words of articles, from which the words of parts are added up.
private struct ArticleLog: Sendable {
  struct Article: Sendable {
    let key: PartTable.Key
    let size: Int
    /// The end of the article's entries.
    let end: Int
  }

  private(set) var articles: [Article] = []
  private var entries: [(word: UInt32, count: UInt32)] = []

  mutating func add(_ key: PartTable.Key, _ words: some Sequence<(word: Int, count: Int)>) {
    var size = 0
    for (word, count) in words {
      size += count
      entries.append((UInt32(word), UInt32(count)))
    }
    articles.append(Article(key: key, size: size, end: entries.count))
  }

  /// Calls a closure with the sum of each word in each part. `parts` has the part of each article;
  /// nil for an article that belongs to none.
  func forEachPair(
    wordCount: Int, _ parts: [Int?], _ body: (_ word: Int, _ part: Int, _ count: Int) -> Void
  ) {
    var counts = Array(repeating: 0, count: wordCount)
    var touched: [Int] = []
    let order = parts.indices.filter { parts[$0] != nil }.sorted {
      (parts[$0] ?? 0, $0) < (parts[$1] ?? 0, $1)
    }
    for (index, article) in order.enumerated() {
      guard let part = parts[article] else { continue }
      let start = article > 0 ? articles[article - 1].end : 0
      for entry in entries[start..<articles[article].end] {
        let word = Int(entry.word)
        if counts[word] == 0 { touched.append(word) }
        counts[word] += Int(entry.count)
      }
      if index + 1 < order.count, parts[order[index + 1]] == part { continue }
      for word in touched {
        body(word, part, counts[word])
        counts[word] = 0
      }
      touched.removeAll(keepingCapacity: true)
    }
  }
}

extension Array {
  /// Returns the elements with the greatest values. Elements of equal value are sorted by name.
  ///
  /// - Parameter limit: the number of elements; 0 for all.
  func best(
    _ limit: Int = 0, by value: (Element) -> some Comparable, name: (Element) -> String
  ) -> [Element] {
    let sorted = sorted { (value($1), name($0)) < (value($0), name($1)) }
    return limit > 0 ? Array(sorted.prefix(limit)) : sorted
  }
}
