import TextAnalysis

/// Turns parsed queries into plans.
///
/// An unquoted clause requires that each of its ICU words occurs exactly as written, with neighbouring words
/// of one character joined (疫|情 is 疫情, 张|桂|梅 is 张桂梅): ICU's dictionary lacks names and new words, and cuts
/// them into characters that mean little each for itself. Ranking terms come from everything that is not
/// excluded. Only clauses that stand side by side at the top may be given up for partial matches: quotes,
/// fields, operators and filters say what must be.
struct QueryPlanner {
  let analyzer: Analyzer
  let vocabulary: Vocabulary
  /// Whether a regular expression may be looked for in all documents.
  let mayScan: Bool
  /// The user's; nil to do without.
  let dictionary: UserWords?
  private var dictionaryUses = DistinctElements<DictionaryUse>()
  var terms = QueryTerms()
  /// In the order of the query.
  private var exactTexts = DistinctElements<ExactPhrase>()
  /// Of the exact texts, by place, where their plans are.
  private var exactPlaces: [Int] = []
  var texts: [PhrasePlan] = []
  var proximities: [ProximityPlan] = []
  var expressions: [ExpressionPlan] = []

  /// What holds for a part of the query.
  struct Context {
    var zone = ExactPhrase.Zone.titleOrBody
    var isExcluded = false
    var boost = 1.0
    /// Whether it may be given up.
    var isBare = false
    /// Whether it is a piece of a pattern.
    var isPiece = false
  }

  private init(
    _ analyzer: Analyzer, _ vocabulary: Vocabulary, mayScan: Bool, _ dictionary: UserWords?
  ) {
    self.analyzer = analyzer
    self.vocabulary = vocabulary
    self.mayScan = mayScan
    self.dictionary = dictionary
  }

  /// - Parameters:
  ///   - mayScan: whether a regular expression may be looked for in all documents.
  ///   - dictionary: the user's words and synonyms.
  /// - Returns: nil when nothing in the query can be looked up.
  /// - Throws: `QuerySyntaxError` for what stands for too many words, or for a regular expression with nothing
  ///   to look up.
  static func plan(
    _ query: Query, filters: [Requirement], using analyzer: Analyzer, _ vocabulary: Vocabulary,
    mayScan: Bool = false, dictionary: UserWords? = nil
  ) throws(QuerySyntaxError) -> QueryPlan? {
    var planner = QueryPlanner(analyzer, vocabulary, mayScan: mayScan, dictionary)
    let clauses: [Query]
    if case .implicitAnd(let operands) = query { clauses = operands } else { clauses = [query] }
    // Clauses that may be given up, clauses that may not, and what only narrows the search.
    var bare: [Requirement] = []
    bare.reserveCapacity(clauses.count)
    planner.texts.reserveCapacity(clauses.count)
    var firm: [Requirement] = []
    var narrowing = filters
    var characters: [Requirement] = []
    var findsDocuments = false
    for clause in clauses {
      if let (text, boost) = clause.bareText {
        let context = Context(boost: boost, isBare: true)
        guard let requirement = planner.words(of: text, context) else { continue }
        findsDocuments = true
        bare.append(requirement)
        if !planner.asksForTerm(requirement) { characters.append(requirement) }
      } else if let requirement = try planner.requirement(of: clause, Context()) {
        findsDocuments = findsDocuments || requirement.findsDocuments
        switch clause {
        case .source, .date, .tag, .id, .not, .everything: narrowing.append(requirement)
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
      terms: terms, texts: planner.texts, proximities: planner.proximities,
      expressions: planner.expressions,
      strict: .all(Self.joined(Self.joined(firm, bare), narrowing)),
      partial: bare.isEmpty
        ? nil
        : LooseRequirement(
          must: Self.joined(firm, narrowing), terms: bareTerms, alternatives: characters),
      loose: LooseRequirement(
        must: narrowing, terms: bareTerms, alternatives: Self.joined(firm, characters)),
      dictionaryUses: planner.dictionaryUses.elements)
  }

  /// Whether every document that satisfies what an unquoted clause requires has a ranking term of it: a character by
  /// itself is none where it stands inside a longer word.
  private func asksForTerm(_ requirement: Requirement) -> Bool {
    switch requirement {
    case .contains(let text): if case .character = texts[text].means { false } else { true }
    case .all(let requirements): requirements.contains(where: asksForTerm)
    case .any(let requirements): requirements.allSatisfy(asksForTerm)
    default: false
    }
  }

  /// The first and then the second; when there is only one of them, it is not copied.
  private static func joined(_ first: [Requirement], _ second: [Requirement]) -> [Requirement] {
    first.isEmpty ? second : second.isEmpty ? first : first + second
  }

  /// Each word of an unquoted text, as written, or a synonym of it. This is where the user's dictionary comes in, and
  /// the only place.
  mutating func words(of clause: QueryText, _ context: Context) -> Requirement? {
    var text = analyzer.analyze(clause.text)
    guard !text.units.isEmpty else { return nil }
    dictionary?.mark(in: &text)
    rank(text, context)
    var group = Self.exactGroup(from: 0, of: text)
    let first = exactText(group, of: text, context)
    // Of those that have synonyms, by text.
    var alternatives: [Int: Requirement] = [:]
    alternatives[first] = synonyms(of: group, of: text, orText: first, context)
    if group.count == text.units.count { return alternatives[first] ?? .contains(first) }
    // A word that comes again asks for nothing more.
    var distinct = DistinctElements<Int>()
    distinct.insert(first)
    while group.upperBound < text.units.count {
      group = Self.exactGroup(from: group.upperBound, of: text)
      let next = exactText(group, of: text, context)
      if distinct.insert(next).isNew {
        alternatives[next] = synonyms(of: group, of: text, orText: next, context)
      }
    }
    let all = distinct.elements.map { alternatives[$0] ?? .contains($0) }
    return all.count == 1 ? all[0] : .all(all)
  }

  /// The text that a word is, or any of its synonyms, whose terms rank as well; nil where it has none.
  private mutating func synonyms(
    of word: Range<Int>, of text: AnalyzedText, orText place: Int, _ context: Context
  ) -> Requirement? {
    guard let synonyms = dictionary?.synonyms(of: word, of: text) else { return nil }
    dictionaryUses.insert(
      DictionaryUse(
        word: text.text(ofUnits: word), synonyms: synonyms.map(\.spelling),
        isExcluded: context.isExcluded))
    if synonyms.isEmpty { return nil }
    var any = [Requirement.contains(place)]
    for synonym in synonyms {
      rank(synonym.text, context)
      any.append(
        .contains(exactText(synonym.text.units.indices, of: synonym.text, context)))
    }
    return .any(any)
  }

  /// Adds what ranks by a text, unless it is excluded.
  mutating func rank(_ text: AnalyzedText, _ context: Context) {
    if context.isExcluded { return }
    terms.rank(text, field: context.zone.field, isBare: context.isBare, boost: context.boost)
  }

  /// A stretch of a text, to be highlighted unless it is excluded.
  ///
  /// - Returns: its index.
  mutating func exactText(
    _ units: Range<Int>, of text: AnalyzedText, _ context: Context
  ) -> Int {
    let exact = ExactPhrase(units, of: text, zone: context.zone)
    let (place, isNew) = exactTexts.insert(exact)
    if isNew {
      // What is excluded is not ranked, and its word not looked up for anything else.
      let isWord =
        !context.isExcluded && units.count != 2 && text.units[units.lowerBound].kind == .han
        && text.word(from: units.lowerBound) == units
      let word =
        isWord ? terms.insert(.word, text.utf8(ofUnits: units), field: context.zone.field) : nil
      exactPlaces.append(texts.count)
      texts.append(
        PhrasePlan(
          exact, word: word, isExcluded: context.isExcluded, isPiece: context.isPiece,
          terms: &terms))
    } else if !context.isExcluded {
      texts[exactPlaces[place]].isExcluded = false
      if !context.isPiece { texts[exactPlaces[place]].isPiece = false }
    }
    return exactPlaces[place]
  }

  /// The stretch of an unquoted clause that begins with a word and has to occur as written: the word, or a row of
  /// Han words of one character.
  ///
  /// - Precondition: `start` lies within the units, and a word starts there.
  static func exactGroup(from start: Int, of text: AnalyzedText) -> Range<Int> {
    var group = text.word(from: start)
    guard isCharacter(group, of: text) else { return group }
    while group.upperBound < text.units.count, !text.units[group.upperBound].startsHanSequence {
      let next = text.word(from: group.upperBound)
      guard isCharacter(next, of: text) else { break }
      group = start..<next.upperBound
    }
    return group
  }

  /// All of them, from the first unit to the last.
  static func exactGroups(of text: AnalyzedText) -> [Range<Int>] {
    var groups: [Range<Int>] = []
    var start = 0
    while start < text.units.count {
      let group = exactGroup(from: start, of: text)
      groups.append(group)
      start = group.upperBound
    }
    return groups
  }

  private static func isCharacter(_ word: Range<Int>, of text: AnalyzedText) -> Bool {
    word.count == 1 && text.units[word.lowerBound].kind == .han
  }
}
