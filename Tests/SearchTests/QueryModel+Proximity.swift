import Search
import TestSupport
import TextAnalysis

@testable import Search

// Proximity, evaluated by trying every choice of occurrences.

/// The titles, bodies or tails of an article, with one free position between two zones.
struct ModelSpan {
  private(set) var numbers: [Int32] = []
  /// The bytes of the article from which a unit comes, by position.
  private(set) var sources: [Int: Range<Int>] = [:]
  /// The text of each token, by position.
  private(set) var words: [Int: String] = [:]
  private(set) var gaps: Set<Int> = []
  private(set) var signs: [Int: ModelSigns] = [:]
  /// The numbers of the sentence and the paragraph of each position.
  private(set) var sentences: [Int] = []
  private(set) var paragraphs: [Int] = []

  init(_ article: ModelArticle, _ part: RandomArticle.Part) {
    for zone in article.zones where zone.part == part {
      // A sentence may continue in the next piece of a body.
      if !numbers.isEmpty { append(-2, sentence: false, paragraph: false) }
      let start = numbers.count
      let sentenceEnds = Set(zone.analyzed.sentenceEnds.map(Int.init))
      let paragraphEnds = Set(zone.analyzed.paragraphEnds.map(Int.init))
      for (position, number) in zone.numbers.enumerated() {
        append(
          number, sentence: sentenceEnds.contains(position),
          paragraph: paragraphEnds.contains(position))
      }
      for (position, signs) in zone.signs { self.signs[start + position] = signs }
      for gap in zone.analyzed.gaps { gaps.insert(start + Int(gap)) }
      for unit in zone.analyzed.units {
        let (lower, upper) = (unit.source.lowerBound, unit.source.upperBound)
        sources[start + Int(unit.position)] =
          zone.range.lowerBound + lower..<zone.range.lowerBound + upper
      }
      for unit in zone.analyzed.units where unit.kind == .token {
        words[start + Int(unit.position)] = zone.analyzed.text(of: unit)
      }
    }
  }

  /// The numbers of the sentence and the paragraph of the next position.
  private var sentence = 0
  private var paragraph = 0

  private mutating func append(_ number: Int32, sentence endsSentence: Bool, paragraph ends: Bool) {
    numbers.append(number)
    sentences.append(sentence)
    paragraphs.append(paragraph)
    sentence += endsSentence ? 1 : 0
    paragraph += ends ? 1 : 0
  }
}

/// An operand of a proximity clause.
indirect enum ModelOperand {
  case phrase(ModelPhrase)
  case leaf(Query)
  case glob([QueryPattern.GlobElement])
  case any([ModelOperand])
  /// A word of letters with digits after it.
  case part(String)
}

extension QueryModel {
  func operands(of text: QueryText) -> [ModelOperand] {
    let pieces = text.text.unicodeScalars.split { $0.properties.isWhitespace }
    if pieces.count > 1 {
      return pieces.compactMap { index.phrase(String($0)).map(operand) }
    }
    return index.words(ofQuotation: text.text).map(operand)
  }

  private func operand(_ phrase: ModelPhrase) -> ModelOperand {
    phrase.inDates.isEmpty ? .phrase(phrase) : .any(phrase.readings.map { .phrase($0) })
  }

  /// A text without its signs.
  private func plain(_ text: String) -> ModelOperand? {
    index.phrase(text).map { phrase in
      var plain = phrase
      plain.signs = [:]
      plain.inDates = phrase.inDates.map { reading in
        var plain = reading
        plain.signs = reading.signs.filter(\.value.followsStop).mapValues { _ in
          ModelSigns(followsStop: true)
        }
        return plain
      }
      return operand(plain)
    }
  }

  private func operand(_ query: Query) -> ModelOperand? {
    switch query {
    case .text(let text): plain(text.text)
    case .phrase(let text): index.phrase(text.text).map(operand)
    case .or(let operands): .any(operands.compactMap(operand))
    default: .leaf(query)
    }
  }

  private func spans(
    _ article: Int, _ parts: Set<RandomArticle.Part>
  ) -> [ModelSpan] {
    parts.map { ModelSpan(index.articles[article], $0) }
  }

  // MARK: Occurrences

  private func occurrences(of operand: ModelOperand, in span: ModelSpan) -> [Range<Int>] {
    switch operand {
    case .phrase(let wanted):
      guard span.numbers.count >= wanted.numbers.count else { return [] }
      return (0...span.numbers.count - wanted.numbers.count).compactMap { start in
        let range = start..<start + wanted.numbers.count
        let isFound =
          span.numbers[range].elementsEqual(wanted.numbers)
          && wanted.hasSigns(at: start, span.signs)
        return isFound ? range : nil
      }
    case .leaf(.fuzzy(let text, let edits)):
      let wanted = Array(folded(text.text).unicodeScalars)
      return words(in: span) {
        Self.distance(wanted[...], Array($0.unicodeScalars)[...]) <= edits
      }
    case .leaf(.pattern(let pattern)):
      guard case .glob(let glob) = pattern.elements[0] else { return [] }
      return occurrences(of: .glob(glob), in: span)
    case .leaf: return []
    case .glob(let glob):
      let wanted = folded(glob)
      return words(in: span) { Self.isMatch(wanted[...], Array($0.unicodeScalars)[...]) }
    case .any(let operands): return operands.flatMap { occurrences(of: $0, in: span) }
    case .part(let letters): return words(in: span) { WordPart.letters(of: $0) == letters }
    }
  }

  private func words(
    in span: ModelSpan, where isWanted: (String) -> Bool
  ) -> [Range<Int>] {
    span.words.filter { isWanted($0.value) }.map { $0.key..<$0.key + 1 }
  }

  func folded(_ text: String) -> String {
    let analyzed = index.analyzer.analyze(text)
    return analyzed.units.map { analyzed.text(of: $0) }.joined()
  }

  func folded(_ glob: [QueryPattern.GlobElement]) -> [QueryPattern.GlobElement] {
    glob.flatMap { element -> [QueryPattern.GlobElement] in
      guard case .scalar(let scalar) = element else { return [element] }
      return folded(String(Character(scalar))).unicodeScalars.map { .scalar($0) }
    }
  }

  static func isMatch(
    _ glob: ArraySlice<QueryPattern.GlobElement>, _ word: ArraySlice<Unicode.Scalar>
  ) -> Bool {
    guard let first = glob.first else { return word.isEmpty }
    switch first {
    case .any:
      return isMatch(glob.dropFirst(), word) || !word.isEmpty && isMatch(glob, word.dropFirst())
    case .one: return !word.isEmpty && isMatch(glob.dropFirst(), word.dropFirst())
    case .scalar(let scalar):
      return word.first == scalar && isMatch(glob.dropFirst(), word.dropFirst())
    }
  }

  /// The optimal string alignment distance by its definition.
  static func distance(
    _ a: ArraySlice<Unicode.Scalar>, _ b: ArraySlice<Unicode.Scalar>, budget: Int = 3
  ) -> Int {
    if budget < 0 || a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    if a.first == b.first {
      return distance(a.dropFirst(), b.dropFirst(), budget: budget)
    }
    let less = budget - 1
    var least = 1 + distance(a.dropFirst(), b.dropFirst(), budget: less)
    least = min(least, 1 + distance(a.dropFirst(), b, budget: less))
    least = min(least, 1 + distance(a, b.dropFirst(), budget: less))
    if a.count > 1, b.count > 1, a.first == b.dropFirst().first, a.dropFirst().first == b.first {
      least = min(least, 1 + distance(a.dropFirst(2), b.dropFirst(2), budget: less))
    }
    return least
  }

  // MARK: Proximity

  func isAnywhere(
    _ operand: ModelOperand, _ article: Int, in parts: Set<RandomArticle.Part>
  ) -> Bool {
    spans(article, parts).contains { !occurrences(of: operand, in: $0).isEmpty }
  }

  func isNear(
    _ operands: [ModelOperand], distance: Int, _ article: Int, in parts: Set<RandomArticle.Part>
  ) -> Bool {
    spans(article, parts).contains { hasChoice(operands, $0, Self.isNear(distance)) }
  }

  func hasProximity(
    _ proximity: QueryProximity, _ article: Int, in parts: Set<RandomArticle.Part>
  ) -> Bool? {
    let operands = proximity.operands.compactMap(operand)
    if operands.isEmpty { return nil }
    return spans(article, parts).contains { span in
      hasChoice(operands, span) { Self.satisfies($0, proximity.kind, in: span) }
    }
  }

  private typealias Condition = ([Range<Int>]) -> Bool

  private static func isNear(_ distance: Int) -> Condition {
    { isWithin(distance, $0.sorted { $0.lowerBound < $1.lowerBound }) }
  }

  private static func satisfies(
    _ chosen: [Range<Int>], _ kind: QueryProximity.Kind, in span: ModelSpan
  ) -> Bool {
    if chosen.count == 1 { return true }
    switch kind {
    case .near(let distance): return isNear(distance)(chosen)
    case .ordered(let distance): return isWithin(distance, chosen)
    case .sentence: return Set(chosen.flatMap { $0.map { span.sentences[$0] } }).count == 1
    case .paragraph: return Set(chosen.flatMap { $0.map { span.paragraphs[$0] } }).count == 1
    }
  }

  func hasPattern(
    _ pattern: QueryPattern, _ article: Int, in parts: Set<RandomArticle.Part>
  ) -> Bool? {
    let (operands, condition) = pieces(of: pattern)
    if operands.isEmpty { return nil }
    return spans(article, parts).contains { span in
      hasChoice(operands, span) { condition($0, span) }
    }
  }

  private func pieces(
    of pattern: QueryPattern
  ) -> ([ModelOperand], ([Range<Int>], ModelSpan) -> Bool) {
    var operands: [ModelOperand] = []
    var spaces: [(count: Int, isOpen: Bool)] = []
    var space = (count: 0, isOpen: false)
    for element in pattern.elements {
      switch element {
      case .units(let count, let isOpen): space = (count, isOpen)
      case .literal(let text):
        guard let operand = plain(text) else { continue }
        operands.append(operand)
        spaces.append(space)
        space = (0, false)
      case .glob(let glob):
        operands.append(.glob(glob))
        spaces.append(space)
        space = (0, false)
      }
    }
    return (
      operands,
      { chosen, span in
        zip(zip(chosen, chosen.dropFirst()), spaces.dropFirst()).allSatisfy { pair, space in
          let (end, start) = (pair.0.upperBound, pair.1.lowerBound)
          guard start >= end, space.isOpen ? start - end >= space.count : start - end == space.count
          else { return false }
          if start == end { return true }
          return (end..<start).allSatisfy { !span.gaps.contains($0) }
            && span.paragraphs[end - 1] == span.paragraphs[start]
        }
      }
    )
  }

  /// The matches of a leaf in the zones of one kind: every choice of one occurrence of each
  /// operand. Each group of words of a text matches by itself.
  func choices(of leaf: Query, _ article: Int, in part: RandomArticle.Part) -> [[Range<Int>]] {
    let span = ModelSpan(index.articles[article], part)
    switch leaf {
    case .sloppy(let text, let slop):
      return choices(operands(of: text), span, Self.isNear(slop))
    case .pattern(let pattern):
      let (operands, condition) = pieces(of: pattern)
      return choices(operands, span) { condition($0, span) }
    case .near(let proximity):
      return choices(proximity.operands.compactMap(operand), span) {
        Self.satisfies($0, proximity.kind, in: span)
      }
    case .text(let text):
      return Self.groups(of: index.analyzer.analyze(text.text)).flatMap { group in
        let whole = ModelOperand.phrase(ModelPhrase(numbers: index.number(group)))
        let part =
          group.count == 1 ? group[0].token.flatMap { WordPart.isWord($0) ? $0 : nil } : nil
        return choices([.any([whole] + (part.map { [.part($0)] } ?? []))], span) { _ in true }
      }
    default: return choices([operand(leaf)].compactMap(\.self), span) { _ in true }
    }
  }

  private func choices(
    _ operands: [ModelOperand], _ span: ModelSpan, _ holds: Condition
  ) -> [[Range<Int>]] {
    var found: [[Range<Int>]] = []
    if operands.isEmpty { return [] }
    _ = hasChoice(operands, span) { chosen in
      if holds(chosen) { found.append(chosen) }
      return false
    }
    return found
  }

  /// Returns true if a choice of one occurrence of each operand satisfies `holds`.
  private func hasChoice(
    _ operands: [ModelOperand], _ span: ModelSpan, _ holds: ([Range<Int>]) -> Bool
  ) -> Bool {
    let occurrences = operands.map { self.occurrences(of: $0, in: span) }
    func choose(_ chosen: [Range<Int>]) -> Bool {
      if chosen.count == occurrences.count { return holds(chosen) }
      return occurrences[chosen.count].contains { choose(chosen + [$0]) }
    }
    return choose([])
  }

  private static func isWithin(_ distance: Int, _ chosen: [Range<Int>]) -> Bool {
    var between = 0
    for (a, b) in zip(chosen, chosen.dropFirst()) {
      if b.lowerBound < a.upperBound { return false }
      between += b.lowerBound - a.upperBound
    }
    return between <= distance
  }

  // MARK: Regular expressions

  func hasMatch(_ pattern: String, _ article: Int, in parts: Set<RandomArticle.Part>) -> Bool {
    guard
      let expression = try? Regex(pattern).matchingSemantics(.unicodeScalar)
        .anchorsMatchLineEndings()
    else {
      return false
    }
    let article = index.articles[article]
    return article.zones.contains { zone in
      guard parts.contains(zone.part) else { return false }
      return String(decoding: article.text[zone.range], as: UTF8.self).firstMatch(of: expression)
        != nil
    }
  }
}
