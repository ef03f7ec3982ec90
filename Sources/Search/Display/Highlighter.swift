import Storage
public import TextAnalysis

/// An occurrence of a text of the query.
public struct TextMatch: Sendable, Equatable {
  /// UTF-8 offsets in the searched text.
  public let range: Range<Int>
  /// The number of the text in the query.
  public let text: Int

  /// The match in a longer text, in which the searched text starts at `offset`.
  public func shifted(by offset: Int) -> TextMatch {
    TextMatch(range: (range.lowerBound + offset)..<(range.upperBound + offset), text: text)
  }
}

/// A scanner that finds the matches of a query in an article. It compares units like the index, so
/// it marks the occurrences that the search found.
public struct Highlighter: Sendable {
  private let texts: [ExactPhrase]
  private let terms: [QueryTerm]
  private let words: [(spellings: Set<[UInt8]>, zone: ExactPhrase.Zone)]
  private let patterns: [Pattern]
  private let expressions: [(expression: String, zone: ExactPhrase.Zone)]

  /// A pattern, highlighted from its first piece to its last.
  private struct Pattern {
    let pieces: [PhrasePlan.Spelling]
    let spaces: [ProximityPlan.Space]
    let zone: ExactPhrase.Zone
  }

  public init() {
    (texts, terms, words, patterns, expressions) = ([], [], [], [], [])
  }

  init(_ plan: QueryPlan) {
    var texts: [ExactPhrase] = []
    var words: [(spellings: Set<[UInt8]>, zone: ExactPhrase.Zone)] = []
    for text in plan.texts where !text.isExcluded && !text.isPiece {
      switch text.spelling {
      case .exact(let exact): texts.append(exact)
      case .words(let spellings): words.append((spellings, text.zone))
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

  /// True when the query searches a zone.
  public func covers(_ zone: TextZone) -> Bool {
    let zones = texts.map(\.zone) + words.map(\.zone) + patterns.map(\.zone)
    return (zones + expressions.map(\.zone)).contains { $0.covers(zone) }
  }

  /// The matches of all texts of the query, in order. Matches may overlap.
  ///
  /// - Parameter text: one analyzed zone; its words are not needed.
  /// - Complexity: O(units · texts with the same first character).
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
      let textNumber = texts.count + words.count + number
      found += Self.matches(of: pattern, in: text).map { TextMatch(range: $0, text: textNumber) }
    }
    if found.count > exactCount { found.sort { $0.range.lowerBound < $1.range.lowerBound } }
    return found
  }

  /// The matches of the query's regular expressions, ordered within each expression. An expression
  /// that takes too long has no matches.
  ///
  /// - Parameter text: one zone in UTF-8.
  public func expressionMatches(in text: Span<UInt8>, zone: TextZone) -> [TextMatch] {
    var found: [TextMatch] = []
    for (number, plan) in expressions.enumerated() where plan.zone.covers(zone) {
      let expression = try? RegularExpression(plan.expression)
      let ranges = (try? expression?.matches(in: text)) ?? []
      let textNumber = texts.count + words.count + patterns.count + number
      found += ranges.map { TextMatch(range: $0, text: textNumber) }
    }
    return found
  }

  /// The matches of the grams, words and tokens that rank, for articles that match in part.
  public func partialMatches(in text: AnalyzedText, zone: TextZone) -> [TextMatch] {
    Self.occurrences(of: terms.compactMap(Self.phrase), in: text, zone: zone)
  }

  private static func phrase(of ranking: QueryTerm) -> ExactPhrase? {
    guard ranking.weight >= TermRoles.innerGram.weight, let term = Term(bytes: ranking.bytes) else {
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
    case .part:
      let text = Array(term.text.utf8)
      return ExactPhrase(elements: [.letters(0..<text.count)], tokens: text, zone: zone)
    case .edge, .boundary, .tag: return nil
    }
  }

  private static func matches(of pattern: Pattern, in text: AnalyzedText) -> [Range<Int>] {
    let pieces = pattern.pieces.map { occurrences(of: $0, in: text) }
    if pieces.contains(where: \.isEmpty) { return [] }
    let found = Proximity.patterns(
      pieces, pattern.spaces, punctuation: text.gaps[...], paragraphs: text.paragraphEnds[...])
    return found.map { text.source(of: $0) }
  }

  private static func occurrences(
    of piece: PhrasePlan.Spelling, in text: AnalyzedText
  ) -> [Occurrence] {
    switch piece {
    case .exact(let exact): text.occurrences(of: exact)
    case .words(let spellings): text.occurrences { spellings.contains($0) }
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

extension PlannedQuery {
  public var highlighter: Highlighter { Highlighter(plan) }
}

extension AnalyzedText {
  func occurrences(of phrase: ExactPhrase) -> [Occurrence] {
    units.indices.compactMap { start in
      phrase.end(from: start, in: self).map {
        Occurrence(start: units[start].position, end: units[$0].position + 1)
      }
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
}
