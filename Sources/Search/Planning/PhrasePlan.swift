import TextAnalysis

/// A plan for finding the documents that contain a text: an exact phrase, or one of the words that
/// a pattern matches. Terms are given by their index in the query's terms.
struct PhrasePlan {
  struct Part {
    let term: Int
    let offset: UInt32
    /// The number of elements that the term covers, starting at its offset.
    let units: Int
    /// True when the positions of the term are needed to confirm an occurrence.
    var isRead = true
  }

  struct Ending {
    let character: SingleCharacter
    let offset: UInt32
  }

  /// The terms that contain a single character: it starts a gram, or it is an edge term at the end
  /// of a Han sequence.
  struct SingleCharacter {
    let gramPrefix: [UInt8]
    let edge: [UInt8]

    init(_ scalar: Unicode.Scalar, in field: Field) {
      gramPrefix = Term(kind: .gram, field: field, scalars: [scalar]).bytes
      edge = Term.edge(scalar, field: field).bytes
    }
  }

  enum Means {
    case terms([Part], ending: Ending?)
    case character(SingleCharacter)
    case anyTerm([Int])
  }

  /// The text, in the form in which an analyzed article is searched for it.
  enum Spelling {
    case exact(ExactPhrase)
    /// The UTF-8 of words of other scripts than Chinese.
    case words(Set<[UInt8]>)
  }

  let spelling: Spelling
  let zone: ExactPhrase.Zone
  let means: Means
  /// A word term equal to the text. It has no positions, but a document that has it contains the
  /// text. Nil when there is none, or when the zone is part of a field.
  let word: Int?
  /// True when the text is marked wherever it occurs: it occurs in the query outside exclusions,
  /// proximity clauses and patterns.
  var isMarked: Bool

  init(_ text: ExactPhrase, word: Int?, isMarked: Bool, terms: inout QueryTerms) {
    spelling = .exact(text)
    zone = text.zone
    means = Self.means(text, &terms)
    self.word = zone == .titleOrBody || zone == .tail ? word : nil
    self.isMarked = isMarked
  }

  init(words: [(term: Int, spelling: [UInt8])], zone: ExactPhrase.Zone, isMarked: Bool) {
    self.zone = zone
    means = .anyTerm(words.map(\.term))
    spelling = .words(Set(words.map(\.spelling)))
    word = nil
    self.isMarked = isMarked
  }

  var length: UInt32 {
    if case .exact(let text) = spelling { UInt32(text.elements.count) } else { 1 }
  }

  /// One or two terms of which a document has one exactly when it contains the text; nil for other
  /// texts. A word of letters has two: itself, and the beginning of longer words.
  var sufficientTerms: [Int]? {
    guard zone == .titleOrBody || zone == .tail else { return nil }
    switch means {
    case .terms(let parts, ending: nil) where parts.count == 1: return [parts[0].term]
    case .anyTerm(let terms) where terms.count <= 2: return terms
    default: return nil
    }
  }

  /// Chooses terms whose offsets all match exactly where the text occurs.
  ///
  /// A Han sequence of one unit, between tokens or gaps, is its edge term, because no other unit
  /// can touch it. A unit after a final gap may be followed by any text in the article.
  private static func means(_ text: ExactPhrase, _ terms: inout QueryTerms) -> Means {
    let elements = text.elements
    let field = text.zone.field
    if elements.count == 1, case .han(let scalar) = elements[0] {
      return .character(SingleCharacter(scalar, in: field))
    }
    if elements.count == 1, case .letters(let range) = elements[0] {
      let letters = text.tokens[range]
      return .anyTerm([
        terms.insert(.token, letters, field: field), terms.insert(.part, letters, field: field),
      ])
    }
    var parts: [Part] = []
    parts.reserveCapacity(elements.count)
    var ending: Ending?
    func append(_ term: Int, at index: Int, units: Int = 1) {
      parts.append(Part(term: term, offset: UInt32(index), units: units))
    }
    for index in elements.indices {
      switch elements[index] {
      case .gap: append(terms.insert(.boundary(.gap, in: field)), at: index)
      case .token(let range), .letters(let range):
        append(terms.insert(.token, text.tokens[range], field: field), at: index)
      case .han(let scalar):
        if let next = text.hanScalar(at: index + 1) {
          append(terms.insert(.gram(scalar, next, in: field)), at: index, units: 2)
        } else if text.hanScalar(at: index - 1) != nil {
          continue  // The previous gram covers it.
        } else if index == elements.count - 1, elements[index - 1] == .gap {
          ending = Ending(character: SingleCharacter(scalar, in: field), offset: UInt32(index))
        } else {
          append(terms.insert(.edge(scalar, in: field)), at: index)
        }
      }
    }
    return .terms(parts, ending: ending)
  }
}
