import TextAnalysis

/// The texts of a query under construction, and the terms that find and rank them.
struct QueryTexts {
  /// The properties of the enclosing query that apply to a part of it.
  struct Context {
    var zone = ExactPhrase.Zone.titleOrBody
    var isExcluded = false
    var boost = 1.0
    /// True when a partial match may drop the part.
    var isOptional = false
    /// True when the part is a piece of a pattern.
    var isPiece = false
  }

  let analyzer: Analyzer
  private let vocabulary: Vocabulary
  private let dictionary: UserWords?
  private var terms = QueryTerms()
  private(set) var plans: [PhrasePlan] = []
  private var exactPhrases = DistinctElements<ExactPhrase>()
  /// The index in `plans` of each exact phrase.
  private var planIndices: [Int] = []
  private var uses = DistinctElements<DictionaryUse>()

  /// - Parameter dictionary: the user's words and synonyms; nil for none.
  init(_ analyzer: Analyzer, _ vocabulary: Vocabulary, _ dictionary: UserWords?, capacity: Int) {
    self.analyzer = analyzer
    self.vocabulary = vocabulary
    self.dictionary = dictionary
    plans.reserveCapacity(capacity)
  }

  var queryTerms: [QueryTerm] { terms.terms }
  var dictionaryUses: [DictionaryUse] { uses.elements }

  /// - Returns: the index of the tag's term.
  mutating func insertTag(_ utf8: ArraySlice<UInt8>) -> Int {
    terms.insert(.tag, utf8, field: .main)
  }

  // MARK: Exact texts

  /// Adds a text that must occur as written, and its ranking terms.
  ///
  /// - Returns: the index of its plan, or nil when the text has no unit.
  mutating func insertExact(_ text: String, _ context: Context) -> Int? {
    let analyzed = analyzer.analyze(text)
    guard !analyzed.units.isEmpty else { return nil }
    rank(analyzed, context)
    return insert(analyzed.units.indices, of: analyzed, context)
  }

  /// Adds each word of a text, and its ranking terms.
  ///
  /// - Returns: the indices of the plans.
  mutating func insertWords(of text: String, _ context: Context) -> [Int] {
    let analyzed = analyzer.analyze(text)
    if analyzed.units.isEmpty { return [] }
    rank(analyzed, context)
    return analyzed.exactGroups.map { insert($0, of: analyzed, context) }
  }

  /// Adds the ranking terms of a text that is not excluded.
  private mutating func rank(_ text: AnalyzedText, _ context: Context) {
    if context.isExcluded { return }
    terms.rank(
      text, field: context.zone.field, isOptional: context.isOptional, boost: context.boost)
  }

  /// Adds some units of a text as an exact phrase. Highlighters mark it unless it is excluded.
  ///
  /// - Returns: the index of its plan.
  private mutating func insert(
    _ units: Range<Int>, of text: AnalyzedText, _ context: Context
  ) -> Int {
    let (index, isNew) = exactPhrases.insert(ExactPhrase(units, of: text, zone: context.zone))
    if isNew {
      // An excluded text does not rank, so its word term would be looked up for nothing else.
      let isWord =
        !context.isExcluded && units.count != 2 && text.units[units.lowerBound].kind == .han
        && text.word(from: units.lowerBound) == units
      let word =
        isWord ? terms.insert(.word, text.utf8(ofUnits: units), field: context.zone.field) : nil
      planIndices.append(plans.count)
      plans.append(
        PhrasePlan(
          exactPhrases.elements[index], word: word, isExcluded: context.isExcluded,
          isPiece: context.isPiece, terms: &terms))
    } else if !context.isExcluded {
      plans[planIndices[index]].isExcluded = false
      if !context.isPiece { plans[planIndices[index]].isPiece = false }
    }
    return planIndices[index]
  }

  // MARK: Unquoted clauses

  /// Requires each word of an unquoted clause, or a synonym of the word. The user's dictionary is
  /// applied here and nowhere else.
  ///
  /// - Returns: nil when the clause has no unit.
  mutating func requirement(ofWordsIn clause: String, _ context: Context) -> Requirement? {
    var text = analyzer.analyze(clause)
    guard !text.units.isEmpty else { return nil }
    dictionary?.mark(in: &text)
    rank(text, context)
    var group = text.exactGroup(from: 0)
    let first = insert(group, of: text, context)
    // The requirements of words that have synonyms, by plan.
    var alternatives: [Int: Requirement] = [:]
    alternatives[first] = synonyms(of: group, of: text, plan: first, context)
    if group.count == text.units.count { return alternatives[first] ?? .contains(first) }
    // A repeated word adds no requirement.
    var distinct = DistinctElements<Int>()
    distinct.insert(first)
    while group.upperBound < text.units.count {
      group = text.exactGroup(from: group.upperBound)
      let next = insert(group, of: text, context)
      if distinct.insert(next).isNew {
        alternatives[next] = synonyms(of: group, of: text, plan: next, context)
      }
    }
    let all = distinct.elements.map { alternatives[$0] ?? .contains($0) }
    return all.count == 1 ? all[0] : .all(all)
  }

  /// Requires a word or any of its synonyms, whose terms rank as well. Nil when the word has none.
  private mutating func synonyms(
    of word: Range<Int>, of text: AnalyzedText, plan: Int, _ context: Context
  ) -> Requirement? {
    guard let synonyms = dictionary?.synonyms(of: word, of: text) else { return nil }
    uses.insert(
      DictionaryUse(
        word: text.text(ofUnits: word), synonyms: synonyms.map(\.spelling),
        isExcluded: context.isExcluded))
    if synonyms.isEmpty { return nil }
    var any = [Requirement.contains(plan)]
    for synonym in synonyms {
      rank(synonym.text, context)
      any.append(.contains(insert(synonym.text.units.indices, of: synonym.text, context)))
    }
    return .any(any)
  }

  /// True when every document that satisfies an unquoted clause has a ranking term of it. A single
  /// character does not guarantee that, since it may occur inside a longer word.
  func guaranteesTerm(_ requirement: Requirement) -> Bool {
    switch requirement {
    case .contains(let text): if case .character = plans[text].means { false } else { true }
    case .all(let requirements): requirements.contains(where: guaranteesTerm)
    case .any(let requirements): requirements.allSatisfy(guaranteesTerm)
    default: false
    }
  }

  // MARK: Words of the index

  /// Adds the words of the index that a glob matches.
  ///
  /// - Returns: the index of the plan.
  /// - Throws: `QuerySyntaxError` when it matches too many words.
  mutating func insertWords(
    matching glob: [QueryPattern.GlobElement], at range: Range<Int>, _ context: Context
  ) throws(QuerySyntaxError) -> Int {
    let glob = Glob(folding: glob, by: analyzer)
    let found = vocabulary.words(
      in: context.zone.field, beginningWith: glob.prefix, where: glob.matches)
    return try insert(found, at: range, context)
  }

  /// Adds the words of the index within an edit distance of a word.
  ///
  /// - Returns: the index of the plan.
  /// - Throws: `QuerySyntaxError` when too many words are near.
  mutating func insertWords(
    near text: QueryText, edits: Int, _ context: Context
  ) throws(QuerySyntaxError) -> Int {
    let spelling = EditDistance(to: analyzer.folded(text.text), atMost: edits)
    let found = vocabulary.words(
      in: context.zone.field, beginningWith: [], where: spelling.isNear)
    return try insert(found, at: text.range, context)
  }

  /// - Parameter found: nil for too many words.
  private mutating func insert(
    _ found: [[UInt8]]?, at range: Range<Int>, _ context: Context
  ) throws(QuerySyntaxError) -> Int {
    guard let found else {
      throw QuerySyntaxError(
        message: "matches more than \(Vocabulary.maxWords) words", range: range,
        kind: .tooManyWords)
    }
    let words = found.map { spelling in
      (term: terms.insert(.token, spelling[...], field: context.zone.field), spelling: spelling)
    }
    if !context.isExcluded, words.count <= Vocabulary.maxRankedWords {
      for word in words { terms.rank(word.term, .token, isOptional: false, boost: context.boost) }
    }
    plans.append(
      PhrasePlan(
        words: words, zone: context.zone, isExcluded: context.isExcluded,
        isPiece: context.isPiece))
    return plans.count - 1
  }
}
