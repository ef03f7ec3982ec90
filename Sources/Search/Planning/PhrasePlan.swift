import TextAnalysis

/// How documents that contain a text are found: by terms of the query, which are known by their index. The text is
/// exact, or one of the words that a pattern stands for.
struct PhrasePlan {
  /// A term, and where it stands relative to the first element.
  struct Part {
    let term: Int
    let offset: UInt32
    /// Elements that it covers from there on.
    let units: Int
    /// Whether its positions are needed to tell that the text occurs.
    var isRead = true
  }

  /// A character behind a gap that ends the text: it begins a gram, or stands at the end of a run.
  struct Ending {
    let gramPrefix: [UInt8]
    let edge: [UInt8]
    let offset: UInt32
  }

  enum Means {
    /// All terms at their places, and behind them perhaps one character more.
    case terms([Part], ending: Ending?)
    /// One character: it begins a gram, or stands at the end of a run.
    case character(gramPrefix: [UInt8], edge: [UInt8])
    /// One of some words.
    case anyTerm([Int])
  }

  /// What is looked for, as it is found in an analyzed article.
  enum Spelling {
    case exact(ExactPhrase)
    /// The UTF-8 of words that are not Chinese.
    case words(Set<[UInt8]>)
  }

  let spelling: Spelling
  let zone: ExactPhrase.Zone
  let means: Means
  /// The word that the text is, a term without positions: a document that has it contains the text. nil where there
  /// is none, and where it does not suffice.
  let word: Int?
  /// Whether it is only asked for not to occur.
  var isExcluded: Bool
  /// Whether it is only asked for as a piece of a pattern, which is shown as a whole.
  var isPiece: Bool

  /// - Parameters:
  ///   - word: the text as a word that is not of two units.
  ///   - terms: receives the text's terms.
  init(
    _ text: ExactPhrase, word: Int?, isExcluded: Bool, isPiece: Bool, terms: inout QueryTerms
  ) {
    spelling = .exact(text)
    zone = text.zone
    self.isPiece = isPiece
    means = Self.means(text, &terms)
    self.word = zone == .titleOrBody || zone == .tail ? word : nil
    self.isExcluded = isExcluded
  }

  /// - Parameter words: terms with what they spell.
  init(
    words: [(term: Int, spelling: [UInt8])], zone: ExactPhrase.Zone, isExcluded: Bool, isPiece: Bool
  ) {
    self.zone = zone
    means = .anyTerm(words.map(\.term))
    spelling = .words(Set(words.map(\.spelling)))
    word = nil
    self.isExcluded = isExcluded
    self.isPiece = isPiece
  }

  /// Positions that an occurrence takes.
  var length: UInt32 {
    if case .exact(let text) = spelling { UInt32(text.elements.count) } else { 1 }
  }

  /// The only term, where every document that has it contains the text.
  var onlyTerm: Int? {
    guard case .terms(let parts, ending: nil) = means, parts.count == 1,
      zone == .titleOrBody || zone == .tail
    else { return nil }
    return parts[0].term
  }

  /// The terms that occur at their places exactly where the text does.
  ///
  /// Some of them suffice: those that together cover every unit, whose positions put them side by side. A run
  /// of one unit, between tokens or gaps, is its edge term: nothing else can stand there. A gap is a term
  /// with a position of its own. Behind a gap, the text's last unit may go on in the article as it likes.
  private static func means(_ text: ExactPhrase, _ terms: inout QueryTerms) -> Means {
    let elements = text.elements
    let field = text.zone.field
    if elements.count == 1, case .han(let scalar) = elements[0] {
      return .character(
        gramPrefix: Term(kind: .gram, field: field, scalars: [scalar]).bytes,
        edge: Term.edge(scalar, field: field).bytes)
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
      case .token(let range):
        append(terms.insert(.token, text.tokens[range], field: field), at: index)
      case .han(let scalar):
        if let next = text.hanScalar(at: index + 1) {
          append(terms.insert(.gram(scalar, next, in: field)), at: index, units: 2)
        } else if text.hanScalar(at: index - 1) != nil {
          continue  // The gram before covers it.
        } else if index == elements.count - 1, elements[index - 1] == .gap {
          ending = Ending(
            gramPrefix: Term(kind: .gram, field: field, scalars: [scalar]).bytes,
            edge: Term.edge(scalar, field: field).bytes, offset: UInt32(index))
        } else {
          append(terms.insert(.edge(scalar, in: field)), at: index)
        }
      }
    }
    return .terms(parts, ending: ending)
  }
}
