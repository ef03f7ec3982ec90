import TextAnalysis

/// A sequence of units, and gaps between them, that has to occur exactly: the smallest thing that matching
/// knows.
struct ExactPhrase: Hashable {
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
    case titleOrBody
    case title
    case body
    case tail

    var field: Field { self == .tail ? .tail : .main }
  }

  /// Begins and ends with a unit.
  let elements: [Element]
  /// The UTF-8 of the tokens, one after the other: no array of its own for Han text, nor a string for each.
  let tokens: [UInt8]
  let zone: Zone

  /// nil where something else or nothing stands.
  func hanScalar(at index: Int) -> Unicode.Scalar? {
    guard elements.indices.contains(index), case .han(let scalar) = elements[index] else {
      return nil
    }
    return scalar
  }
}

extension ExactPhrase {
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

extension ExactPhrase.Zone {
  init(_ zone: TextZone) {
    switch zone {
    case .title: self = .title
    case .body: self = .body
    case .tail: self = .tail
    }
  }

  /// Returns true when a search in this zone looks into a part of the article.
  func covers(_ zone: TextZone) -> Bool {
    switch (self, zone) {
    case (.titleOrBody, .title), (.titleOrBody, .body): true
    case (.title, .title), (.body, .body), (.tail, .tail): true
    default: false
    }
  }
}

extension ExactPhrase {
  /// What an occurrence begins with; nil where that is a gap.
  var firstScalar: Unicode.Scalar? {
    switch elements[0] {
    case .han(let scalar): scalar
    case .token(let range): String(decoding: tokens[range], as: UTF8.self).unicodeScalars.first
    case .gap: nil
    }
  }

  /// The last unit of an occurrence that begins with a given one; nil when there is none. Zones do not matter.
  func end(from start: Int, in text: AnalyzedText) -> Int? {
    var index = start
    var position = text.units[start].position
    for element in elements {
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
        guard unit.kind == .token, text.normalized[unit.text] == tokens[range] else { return nil }
      case .gap: return nil
      }
      index += 1
      position += 1
    }
    return index - 1
  }
}
