import TextAnalysis

/// Turns parsed queries into plans.
///
/// An unquoted clause requires that each of its ICU words occurs exactly as written, with neighbouring words
/// of one character joined (疫|情 is 疫情, 张|桂|梅 is 张桂梅): ICU's dictionary lacks names and new words, and cuts
/// them into characters that mean little each for itself. Ranking terms come from everything that is not
/// excluded. Only clauses that stand side by side at the top may be given up for partial matches: quotes,
/// fields, operators and filters say what must be.
struct QueryPlanner {
  private let analyzer: Analyzer
  private var terms = QueryTerms()
  /// In the order of the query.
  private var texts = DistinctElements<ExactText>()
  /// Of the texts, at the same places.
  private var plans: [TextPlan] = []

  init(_ analyzer: Analyzer) {
    self.analyzer = analyzer
  }

  /// - Returns: nil when nothing in the query can be looked up.
  static func plan(
    _ query: Query, filters: [Requirement], using analyzer: Analyzer
  ) -> QueryPlan? {
    var planner = QueryPlanner(analyzer)
    let clauses: [Query]
    if case .implicitAnd(let operands) = query { clauses = operands } else { clauses = [query] }
    // Clauses that may be given up, clauses that may not, and what only narrows the search.
    var bare: [Requirement] = []
    bare.reserveCapacity(clauses.count)
    planner.plans.reserveCapacity(clauses.count)
    var firm: [Requirement] = []
    var narrowing = filters
    var characters: [Requirement] = []
    var findsDocuments = false
    for clause in clauses {
      if case .text(let text) = clause {
        let analyzed = analyzer.analyze(text.text)
        guard let requirement = planner.words(of: analyzed, isBare: true) else { continue }
        findsDocuments = true
        bare.append(requirement)
        // A character by itself is no ranking term where it stands inside a longer word.
        if analyzed.units.allSatisfy({ $0.startsRun && $0.endsRun }) {
          characters.append(requirement)
        }
      } else if let requirement = planner.requirement(of: clause) {
        findsDocuments = findsDocuments || requirement.findsDocuments
        switch clause {
        case .source, .date, .not: narrowing.append(requirement)
        default: firm.append(requirement)
        }
      }
    }
    guard findsDocuments else { return nil }
    let terms = planner.terms.terms
    var bareTerms: [Int] = []
    bareTerms.reserveCapacity(terms.count)
    for index in terms.indices where terms[index].isBare { bareTerms.append(index) }
    return QueryPlan(
      terms: terms, texts: planner.plans,
      strict: .all(Self.joined(Self.joined(firm, bare), narrowing)),
      partial: bare.isEmpty
        ? nil
        : LooseRequirement(
          must: Self.joined(firm, narrowing), terms: bareTerms, alternatives: characters),
      loose: LooseRequirement(
        must: narrowing, terms: bareTerms, alternatives: Self.joined(firm, characters)),
      highlights: planner.highlights)
  }

  private var highlights: [ExactText] {
    if !plans.contains(where: \.isExcluded) { return texts.elements }
    return plans.indices.filter { !plans[$0].isExcluded }.map { texts.elements[$0] }
  }

  /// The first and then the second; when there is only one of them, it is not copied.
  private static func joined(_ first: [Requirement], _ second: [Requirement]) -> [Requirement] {
    first.isEmpty ? second : second.isEmpty ? first : first + second
  }

  /// nil for a leaf without any unit, which asks for nothing.
  private mutating func requirement(
    of query: Query, zone: ExactText.Zone = .headlineOrBody, isExcluded: Bool = false
  ) -> Requirement? {
    switch query {
    case .text(let text):
      return words(of: analyzer.analyze(text.text), zone: zone, isExcluded: isExcluded)
    case .phrase(let text):
      let analyzed = analyzer.analyze(text.text)
      guard !analyzed.units.isEmpty else { return nil }
      if !isExcluded { terms.rank(analyzed, field: zone.field, isBare: false) }
      return .contains(
        exactText(analyzed.units.indices, of: analyzed, zone: zone, isExcluded: isExcluded))
    case .field(let field, let operand, at: _):
      let zone: ExactText.Zone =
        switch field {
        case .title: .headline
        case .body: .body
        case .tail: .tail
        }
      return requirement(of: operand, zone: zone, isExcluded: isExcluded)
    case .source(let name, at: _): return .source([name])
    case .date(let range, at: _): return .published(range)
    case .and(let operands), .implicitAnd(let operands):
      let all = operands.compactMap { requirement(of: $0, zone: zone, isExcluded: isExcluded) }
      return all.isEmpty ? nil : .all(all)
    case .or(let operands):
      let any = operands.compactMap { requirement(of: $0, zone: zone, isExcluded: isExcluded) }
      return any.isEmpty ? nil : .any(any)
    case .not(let operand):
      return requirement(of: operand, zone: zone, isExcluded: true).map { .not($0) }
    }
  }

  /// Each word of an unquoted text, as written.
  private mutating func words(
    of text: AnalyzedText, zone: ExactText.Zone = .headlineOrBody, isBare: Bool = false,
    isExcluded: Bool = false
  ) -> Requirement? {
    guard !text.units.isEmpty else { return nil }
    if !isExcluded { terms.rank(text, field: zone.field, isBare: isBare) }
    var group = Self.exactGroup(from: 0, of: text)
    let first = exactText(group, of: text, zone: zone, isExcluded: isExcluded)
    if group.count == text.units.count { return .contains(first) }
    // A word that comes again asks for nothing more.
    var distinct = DistinctElements<Int>()
    distinct.insert(first)
    while group.upperBound < text.units.count {
      group = Self.exactGroup(from: group.upperBound, of: text)
      distinct.insert(exactText(group, of: text, zone: zone, isExcluded: isExcluded))
    }
    let texts = distinct.elements
    return texts.count == 1 ? .contains(first) : .all(texts.map { .contains($0) })
  }

  /// A stretch of a text, to be highlighted unless it is excluded.
  ///
  /// - Returns: its index.
  private mutating func exactText(
    _ units: Range<Int>, of text: AnalyzedText, zone: ExactText.Zone, isExcluded: Bool
  ) -> Int {
    let exact = ExactText(units, of: text, zone: zone)
    let (place, isNew) = texts.insert(exact)
    if isNew {
      // What is excluded is not ranked, and its word not looked up for anything else.
      let isWord =
        !isExcluded && units.count != 2 && text.units[units.lowerBound].kind == .han
        && text.word(from: units.lowerBound) == units
      let word = isWord ? terms.insert(.word, text.utf8(ofUnits: units), field: zone.field) : nil
      plans.append(TextPlan(exact, word: word, isExcluded: isExcluded, terms: &terms))
    } else if !isExcluded {
      plans[place].isExcluded = false
    }
    return place
  }

  /// The stretch of an unquoted clause that begins with a word and has to occur as written: the word, or a row of
  /// Han words of one character.
  ///
  /// - Precondition: `start` lies within the units, and a word starts there.
  static func exactGroup(from start: Int, of text: AnalyzedText) -> Range<Int> {
    var group = text.word(from: start)
    guard isCharacter(group, of: text) else { return group }
    while group.upperBound < text.units.count, !text.units[group.upperBound].startsRun {
      let next = text.word(from: group.upperBound)
      guard isCharacter(next, of: text) else { break }
      group = start..<next.upperBound
    }
    return group
  }

  private static func isCharacter(_ word: Range<Int>, of text: AnalyzedText) -> Bool {
    word.count == 1 && text.units[word.lowerBound].kind == .han
  }
}
