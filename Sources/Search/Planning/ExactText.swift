import TextAnalysis

/// A sequence of units, and gaps between them, that has to occur exactly: the smallest thing that matching
/// knows.
struct ExactText: Hashable {
  /// What has to stand at a position.
  enum Element: Hashable {
    case han(Unicode.Scalar)
    /// A word or number; its UTF-8 is a range of `tokens`.
    case token(Range<Int>)
    /// A run of punctuation, whichever.
    case gap
  }

  /// Where in the article it has to stand.
  enum Zone: Hashable {
    case headlineOrBody
    case headline
    case body
    case tail

    var field: Field { self == .tail ? .tail : .main }
  }

  /// Begins and ends with a unit.
  let elements: [Element]
  /// The UTF-8 of the tokens, one after the other: no array of its own for Han text, nor a string for each.
  let tokens: [UInt8]
  let zone: Zone

  /// A term, and where it stands relative to the first element.
  struct Part {
    let term: [UInt8]
    let offset: UInt32
    /// Elements that it covers from there on.
    let units: Int
  }

  /// A character behind a gap that ends the text: it begins a gram, or stands at the end of a run.
  struct Ending {
    let gramPrefix: [UInt8]
    let edge: [UInt8]
    let offset: UInt32
  }

  /// How documents that contain the text are found.
  enum Plan {
    /// All terms at their places, and behind them perhaps one character more.
    case terms([Part], ending: Ending?)
    /// One character: it begins a gram, or stands at the end of a run.
    case character(gramPrefix: [UInt8], edge: [UInt8])
  }

  /// The terms that occur at their places exactly where the text does.
  ///
  /// Some of them suffice: those that together cover every unit, whose positions put them side by side. A run
  /// of one unit, between tokens or gaps, is its edge term: nothing else can stand there. A gap is a term
  /// with a position of its own. Behind a gap, the text's last unit may go on in the article as it likes.
  var plan: Plan {
    if elements.count == 1, case .han(let scalar) = elements[0] {
      return .character(
        gramPrefix: Term(kind: .gram, field: zone.field, scalars: [scalar]).bytes,
        edge: Term.edge(scalar, field: zone.field).bytes)
    }
    var parts: [Part] = []
    parts.reserveCapacity(elements.count)
    var ending: Ending?
    for index in elements.indices {
      switch elements[index] {
      case .gap: append(.boundary(.gap, field: zone.field), at: index, to: &parts)
      case .token(let range):
        append(Term(kind: .token, field: zone.field, utf8: tokens[range]), at: index, to: &parts)
      case .han(let scalar):
        if let next = hanScalar(at: index + 1) {
          append(.gram(scalar, next, field: zone.field), at: index, to: &parts)
        } else if hanScalar(at: index - 1) != nil {
          continue  // The gram before covers it.
        } else if index == elements.count - 1, elements[index - 1] == .gap {
          ending = Ending(
            gramPrefix: Term(kind: .gram, field: zone.field, scalars: [scalar]).bytes,
            edge: Term.edge(scalar, field: zone.field).bytes, offset: UInt32(index))
        } else {
          append(.edge(scalar, field: zone.field), at: index, to: &parts)
        }
      }
    }
    return .terms(parts, ending: ending)
  }

  /// The word that the text would be, which has no positions: what has it contains the text. nil of two units, and
  /// where not all are Han.
  var word: Term? {
    guard elements.count != 2 else { return nil }
    var scalars: [Unicode.Scalar] = []
    scalars.reserveCapacity(elements.count)
    for element in elements {
      guard case .han(let scalar) = element else { return nil }
      scalars.append(scalar)
    }
    return Term(kind: .word, field: zone.field, scalars: scalars)
  }

  private func append(_ term: Term, at offset: Int, to parts: inout [Part]) {
    parts.append(
      Part(term: term.bytes, offset: UInt32(offset), units: term.kind == .gram ? 2 : 1))
  }

  /// nil where something else or nothing stands.
  private func hanScalar(at index: Int) -> Unicode.Scalar? {
    guard elements.indices.contains(index), case .han(let scalar) = elements[index] else {
      return nil
    }
    return scalar
  }
}

extension ExactText {
  /// The units of a stretch of analyzed text with the gaps between them.
  init(_ units: Range<Int>, of text: borrowing AnalyzedText, zone: Zone) {
    var elements: [Element] = []
    elements.reserveCapacity(units.count)
    var tokens: [UInt8] = []
    var next = units.isEmpty ? 0 : text.units[units.lowerBound].position
    for index in units {
      let unit = text.units[index]
      if unit.position != next { elements.append(.gap) }
      next = unit.position + 1
      if unit.kind == .han {
        elements.append(.han(unit.scalar))
      } else {
        let start = tokens.count
        tokens += text.normalized[unit.text]
        elements.append(.token(start..<tokens.count))
      }
    }
    self.init(elements: elements, tokens: tokens, zone: zone)
  }
}
