public import TextAnalysis

/// A part of an article that can be highlighted.
public enum TextZone: Sendable {
  case headline
  case body
  case tail
}

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
  private let texts: [ExactText]
  private let terms: [QueryTerm]

  /// Highlights nothing.
  public init() {
    texts = []
    terms = []
  }

  init(_ plan: QueryPlan) {
    texts = plan.highlights
    terms = plan.terms
  }

  /// Every occurrence of the texts the query asked for, in order; they may overlap.
  ///
  /// - Parameter text: one zone, as analyzed; words are not needed.
  /// - Complexity: O(units · texts that begin with the same unit).
  public func matches(in text: AnalyzedText, zone: TextZone) -> [TextMatch] {
    Self.occurrences(of: texts, in: text, zone: zone)
  }

  /// Every occurrence of the grams and tokens that score: what there is to show of a partial match.
  public func partialMatches(in text: AnalyzedText, zone: TextZone) -> [TextMatch] {
    Self.occurrences(of: terms.compactMap(Self.part), in: text, zone: zone)
  }

  /// A ranking term as a text; nil for terms that say little by themselves.
  private static func part(_ ranking: QueryTerm) -> ExactText? {
    guard ranking.weight >= RankingWeight.innerGram, let term = Term(bytes: ranking.bytes) else {
      return nil
    }
    let zone: ExactText.Zone = ranking.field == .tail ? .tail : .headlineOrBody
    switch term.kind {
    case .token:
      let text = Array(term.text.utf8)
      return ExactText(elements: [.token(0..<text.count)], tokens: text, zone: zone)
    case .gram, .word:
      return ExactText(
        elements: term.text.unicodeScalars.map { .han($0) }, tokens: [], zone: zone)
    case .edge, .boundary: return nil
    }
  }

  private static func occurrences(
    of texts: [ExactText], in analyzed: AnalyzedText, zone: TextZone
  ) -> [TextMatch] {
    var byFirst: [Unicode.Scalar: [Int]] = [:]
    for (index, text) in texts.enumerated() where covers(text.zone, zone) {
      guard let first = firstScalar(of: text) else { continue }
      byFirst[first, default: []].append(index)
    }
    var found: [TextMatch] = []
    for (start, unit) in analyzed.units.enumerated() {
      guard let candidates = byFirst[unit.scalar] else { continue }
      for index in candidates {
        guard let end = end(of: texts[index], from: start, in: analyzed) else { continue }
        found.append(
          TextMatch(
            range: unit.source.lowerBound..<analyzed.units[end].source.upperBound, text: index))
      }
    }
    return found
  }

  private static func covers(_ wanted: ExactText.Zone, _ zone: TextZone) -> Bool {
    switch (wanted, zone) {
    case (.headlineOrBody, .headline), (.headlineOrBody, .body): true
    case (.headline, .headline), (.body, .body), (.tail, .tail): true
    default: false
    }
  }

  private static func firstScalar(of text: ExactText) -> Unicode.Scalar? {
    switch text.elements[0] {
    case .han(let scalar): scalar
    case .token(let range): String(decoding: text.tokens[range], as: UTF8.self).unicodeScalars.first
    case .gap: nil
    }
  }

  /// The last unit of an occurrence that begins with a given one; nil when there is none.
  private static func end(
    of wanted: ExactText, from start: Int, in text: AnalyzedText
  ) -> Int? {
    var index = start
    var position = text.units[start].position
    for element in wanted.elements {
      if element == .gap {
        // A position that no unit takes, inside one text, is a gap.
        position += 1
        continue
      }
      guard index < text.units.count, text.units[index].position == position else { return nil }
      switch element {
      case .han(let scalar):
        guard text.units[index].kind == .han, text.units[index].scalar == scalar else { return nil }
      case .token(let range):
        let unit = text.units[index]
        guard unit.kind == .token, text.normalized[unit.text] == wanted.tokens[range] else {
          return nil
        }
      case .gap: return nil
      }
      index += 1
      position += 1
    }
    return index - 1
  }
}
