import Storage
import TextAnalysis

/// A finder of several texts in one pass over the units of an analyzed text.
struct TextFinder {
  /// A text to find.
  struct Wanted {
    let spelling: PhrasePlan.Spelling
    let zone: ExactPhrase.Zone
    let number: Int
  }

  /// An occurrence of a text.
  struct Found {
    /// The number of the text.
    let number: Int
    /// The first and the last unit.
    let units: ClosedRange<Int>
  }

  /// The short exact texts by their first scalar, then by number.
  private let exact: [(first: Unicode.Scalar, text: ExactPhrase, number: Int)]
  /// The long exact texts by number. Each is searched for by itself.
  private let long: [(text: ExactPhrase, number: Int)]
  private let words: [(spellings: Set<[UInt8]>, zone: ExactPhrase.Zone, number: Int)]
  /// True for the low byte of each first scalar. Most units need no look-up.
  private let hasFirst: [Bool]

  init(_ wanted: [Wanted]) {
    var exact: [(first: Unicode.Scalar, text: ExactPhrase, number: Int)] = []
    var long: [(text: ExactPhrase, number: Int)] = []
    var words: [(spellings: Set<[UInt8]>, zone: ExactPhrase.Zone, number: Int)] = []
    var hasFirst = [Bool](repeating: false, count: 256)
    for text in wanted {
      switch text.spelling {
      case .words(let spellings): words.append((spellings, text.zone, text.number))
      case .exact(let phrase) where phrase.isLong: long.append((phrase, text.number))
      case .exact(let phrase):
        guard let first = phrase.firstScalar else { continue }
        hasFirst[Int(first.value & 0xFF)] = true
        exact.append((first, phrase, text.number))
      }
    }
    exact.sort { ($0.first, $0.number) < ($1.first, $1.number) }
    (self.exact, self.long, self.words, self.hasFirst) = (exact, long, words, hasFirst)
  }

  /// Returns all occurrences in a zone, ordered by their first unit.
  ///
  /// - Complexity: O(*n* · short texts with the same first scalar) in the units, plus O(*n*) for
  ///   each long text.
  func occurrences(in text: AnalyzedText, zone: TextZone) -> [Found] {
    var found: [Found] = []
    for start in text.units.indices {
      let unit = text.units[start]
      if hasFirst[Int(unit.scalar.value & 0xFF)] {
        var candidate = exact.partitioningIndex { $0.first >= unit.scalar }
        while candidate < exact.count, exact[candidate].first == unit.scalar {
          if exact[candidate].text.zone.covers(zone),
            let end = exact[candidate].text.end(from: start, in: text)
          {
            found.append(Found(number: exact[candidate].number, units: start...end))
          }
          candidate += 1
        }
      }
      if unit.kind == .token, !words.isEmpty {
        let spelling = Array(text.normalized[unit.text])
        for word in words where word.zone.covers(zone) && word.spellings.contains(spelling) {
          found.append(Found(number: word.number, units: start...start))
        }
      }
    }
    let short = found.count
    for (phrase, number) in long where phrase.zone.covers(zone) {
      found += phrase.occurrences(in: text).map { Found(number: number, units: $0) }
    }
    if found.count > short {
      found.sort { ($0.units.lowerBound, $0.number) < ($1.units.lowerBound, $1.number) }
    }
    return found
  }
}

extension AnalyzedText {
  func occurrences(of phrase: ExactPhrase) -> [Occurrence] {
    phrase.occurrences(in: self).map {
      Occurrence(start: units[$0.lowerBound].position, end: units[$0.upperBound].position + 1)
    }
  }

  func occurrences(ofWordsWhere isWanted: ([UInt8]) -> Bool) -> [Occurrence] {
    units.filter { $0.kind == .token && isWanted(Array(normalized[$0.text])) }
      .map { Occurrence(start: $0.position, end: $0.position + 1) }
  }

  func source(of occurrence: Occurrence) -> Range<Int> {
    let first = units.partitioningIndex { $0.position >= occurrence.start }
    let last = units.partitioningIndex { $0.position >= occurrence.end - 1 }
    return units[first].source.lowerBound..<units[last].source.upperBound
  }

  func source(of units: ClosedRange<Int>) -> Range<Int> {
    self.units[units.lowerBound].source.lowerBound..<self.units[units.upperBound].source.upperBound
  }
}
