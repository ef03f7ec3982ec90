public import TextAnalysis

/// An occurrence of something the query asked for.
public struct TextMatch: Sendable, Equatable {
  /// UTF-8 offsets in the text that was searched.
  public let range: Range<Int>
  /// Which of the query's texts it is.
  public let text: Int

  /// The same in a text that begins `offset` bytes earlier.
  public func shifted(by offset: Int) -> TextMatch {
    TextMatch(range: (range.lowerBound + offset)..<(range.upperBound + offset), text: text)
  }
}

/// Finds in an article what a query matched there, by scanning its units: the same units, and the same
/// notion of a match, as the index has.
public struct Highlighter: Sendable {
  private let texts: [ExactPhrase]
  private let terms: [QueryTerm]
  private let words: [WordSet]
  private let patterns: [Pattern]
  private let expressions: [(expression: String, zone: ExactPhrase.Zone)]

  /// Words of which each is shown.
  private struct WordSet {
    let zone: ExactPhrase.Zone
    let spellings: Set<[UInt8]>
  }

  /// Pieces in a row, which are shown from the first to the last.
  private struct Pattern {
    let pieces: [PhrasePlan.Spelling]
    let spaces: [ProximityPlan.Space]
    let zone: ExactPhrase.Zone
  }

  /// Highlights nothing.
  public init() {
    (texts, terms, words, patterns, expressions) = ([], [], [], [], [])
  }

  init(_ plan: QueryPlan) {
    var texts: [ExactPhrase] = []
    var words: [WordSet] = []
    for text in plan.texts where !text.isExcluded && !text.isPiece {
      switch text.spelling {
      case .exact(let exact): texts.append(exact)
      case .words(let spellings): words.append(WordSet(zone: text.zone, spellings: spellings))
      }
    }
    self.texts = texts
    self.words = words
    terms = plan.terms
    patterns = plan.proximities.compactMap { proximity in
      guard !proximity.isExcluded, case .pattern(let spaces) = proximity.kind else { return nil }
      let pieces = proximity.operands.map { plan.texts[$0[0]].spelling }
      return Pattern(pieces: pieces, spaces: spaces, zone: proximity.zone)
    }
    expressions = plan.expressions.filter { !$0.isExcluded }.map { ($0.expression, $0.zone) }
  }

  /// Whether the query asks for something in zones of a kind.
  public func covers(_ zone: TextZone) -> Bool {
    texts.contains { $0.zone.covers(zone) } || words.contains { $0.zone.covers(zone) }
      || patterns.contains { $0.zone.covers(zone) } || expressions.contains { $0.zone.covers(zone) }
  }

  /// Every occurrence of what the query asked for, in order; they may overlap.
  ///
  /// - Parameter text: one zone, as analyzed; words are not needed.
  /// - Complexity: O(units · texts that begin with the same unit).
  public func matches(in text: AnalyzedText, zone: TextZone) -> [TextMatch] {
    var found = Self.occurrences(of: texts, in: text, zone: zone)
    let exactCount = found.count
    for (number, set) in words.enumerated() where set.zone.covers(zone) {
      for unit in text.units
      where unit.kind == .token && set.spellings.contains(Array(text.normalized[unit.text])) {
        found.append(TextMatch(range: unit.source, text: texts.count + number))
      }
    }
    for (number, pattern) in patterns.enumerated() where pattern.zone.covers(zone) {
      let place = texts.count + words.count + number
      found += Self.matches(of: pattern, in: text).map { TextMatch(range: $0, text: place) }
    }
    if found.count > exactCount { found.sort { $0.range.lowerBound < $1.range.lowerBound } }
    return found
  }

  /// Every match of the query's regular expressions, each in order; none where matching takes too long.
  ///
  /// - Parameter text: one zone in UTF-8.
  public func expressionMatches(in text: Span<UInt8>, zone: TextZone) -> [TextMatch] {
    var found: [TextMatch] = []
    for (number, plan) in expressions.enumerated() where plan.zone.covers(zone) {
      let expression = try? RegularExpression(plan.expression)
      let ranges = (try? expression?.matches(in: text)) ?? []
      let place = texts.count + words.count + patterns.count + number
      found += ranges.map { TextMatch(range: $0, text: place) }
    }
    return found
  }

  private static func matches(of pattern: Pattern, in text: AnalyzedText) -> [Range<Int>] {
    let pieces = pattern.pieces.map { occurrences(of: $0, in: text) }
    if pieces.contains(where: \.isEmpty) { return [] }
    let found = Proximity.patterns(
      pieces, pattern.spaces, punctuation: text.gaps[...], paragraphs: text.paragraphEnds[...])
    return found.map { occurrence in
      let first = text.units.partitioningIndex { $0.position >= occurrence.start }
      let last = text.units.partitioningIndex { $0.position >= occurrence.end - 1 }
      return text.units[first].source.lowerBound..<text.units[last].source.upperBound
    }
  }

  private static func occurrences(
    of piece: PhrasePlan.Spelling, in text: AnalyzedText
  ) -> [Occurrence] {
    text.units.indices.compactMap { start in
      let unit = text.units[start]
      switch piece {
      case .words(let spellings):
        let isOne =
          unit.kind == .token && spellings.contains(Array(text.normalized[unit.text]))
        return isOne ? Occurrence(start: unit.position, end: unit.position + 1) : nil
      case .exact(let exact):
        return exact.end(from: start, in: text).map {
          Occurrence(start: unit.position, end: text.units[$0].position + 1)
        }
      }
    }
  }

  /// Every occurrence of the grams and tokens that score: what there is to show of a partial match.
  public func partialMatches(in text: AnalyzedText, zone: TextZone) -> [TextMatch] {
    Self.occurrences(of: terms.compactMap(Self.part), in: text, zone: zone)
  }

  /// A ranking term as a text; nil for terms that say little by themselves.
  private static func part(_ ranking: QueryTerm) -> ExactPhrase? {
    guard ranking.weight >= RankingWeight.innerGram, let term = Term(bytes: ranking.bytes) else {
      return nil
    }
    let zone: ExactPhrase.Zone = ranking.field == .tail ? .tail : .titleOrBody
    switch term.kind {
    case .token:
      let text = Array(term.text.utf8)
      return ExactPhrase(elements: [.token(0..<text.count)], tokens: text, zone: zone)
    case .gram, .word:
      return ExactPhrase(
        elements: term.text.unicodeScalars.map { .han($0) }, tokens: [], zone: zone)
    case .edge, .boundary, .tag: return nil
    }
  }

  private static func occurrences(
    of texts: [ExactPhrase], in analyzed: AnalyzedText, zone: TextZone
  ) -> [TextMatch] {
    var byFirst: [Unicode.Scalar: [Int]] = [:]
    for (index, text) in texts.enumerated() where text.zone.covers(zone) {
      guard let first = text.firstScalar else { continue }
      byFirst[first, default: []].append(index)
    }
    var found: [TextMatch] = []
    for (start, unit) in analyzed.units.enumerated() {
      guard let candidates = byFirst[unit.scalar] else { continue }
      for index in candidates {
        guard let end = texts[index].end(from: start, in: analyzed) else { continue }
        found.append(
          TextMatch(
            range: unit.source.lowerBound..<analyzed.units[end].source.upperBound, text: index))
      }
    }
    return found
  }
}
