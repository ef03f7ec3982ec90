import TextAnalysis

/// A term of a query, in the ranking or only to find documents by.
struct QueryTerm {
  let bytes: [UInt8]
  let field: Field
  /// In the ranking; 0 where it has none.
  var weight: Double
  /// What it is where it ranks.
  var roles: TermRoles = []
  /// Whether a clause has it that may be given up.
  var isBare: Bool
}

/// How much the terms of a query count.
///
/// Words and bigrams are scored together because they rank better than either alone: on CMRC2018 MRR@10 is
/// .978 against .969 for ICU's words and .968 for bigrams. The weight of a gram that straddles two words is
/// flat between 0.3 and 1 on seven collections; 0.5 is the best or within .002 of it on each.
enum RankingWeight {
  /// A gram that is an ICU word.
  static let wordGram = 2.0
  /// A gram inside a longer word.
  static let innerGram = 1.0
  /// A gram of which each half belongs to another word.
  static let straddlingGram = 0.5
  /// A word of one character, or of three or more.
  static let word = 1.0
  /// A word or number that is not Han.
  static let token = 2.0
}

/// The terms of a query, each once with its weights added up, in the order of first occurrence: spelled once, and
/// from then on known by their index.
struct QueryTerms {
  private(set) var terms: [QueryTerm] = []
  /// What tells them apart, at the same places.
  private var known = DistinctElements<Identity>()

  /// Terms of two characters at most are compared as numbers, and spelled only when they are new.
  private struct Identity: Hashable {
    /// Of a term that is spelled, 0.
    var key: UInt64 = 0
    var spelling: [UInt8] = []
  }

  /// Most queries have no more.
  private static var few: Int { 16 }

  init() { terms.reserveCapacity(Self.few) }

  /// Adds what ranks by the text of one clause; grams are formed within it only.
  ///
  /// - Parameters:
  ///   - isBare: whether the clause may be given up.
  ///   - boost: how much the clause counts.
  mutating func rank(_ text: AnalyzedText, field: Field, isBare: Bool, boost: Double = 1) {
    let units = text.units
    for index in units.indices.dropLast() where units[index].kind == .han {
      let (unit, next) = (units[index], units[index + 1])
      if unit.endsHanSequence { continue }
      let weight: Double
      let role: TermRoles
      if next.startsWord {
        (weight, role) = (RankingWeight.straddlingGram, .straddlingGram)
      } else if unit.startsWord, index + 2 == units.count || units[index + 2].startsWord {
        (weight, role) = (RankingWeight.wordGram, .wordGram)
      } else {
        (weight, role) = (RankingWeight.innerGram, .innerGram)
      }
      let gram = insert(.gram(unit.scalar, next.scalar, in: field))
      rank(gram, boost * weight, role, isBare)
    }
    var start = 0
    while start < units.count {
      let word = rankedWord(from: start, of: text)
      start = word.upperBound
      let isToken = units[word.lowerBound].kind == .token
      guard isToken || word.count != 2 else { continue }
      let term = insert(isToken ? .token : .word, text.utf8(ofUnits: word), field: field)
      rank(
        term, boost * (isToken ? RankingWeight.token : RankingWeight.word),
        isToken ? .token : .word, isBare)
    }
  }

  /// The word that begins with a unit, as far as an index may have it as a term: a user's word can mix scripts.
  private func rankedWord(from start: Int, of text: AnalyzedText) -> Range<Int> {
    let units = text.units
    var end = start + 1
    if units[start].kind == .token { return start..<end }
    while end < units.count, !units[end].startsWord, units[end].kind == .han { end += 1 }
    return start..<end
  }

  mutating func rank(_ index: Int, _ weight: Double, _ role: TermRoles, _ isBare: Bool) {
    terms[index].weight += weight
    terms[index].roles.insert(role)
    if isBare { terms[index].isBare = true }
  }

  /// - Returns: the index of a gram, an edge or a boundary.
  mutating func insert(_ key: TermKey) -> Int {
    let (place, isNew) = known.insert(Identity(key: key.rawValue))
    if isNew { append(Term(unspelled: key)) }
    return place
  }

  /// - Returns: the index of a word or token.
  mutating func insert(_ kind: TermKind, _ utf8: ArraySlice<UInt8>, field: Field) -> Int {
    let term = Term(kind: kind, field: field, utf8: utf8)
    let (place, isNew) = known.insert(Identity(spelling: term.bytes))
    if isNew { append(term) }
    return place
  }

  private mutating func append(_ term: Term) {
    terms.append(QueryTerm(bytes: term.bytes, field: term.field, weight: 0, isBare: false))
  }
}
