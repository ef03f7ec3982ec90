import InvertedIndex

/// Counts the n-grams of a text, partition by partition.
struct NGramCounter: Sendable {
  /// The n-grams of some partitions.
  struct Found: Sendable {
    fileprivate(set) var best: [NGram] = []
    /// The number of different n-grams with the minimum frequency, by length.
    fileprivate(set) var distinct: [Int]
    /// The number of different n-grams left out because of stop words.
    fileprivate(set) var stopped = 0
  }

  private let text: ElementText
  private let lengths: ClosedRange<Int>
  private let options: NGramOptions
  private let stopWords: StopWordSet
  /// True for stop words, by element.
  private let isStopWord: [Bool]

  init(
    _ text: ElementText, _ lengths: ClosedRange<Int>, _ options: NGramOptions,
    stopWords: StopWordSet
  ) {
    self.text = text
    self.lengths = lengths
    self.options = options
    self.stopWords = stopWords
    isStopWord = (0..<text.elements.count).map { stopWords.contains(text.elements.utf8($0)) }
  }

  func count(jobs: Int, memory: Int) async throws -> Found {
    let partitions = SequenceRecords.partitionCount(
      of: text, longest: lengths.upperBound, memory: memory / max(1, jobs))
    var found = Found(distinct: lengths.map { _ in 0 })
    var best = BestNGrams(options)
    let parts = try await concurrentMap(Array(0..<partitions), jobs: jobs) { partition in
      try self.count(SequenceRecords(of: text, lengths, partition: partition, of: partitions))
    }
    for part in parts {
      for ngram in part.best { best.add(ngram) }
      for index in found.distinct.indices { found.distinct[index] += part.distinct[index] }
      found.stopped += part.stopped
    }
    found.best = best.finish()
    return found
  }

  private func count(_ records: SequenceRecords) -> Found {
    var found = Found(distinct: lengths.map { _ in 0 })
    var best = BestNGrams(options)
    var scratch = DispersionCounter(text.parts)
    records.forEachGroup(minimum: options.minimumFrequency) { group in
      let sequence = records.sequence(group.length, of: group.first)
      if isStopped(sequence) {
        found.stopped += 1
        return
      }
      let index = group.length - lengths.lowerBound
      found.distinct[index] += 1
      // An n-gram occurs at least once in each of its articles.
      guard best.mayAdd(group.count) else { return }
      let dispersion = scratch.dispersion(of: group, in: records, text, index)
      guard best.mayAdd(options.order == .articles ? dispersion.articles : group.count) else {
        return
      }
      best.add(
        NGram(
          text: text.text(of: sequence, separated: options.element == .words),
          length: group.length, frequency: group.count, dispersion: dispersion))
    }
    found.best = best.finish()
    return found
  }

  private func isStopped(_ sequence: ArraySlice<UInt32>) -> Bool {
    guard let first = sequence.first, let last = sequence.last else { return false }
    switch options.element {
    case .words:
      return isStopWord[ElementCode.element(first)] || isStopWord[ElementCode.element(last)]
    case .characters:
      return stopWords.contains(Array(text.text(of: sequence, separated: false).utf8)[...])
    }
  }
}

extension SequenceRecords {
  /// The number of partitions with which the records of one partition fit in the memory.
  static func partitionCount(of text: ElementText, longest: Int, memory: Int) -> Int {
    1 + text.count * byteCount(longest: longest) / max(1 << 16, memory)
  }
}

/// The n-grams with the greatest values, up to the limit.
private struct BestNGrams {
  private let order: NGramOptions.Order
  private let limit: Int
  private var ngrams: [NGram] = []
  /// The value of the last n-gram within the limit, once the limit is reached.
  private var threshold = Int.min

  init(_ options: NGramOptions) {
    order = options.order
    limit = options.limit > 0 ? options.limit : .max
  }

  /// False when an n-gram of this value, or of a smaller one, is not among the best.
  func mayAdd(_ value: Int) -> Bool { value >= threshold }

  mutating func add(_ ngram: NGram) {
    ngrams.append(ngram)
    // Sorting at twice the limit sorts each n-gram twice on average.
    if ngrams.count / 2 > limit { sort() }
  }

  mutating func finish() -> [NGram] {
    sort()
    return ngrams
  }

  private mutating func sort() {
    ngrams = ngrams.best(limit == .max ? 0 : limit, by: value, name: \.text)
    if ngrams.count == limit, let last = ngrams.last { threshold = value(of: last) }
  }

  private func value(of ngram: NGram) -> Int {
    switch order {
    case .frequency: ngram.frequency
    case .articles: ngram.dispersion.articles
    }
  }
}

/// Counts the parts of groups of records, one group at a time.
struct DispersionCounter {
  private let parts: PartTable
  /// The kind of each part.
  private let kinds: [Int]
  /// The elements and the parts of each kind, by index of the length.
  private let totals: [[Int]]
  private let partCounts: [[Int]]
  /// The occurrences of the current group, by part.
  private var counts: [Int]
  private var touched: [Int] = []

  init(_ parts: PartTable) {
    self.parts = parts
    kinds = (0..<parts.count).map { parts.kind($0).rawValue }
    totals = (0..<parts.sizeCount).map { parts.totals($0) }
    partCounts = (0..<parts.sizeCount).map { parts.counts($0) }
    counts = Array(repeating: 0, count: parts.count)
  }

  /// - Parameter index: the index of the length in the sizes of the parts.
  /// - Complexity: O(*n*) in the occurrences.
  mutating func dispersion(
    of group: SequenceRecords.Group, in records: SequenceRecords, _ text: ElementText, _ index: Int
  ) -> Dispersion {
    var articles = 0
    var last = -1
    for record in group.records {
      let article = records.article(record)
      if article != last {
        articles += 1
        last = article
      }
      for part in text.articles[article].parts {
        if counts[Int(part)] == 0 { touched.append(Int(part)) }
        counts[Int(part)] += 1
      }
    }
    var occurrences = [0, 0]
    var found = [0, 0]
    for part in touched {
      occurrences[kinds[part]] += counts[part]
      found[kinds[part]] += 1
    }
    var deviations = zip(occurrences, totals[index]).map {
      DeviationOfProportions(occurrences: $0, total: $1)
    }
    for part in touched {
      deviations[kinds[part]].add(occurrences: counts[part], size: parts.size(part, index))
      counts[part] = 0
    }
    touched.removeAll(keepingCapacity: true)
    return Dispersion(
      articles: articles, sources: found[0], periods: found[1],
      sourceDP: partCounts[index][0] < 2 ? nil : deviations[0].value,
      periodDP: partCounts[index][1] < 2 ? nil : deviations[1].value)
  }
}
