import TextAnalysis

/// A sequence of units and gaps that must occur exactly: the smallest element of matching. The
/// index finds it, except for its signs.
struct ExactPhrase: Hashable {
  enum Element: Hashable {
    case han(Unicode.Scalar)
    /// A word or number; the range of its UTF-8 in `tokens`.
    case token(Range<Int>)
    /// A word of letters, alone or with digits after it: iphone in iphone15. It is the
    /// only element of its phrase.
    case letters(Range<Int>)
    /// Punctuation, whatever the marks.
    case gap
  }

  enum Zone: Hashable {
    case titleOrBody
    case title
    case body
    case tail

    var field: Field { self == .tail ? .tail : .main }

    init(_ zone: TextZone) {
      switch zone {
      case .title: self = .title
      case .body: self = .body
      case .tail: self = .tail
      }
    }

    func covers(_ zone: TextZone) -> Bool {
      switch (self, zone) {
      case (.titleOrBody, .title), (.titleOrBody, .body): true
      case (.title, .title), (.body, .body), (.tail, .tail): true
      default: false
      }
    }
  }

  /// The elements; the first and last are units.
  let elements: [Element]
  /// The UTF-8 of the tokens, concatenated, so that Han text needs no array and no token a string.
  let tokens: [UInt8]
  let zone: Zone
  /// The signs that must touch units, which only the stored text decides.
  var signs: [RequiredSigns] = []

  func hanScalar(at index: Int) -> Unicode.Scalar? {
    if elements.indices.contains(index), case .han(let scalar) = elements[index] { return scalar }
    return nil
  }
}

extension ExactPhrase {
  /// A group of units of an unquoted clause. A single word of letters also matches with digits
  /// after it.
  init(group units: Range<Int>, of text: borrowing AnalyzedText, zone: Zone) {
    if units.count == 1, text.isWordOfLetters(units.lowerBound) {
      let tokens = Array(text.normalized[text.units[units.lowerBound].text])
      self.init(elements: [.letters(0..<tokens.count)], tokens: tokens, zone: zone)
    } else {
      self.init(units, of: text, zone: zone)
    }
  }

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

  var firstScalar: Unicode.Scalar? {
    switch elements[0] {
    case .han(let scalar): scalar
    case .token(let range), .letters(let range):
      String(decoding: tokens[range], as: UTF8.self).unicodeScalars.first
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
      case .letters(let range):
        let unit = text.units[index]
        guard unit.kind == .token else { return nil }
        let letters = unit.text.lowerBound..<(unit.partEnd ?? unit.text.upperBound)
        guard text.normalized[letters] == tokens[range] else { return nil }
      case .gap: return nil
      }
      index += 1
      position += 1
    }
    let hasSigns = signs.allSatisfy { $0.areMet(by: text.signs(ofUnit: start + $0.unit)) }
    return hasSigns ? index - 1 : nil
  }
}

extension AnalyzedText {
  /// The units that must occur exactly when an unquoted text contains them: the word that begins at
  /// `start`, or adjacent Han words of one character.
  ///
  /// ICU's dictionary splits names and new words into characters (张|桂|梅). Such a sequence is
  /// matched as one phrase, because its characters mean little by themselves.
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

  /// True for a word of two letters or more, without digits and marks.
  func isWordOfLetters(_ index: Int) -> Bool {
    let unit = units[index]
    guard unit.kind == .token else { return false }
    let text = String(decoding: normalized[unit.text], as: UTF8.self).unicodeScalars
    return text.count >= 2 && text.allSatisfy { $0.value > 0x7F || $0.properties.isAlphabetic }
  }

  private func isHanCharacter(_ word: Range<Int>) -> Bool {
    word.count == 1 && units[word.lowerBound].kind == .han
  }
}
