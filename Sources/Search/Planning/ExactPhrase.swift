import TextAnalysis

/// A sequence of units and gaps that must occur exactly: the smallest element of matching.
struct ExactPhrase: Hashable {
  /// The content of one position.
  enum Element: Hashable {
    case han(Unicode.Scalar)
    /// A word or number; the range of its UTF-8 in `tokens`.
    case token(Range<Int>)
    /// Punctuation, whatever the marks.
    case gap
  }

  /// The parts of an article that a phrase is searched in.
  enum Zone: Hashable {
    case titleOrBody
    case title
    case body
    case tail

    var field: Field { self == .tail ? .tail : .main }
  }

  /// The elements; the first and last are units.
  let elements: [Element]
  /// The UTF-8 of the tokens, concatenated, so that Han text needs no array and no token a string.
  let tokens: [UInt8]
  let zone: Zone

  /// The Han unit at an index, or nil when another element or nothing is there.
  func hanScalar(at index: Int) -> Unicode.Scalar? {
    guard elements.indices.contains(index), case .han(let scalar) = elements[index] else {
      return nil
    }
    return scalar
  }
}

extension ExactPhrase {
  /// The phrase of some units of an analyzed text, with the gaps between them.
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

  /// The first scalar of an occurrence, or nil when the phrase starts with a gap.
  var firstScalar: Unicode.Scalar? {
    switch elements[0] {
    case .han(let scalar): scalar
    case .token(let range): String(decoding: tokens[range], as: UTF8.self).unicodeScalars.first
    case .gap: nil
    }
  }

  /// The last unit of the occurrence that starts with a given unit, or nil when the phrase does not
  /// occur there. The zone is ignored.
  func end(from start: Int, in text: AnalyzedText) -> Int? {
    var index = start
    var position = text.units[start].position
    for element in elements {
      if element == .gap {
        // A position without a unit, inside one text, is a gap.
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

extension AnalyzedText {
  /// The units, starting with a word, that must occur exactly when an unquoted text contains them:
  /// the word, or adjacent Han words of one character.
  ///
  /// ICU's dictionary lacks names and new words and splits them into characters (张|桂|梅). Such a
  /// sequence is matched as one phrase, because its characters mean little by themselves.
  ///
  /// - Precondition: `start` is a valid index of a unit that starts a word.
  func exactGroup(from start: Int) -> Range<Int> {
    var group = word(from: start)
    guard isHanCharacter(group) else { return group }
    while group.upperBound < units.count, !units[group.upperBound].startsHanSequence {
      let next = word(from: group.upperBound)
      guard isHanCharacter(next) else { break }
      group = start..<next.upperBound
    }
    return group
  }

  /// All exact groups, from the first unit to the last.
  var exactGroups: [Range<Int>] {
    var groups: [Range<Int>] = []
    var start = 0
    while start < units.count {
      let group = exactGroup(from: start)
      groups.append(group)
      start = group.upperBound
    }
    return groups
  }

  private func isHanCharacter(_ word: Range<Int>) -> Bool {
    word.count == 1 && units[word.lowerBound].kind == .han
  }
}
