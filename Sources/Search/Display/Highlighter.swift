public import TextAnalysis

/// The texts, proximity clauses and expressions of a query whose matches are shown. It compares
/// units like the index, so it marks the occurrences that the search found.
///
/// A text outside all proximity clauses is marked wherever it occurs. An operand of a proximity
/// clause is marked only where it takes part in a match of the clause. Excluded clauses have no
/// matches, and neither have the branches of `OR` and of `n of` that the article does not satisfy.
public struct Highlighter: Sendable {
  /// A text of the query. `TextMatch.text` is its index.
  struct Text {
    let zone: ExactPhrase.Zone
    /// See `PhrasePlan.isMarked`.
    let isMarked: Bool
  }

  let texts: [Text]
  let proximities: [ProximityPlan]
  let expressions: [ExpressionPlan]
  /// The number of the first expression, as in `TextMatch.text`.
  var firstExpression: Int { texts.count + proximities.count }
  /// See `QueryPlan.marking`.
  let marking: Requirement?
  /// The requirement of each clause that the stored text confirms.
  let confirmations: [Requirement]
  let finder: TextFinder
  private let terms: [QueryTerm]

  /// Creates a highlighter that marks nothing.
  public init() {
    (texts, proximities, expressions, terms) = ([], [], [], [])
    (marking, confirmations) = (nil, [])
    finder = TextFinder([])
  }

  init(_ plan: QueryPlan) {
    texts = plan.texts.map { Text(zone: $0.zone, isMarked: $0.isMarked) }
    marking = plan.marking
    // Only a branch may depend on an excluded clause.
    let isWhole = plan.marking != nil
    proximities = isWhole ? plan.proximities : plan.proximities.filter { !$0.isExcluded }
    expressions = isWhole ? plan.expressions : plan.expressions.filter { !$0.isExcluded }
    confirmations = plan.confirmations.map(\.needs)
    terms = plan.terms
    let operands = Set(proximities.flatMap { $0.operands.joined() })
    finder = TextFinder(
      plan.texts.enumerated().compactMap { number, text in
        text.isMarked || operands.contains(number) || plan.marking != nil
          ? TextFinder.Wanted(spelling: text.spelling, zone: text.zone, number: number) : nil
      })
  }

  private init(_ phrases: [ExactPhrase]) {
    texts = phrases.map { Text(zone: $0.zone, isMarked: true) }
    (proximities, expressions, terms) = ([], [], [])
    (marking, confirmations) = (nil, [])
    finder = TextFinder(
      phrases.enumerated().map { number, phrase in
        TextFinder.Wanted(spelling: .exact(phrase), zone: phrase.zone, number: number)
      })
  }

  /// True when the query searches a zone.
  public func covers(_ zone: TextZone) -> Bool {
    texts.contains { ($0.isMarked || marking != nil) && $0.zone.covers(zone) }
      || proximities.contains { !$0.isExcluded && $0.zone.covers(zone) }
      || expressions.contains { !$0.isExcluded && $0.zone.covers(zone) }
  }

  /// The matches of all texts of the query in one zone, in order. Matches may overlap.
  ///
  /// - Parameter text: one analyzed zone; its words are not needed.
  /// - Complexity: O(units · texts with the same first character), and as `QueryMatches` for
  ///   proximity clauses.
  public func matches(in text: AnalyzedText, zone: TextZone) -> [TextMatch] {
    var collector = MatchCollector(self)
    collector.add(text, zone: zone, at: 0)
    return collector.finish().marks
  }

  /// A highlighter of the grams, words and tokens that rank and that a partial match may lack; nil
  /// when there are none.
  public var ofPartialMatches: Highlighter? {
    let phrases = terms.filter(\.isOptional).compactMap(Self.phrase)
    return phrases.isEmpty ? nil : Highlighter(phrases)
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
    case .edge, .boundary, .tag, .field: return nil
    }
  }
}

extension PlannedQuery {
  /// A highlighter of the texts of the query.
  public var highlighter: Highlighter { Highlighter(plan) }
}
