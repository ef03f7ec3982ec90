import TextAnalysis

/// The texts of a query under construction, and the terms that find and rank them.
struct QueryTexts {
  /// The operators around a text.
  struct Context {
    var zone = ExactPhrase.Zone.titleOrBody
    /// True under a `NOT`: the text neither ranks nor is marked.
    var isExcluded = false
    var boost = 1.0
    /// True for an unquoted clause, which a partial match may lack.
    var isOptional = false
    /// True for an operand of a proximity clause or a piece of a pattern, of which only matches of
    /// the whole clause are marked.
    var isOperand = false

    var isMarked: Bool { !isExcluded && !isOperand }

    var ofOperand: Context {
      var context = self
      context.isOperand = true
      return context
    }
  }

  let analyzer: Analyzer
  private let vocabulary: Vocabulary
  private let dictionary: UserWords?
  private var terms = QueryTerms()
  private(set) var plans: [PhrasePlan] = []
  private var exactPhrases = DistinctElements<ExactPhrase>()
  private var planIndices: [Int] = []
  private var uses = DistinctElements<DictionaryUse>()

  init(_ analyzer: Analyzer, _ vocabulary: Vocabulary, _ dictionary: UserWords?, capacity: Int) {
    self.analyzer = analyzer
    self.vocabulary = vocabulary
    self.dictionary = dictionary
    plans.reserveCapacity(capacity)
  }

  var queryTerms: [QueryTerm] { terms.terms }
  var dictionaryUses: [DictionaryUse] { uses.elements }

  mutating func insertTag(_ utf8: ArraySlice<UInt8>) -> Int {
    terms.insert(.tag, utf8, field: .main)
  }

  /// Adds a text that must occur as written, except for its signs. Returns its readings, one of
  /// which must occur; empty for a text without units.
  mutating func insertExact(_ text: String, _ context: Context) -> [Int] {
    insertReadings(of: text, comparesSigns: false, context)
  }

  /// Adds a text that must occur as written, with its signs. Returns its readings.
  mutating func insertQuotation(_ text: String, _ context: Context) -> [Int] {
    insertReadings(of: text, comparesSigns: true, context)
  }

  private mutating func insertReadings(
    of text: String, comparesSigns: Bool, _ context: Context
  ) -> [Int] {
    let analyzed = analyzer.analyze(text)
    guard !analyzed.units.isEmpty else { return [] }
    rank(analyzed, context)
    return insertReadings(
      of: analyzed.units.indices, in: analyzed, comparesSigns: comparesSigns, context)
  }

  /// Adds the words of a quotation, each with its readings.
  mutating func insertWords(ofQuotation text: String, _ context: Context) -> [[Int]] {
    let analyzed = analyzer.analyze(text)
    if analyzed.units.isEmpty { return [] }
    rank(analyzed, context)
    return analyzed.exactGroups.map {
      insertReadings(of: $0, in: analyzed, comparesSigns: true, context)
    }
  }

  private mutating func insertReadings(
    of units: Range<Int>, in text: AnalyzedText, comparesSigns: Bool, _ context: Context
  ) -> [Int] {
    let readings = ExactPhrase.readings(
      of: units, in: text, zone: context.zone, comparesSigns: comparesSigns)
    return readings.map { insert($0, units, of: text, context) }
  }

  /// True when a text has signs, which only the stored text decides.
  func hasSigns(_ text: Int) -> Bool {
    if case .exact(let phrase) = plans[text].spelling { !phrase.signs.isEmpty } else { false }
  }

  private mutating func rank(_ text: AnalyzedText, _ context: Context) {
    if context.isExcluded { return }
    terms.rank(
      text, field: context.zone.field, isOptional: context.isOptional, boost: context.boost)
  }

  /// Adds a group of units of an unquoted clause, and ranks the part term of a word of letters.
  private mutating func insert(
    group: Range<Int>, of text: AnalyzedText, _ context: Context
  ) -> Int {
    let phrase = ExactPhrase(group: group, of: text, zone: context.zone)
    if !context.isExcluded, case .letters(let range) = phrase.elements[0] {
      let part = terms.insert(.part, phrase.tokens[range], field: context.zone.field)
      terms.rank(part, .part, isOptional: context.isOptional, boost: context.boost)
    }
    return insert(phrase, group, of: text, context)
  }

  private mutating func insert(
    _ units: Range<Int>, of text: AnalyzedText, _ context: Context
  ) -> Int {
    insert(ExactPhrase(units, of: text, zone: context.zone), units, of: text, context)
  }

  private mutating func insert(
    _ phrase: ExactPhrase, _ units: Range<Int>, of text: AnalyzedText, _ context: Context
  ) -> Int {
    let (index, isNew) = exactPhrases.insert(phrase)
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
          exactPhrases.elements[index], word: word, isMarked: context.isMarked, terms: &terms))
    } else if context.isMarked {
      plans[planIndices[index]].isMarked = true
    }
    return planIndices[index]
  }

  /// Marks texts wherever they occur.
  mutating func mark(_ texts: [Int]) {
    for text in texts { plans[text].isMarked = true }
  }

  /// Requires each word of an unquoted clause, or a synonym of the word. Nothing else uses the
  /// dictionary. Returns nil when the clause has no unit.
  mutating func requirement(ofWordsIn clause: String, _ context: Context) -> Requirement? {
    var text = analyzer.analyze(clause)
    guard !text.units.isEmpty else { return nil }
    dictionary?.mark(in: &text)
    rank(text, context)
    var group = text.exactGroup(from: 0)
    let first = insert(group: group, of: text, context)
    var alternatives: [Int: Requirement] = [:]
    alternatives[first] = synonyms(of: group, of: text, plan: first, context)
    if group.count == text.units.count { return alternatives[first] ?? .contains(first) }
    // A repeated word adds no requirement.
    var distinct = DistinctElements<Int>()
    distinct.insert(first)
    while group.upperBound < text.units.count {
      group = text.exactGroup(from: group.upperBound)
      let next = insert(group: group, of: text, context)
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
        word: text.text(ofUnits: word), synonyms: synonyms,
        isExcluded: context.isExcluded))
    if synonyms.isEmpty { return nil }
    var any = [Requirement.contains(plan)]
    for synonym in synonyms {
      var text = analyzer.analyze(synonym, segmentingWords: false)
      text.markWord(text.units.indices)
      rank(text, context)
      any.append(.contains(insert(text.units.indices, of: text, context)))
    }
    return .any(any)
  }

  /// True when every document that satisfies an unquoted clause has a ranking term of it. A single
  /// character may occur inside a longer word.
  func guaranteesTerm(_ requirement: Requirement) -> Bool {
    switch requirement {
    case .contains(let text): if case .character = plans[text].means { false } else { true }
    case .all(let requirements): requirements.contains(where: guaranteesTerm)
    case .any(let requirements): requirements.allSatisfy(guaranteesTerm)
    default: false
    }
  }

  /// - Throws: `QuerySyntaxError` when it matches too many words.
  mutating func insertWords(
    matching glob: [QueryPattern.GlobElement], at range: Range<Int>, _ context: Context
  ) throws(QuerySyntaxError) -> Int {
    let glob = Glob(folding: glob, by: analyzer)
    let found = vocabulary.words(
      in: context.zone.field, beginningWith: glob.prefix, where: glob.matches)
    return try insert(found, at: range, context)
  }

  /// Adds the words of which adjacent ASCII letters and digits of a text may be a part.
  ///
  /// - Throws: `QuerySyntaxError` when there are too many.
  mutating func insertWords(
    containing letters: String, at range: Range<Int>, _ context: Context
  ) throws(QuerySyntaxError) -> Int {
    let letters = LettersInWords(letters)
    let found = vocabulary.words(in: context.zone.field, beginningWith: [], where: letters.mayBeIn)
    return try insert(found, at: range, context)
  }

  /// - Throws: `QuerySyntaxError` when too many words are near.
  mutating func insertWords(
    near text: QueryText, edits: Int, _ context: Context
  ) throws(QuerySyntaxError) -> Int {
    let spelling = EditDistance(to: analyzer.folded(text.text), atMost: edits)
    let found = vocabulary.words(
      in: context.zone.field, beginningWith: [], steps: 1000, where: spelling.isNear)
    return try insert(found, at: text.range, context)
  }

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
    plans.append(PhrasePlan(words: words, zone: context.zone, isMarked: context.isMarked))
    return plans.count - 1
  }
}
