import InvertedIndex

/// A candidate, and the number of the first article with an occurrence.
struct FoundCandidate: Sendable {
  let candidate: WordCandidate
  let article: Int
}

/// The words with which no candidate begins or ends.
struct CandidateEdges: Sendable {
  let neverFirst: StopWordSet
  let neverLast: StopWordSet

  /// - Parameter stopWords: a list for both ends; nil for the built-in lists.
  init(_ stopWords: StopWords?, _ query: PreparedQuery) throws {
    let long = StopWords.builtIn.longWords.words
    neverFirst = try query.stopWordSet(
      stopWords ?? StopWords(long + StopWordList.neverFirst.words))
    neverLast = try query.stopWordSet(stopWords ?? StopWords(long + StopWordList.neverLast.words))
  }
}

/// Finds the sequences of words that behave like a word.
///
/// The first pass, partition by partition, counts all frequent sequences and keeps those with the
/// minimum entropies. The second pass computes the cohesion of these, from the counts of their
/// parts. A part of a frequent sequence is frequent too, so its count is known.
struct CandidateScan: Sendable {
  /// A sequence with the minimum entropies.
  private struct Survivor: Sendable {
    let elements: [UInt32]
    let count: Int
    let leftEntropy: Double
    let rightEntropy: Double
    let dispersion: Dispersion
    let article: Int
  }

  private struct Found: Sendable {
    var counts = SequenceCounts()
    var sequences: [Survivor] = []
  }

  private let text: ElementText
  private let lengths: ClosedRange<Int>
  private let options: WordCandidateOptions
  /// True for elements with which no candidate begins.
  private let isNeverFirst: [Bool]
  /// True for elements with which no candidate ends.
  private let isNeverLast: [Bool]

  init(
    _ text: ElementText, lengths: ClosedRange<Int>, _ options: WordCandidateOptions,
    edges: CandidateEdges
  ) {
    self.text = text
    self.lengths = lengths
    self.options = options
    let elements = (0..<text.elements.count).map { text.elements.utf8($0) }
    isNeverFirst = elements.map { edges.neverFirst.contains($0) }
    isNeverLast = elements.map { edges.neverLast.contains($0) }
  }

  func candidates() async throws -> [FoundCandidate] {
    // One element more, to see what follows the longest sequence.
    let records = 2...lengths.upperBound + 1
    let partitions = SequenceRecords.partitionCount(
      of: text, longest: records.upperBound, memory: options.memory / max(1, options.jobs))
    var found = Found()
    let parts = try await concurrentMap(Array(0..<partitions), jobs: options.jobs) { partition in
      try self.scan(SequenceRecords(of: text, records, partition: partition, of: partitions))
    }
    for part in parts {
      found.counts.merge(part.counts)
      found.sequences += part.sequences
    }
    return distinct(found.sequences.compactMap { candidate($0, found.counts) })
  }

  // MARK: First pass

  private func scan(_ records: SequenceRecords) -> Found {
    var found = Found()
    var dispersions = DispersionCounter(text.parts)
    var neighbors = NeighborCounts(elementCount: text.elements.count)
    records.forEachGroup(minimum: options.minimumFrequency) { group in
      guard group.length <= lengths.upperBound else { return }
      let elements = records.sequence(group.length, of: group.first)
      found.counts.add(elements, count: group.count)
      guard isEligible(elements) else { return }
      let left = neighbors.entropy(group.records.map { records.before($0) })
      guard left >= options.minimumEntropy else { return }
      let right = neighbors.entropy(group.records.map { records.code(group.length, of: $0) })
      guard right >= options.minimumEntropy else { return }
      let dispersion = dispersions.dispersion(of: group, in: records, text, group.length - 1)
      guard dispersion.sources >= options.minimumSources else { return }
      found.sequences.append(
        Survivor(
          elements: Array(elements), count: group.count, leftEntropy: left, rightEntropy: right,
          dispersion: dispersion, article: records.article(group.first)))
    }
    return found
  }

  private func isEligible(_ elements: ArraySlice<UInt32>) -> Bool {
    var unitCount = 0
    for code in elements {
      let shape = text.shapes[ElementCode.element(code)]
      if shape.isNumber { return false }
      unitCount += shape.unitCount
    }
    guard lengths.contains(unitCount), let first = elements.first, let last = elements.last else {
      return false
    }
    return !isNeverFirst[ElementCode.element(first)] && !isNeverLast[ElementCode.element(last)]
  }

  // MARK: Second pass

  /// Returns one candidate for each string. A string may be cut in several ways in different
  /// contexts; the most frequent one counts.
  private func distinct(_ found: [FoundCandidate]) -> [FoundCandidate] {
    var best: [String: FoundCandidate] = [:]
    func rank(_ found: FoundCandidate) -> (Int, String) {
      (found.candidate.frequency, found.candidate.pieces.joined(separator: " "))
    }
    for next in found {
      let known = best[next.candidate.word]
      if known.map({ rank($0) < rank(next) }) ?? true { best[next.candidate.word] = next }
    }
    return found.filter { best[$0.candidate.word]?.candidate == $0.candidate }
  }

  private func candidate(_ sequence: Survivor, _ counts: SequenceCounts) -> FoundCandidate? {
    let cohesion = cohesion(sequence, counts)
    guard cohesion >= options.minimumCohesion else { return nil }
    let candidate = WordCandidate(
      word: text.text(of: sequence.elements, separated: false),
      pieces: sequence.elements.map { text.elements.text(ElementCode.element($0)) },
      frequency: sequence.count, dispersion: sequence.dispersion, cohesion: cohesion,
      leftEntropy: sequence.leftEntropy, rightEntropy: sequence.rightEntropy, exampleID: "",
      example: "")
    return FoundCandidate(candidate: candidate, article: sequence.article)
  }

  /// log₂ (f(s) N / (f(a) f(b))), the smallest value of all splits of s into a and b.
  private func cohesion(_ sequence: Survivor, _ counts: SequenceCounts) -> Double {
    let elements = sequence.elements[...]
    func frequency(_ part: ArraySlice<UInt32>) -> Double {
      let single = part.count == 1 ? part.first : nil
      return Double(
        single.map { text.frequencies[ElementCode.element($0)] } ?? counts.count(of: part))
    }
    let ratios = (1..<elements.count).map { split in
      Double(sequence.count) * Double(text.totals[0])
        / (frequency(elements[..<split]) * frequency(elements[split...]))
    }
    return Mathematics.binaryLogarithm(ratios.min() ?? 0)
  }
}

/// The neighbors of a group of occurrences.
private struct NeighborCounts {
  /// By code.
  private var counts: [UInt32]
  private var touched: [Int] = []

  init(elementCount: Int) { counts = Array(repeating: 0, count: elementCount + 2) }

  /// The entropy of neighbors in bits. All gaps count as one neighbor, because repeated formulas
  /// are always beside punctuation. Each quotation mark counts as a neighbor of its own, because
  /// names are often in quotation marks.
  mutating func entropy(_ neighbors: some Sequence<UInt32>) -> Double {
    var total = 0
    for neighbor in neighbors {
      total += 1
      if counts[Int(neighbor)] == 0 { touched.append(Int(neighbor)) }
      counts[Int(neighbor)] += 1
    }
    // H = log n − (Σ c log c) / n. A neighbor of its own has c = 1 and adds nothing to the sum.
    var sum = 0.0
    for neighbor in touched {
      let count = Double(counts[neighbor])
      if neighbor != ElementCode.quotation { sum += count * Mathematics.binaryLogarithm(count) }
      counts[neighbor] = 0
    }
    touched.removeAll(keepingCapacity: true)
    // Rounding can make the difference slightly negative.
    return total == 0 ? 0 : max(0, Mathematics.binaryLogarithm(Double(total)) - sum / Double(total))
  }
}

/// The numbers of occurrences of sequences of elements.
private struct SequenceCounts: Sendable {
  private var sequences = Interner<UInt32>()
  private var counts: [Int] = []

  /// Adds a sequence that the table does not have.
  mutating func add(_ sequence: ArraySlice<UInt32>, count: Int) {
    _ = sequences.intern(sequence)
    counts.append(count)
  }

  mutating func merge(_ other: SequenceCounts) {
    for (number, count) in other.counts.enumerated() { add(other.sequences[number], count: count) }
  }

  func count(of sequence: ArraySlice<UInt32>) -> Int {
    sequences.number(of: sequence).map { counts[$0] } ?? 0
  }
}
