/// The kind of a unit.
public enum UnitKind: UInt8, Sendable {
  /// One Han, kana, bopomofo or hangul-syllable code point.
  case han
  /// One word or number of other characters.
  case token
}

/// A unit of a text: a Han unit or a token, which takes one position.
public struct Unit: Hashable, Sendable {
  public let kind: UnitKind
  /// Units without a gap between them have consecutive positions.
  public let position: UInt32
  /// The UTF-8 offsets in the original text. They never decrease. Several units may share them.
  public let source: Range<Int>
  /// The byte offsets in `AnalyzedText.normalized`.
  public let text: Range<Int>
  /// The first normalized scalar, which is the whole text of a Han unit.
  public let scalar: Unicode.Scalar
  /// The end, in `AnalyzedText.normalized`, of the letters at the beginning of a token that are a
  /// part term; nil for other units.
  public let partEnd: Int?
  /// True when a word starts here. Han units start no words in a text analyzed without words.
  public fileprivate(set) var startsWord: Bool
  /// True when a sequence of Han units starts here. White space does not end a sequence.
  public fileprivate(set) var startsHanSequence: Bool
  /// True when a sequence of Han units ends here.
  public fileprivate(set) var endsHanSequence: Bool
}

extension Unit {
  /// The length of the longest token in UTF-16 code units. A longer word is cut into several units.
  public static var longestToken: Int { UnitScanner.longestToken }
}

/// A text as units, from which queries are planned and highlights are located.
public struct AnalyzedText: Sendable {
  /// The units, in the order of their positions.
  public fileprivate(set) var units: [Unit] = []
  /// The UTF-8 of the normalized text of all units, concatenated.
  public fileprivate(set) var normalized: [UInt8] = []
  /// The positions of gaps, ascending.
  public fileprivate(set) var gaps: [UInt32] = []
  /// The positions of the last unit of each sentence, ascending.
  public fileprivate(set) var sentenceEnds: [UInt32] = []
  /// The positions of the last unit of each paragraph, ascending.
  public fileprivate(set) var paragraphEnds: [UInt32] = []
  /// The signs that touch units, by ascending unit. Most units have none.
  public fileprivate(set) var signs: [UnitSigns] = []
  /// The first position after the text.
  public fileprivate(set) var extent: UInt32 = 0

  /// Returns the signs that touch a unit, or nil when there are none.
  public func signs(ofUnit unit: Int) -> UnitSigns? {
    var (lower, upper) = (0, signs.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if signs[middle].unit < unit { lower = middle + 1 } else { upper = middle }
    }
    return lower < signs.count && signs[lower].unit == unit ? signs[lower] : nil
  }

  public func text(of unit: Unit) -> String {
    String(decoding: normalized[unit.text], as: UTF8.self)
  }

  /// Returns the normalized text of consecutive units, without gaps and white space.
  public func text(ofUnits range: Range<Int>) -> String {
    String(decoding: utf8(ofUnits: range), as: UTF8.self)
  }

  /// Returns the UTF-8 of `text(ofUnits:)`.
  public func utf8(ofUnits range: Range<Int>) -> ArraySlice<UInt8> {
    if range.isEmpty { return [] }
    let end = units[range.upperBound - 1].text.upperBound
    return normalized[units[range.lowerBound].text.lowerBound..<end]
  }

  /// The words of the text, each as a range of `units`. A token is a word.
  public var words: [Range<Int>] {
    var words: [Range<Int>] = []
    var start = 0
    while start < units.count {
      let word = word(from: start)
      words.append(word)
      start = word.upperBound
    }
    return words
  }

  /// Returns the word that begins with a unit.
  public func word(from start: Int) -> Range<Int> {
    var end = start + 1
    while end < units.count, !units[end].startsWord { end += 1 }
    return start..<end
  }

  /// Makes a range of units one word. Words that overlap it lose the units in the range.
  public mutating func markWord(_ range: Range<Int>) {
    for index in range { units[index].startsWord = index == range.lowerBound }
    if range.upperBound < units.count { units[range.upperBound].startsWord = true }
  }

  /// Returns all terms that indexing emits for this text, ordered by position, then by term.
  ///
  /// They are derived from the units, independently of `TermEmitter`: tests compare the two. Word
  /// terms are complete only when the text was analyzed with words.
  public func terms(field: Field = .main) -> [(term: Term, position: UInt32)] {
    var terms: [(term: Term, position: UInt32)] = []
    for (i, unit) in units.enumerated() {
      if unit.kind == .token {
        let token = text(of: unit)
        terms.append((Term(kind: .token, field: field, text: token), unit.position))
        if let part = unit.partEnd {
          let letters = String(decoding: normalized[unit.text.lowerBound..<part], as: UTF8.self)
          terms.append((Term(kind: .part, field: field, text: letters), unit.position))
        }
        continue
      }
      let followsToken =
        i > 0 && units[i - 1].kind == .token && units[i - 1].position + 1 == unit.position
      if unit.endsHanSequence || unit.startsHanSequence && followsToken {
        terms.append((.edge(unit.scalar, field: field), unit.position))
      }
      if !unit.endsHanSequence, i + 1 < units.count {
        terms.append((.gram(unit.scalar, units[i + 1].scalar, field: field), unit.position))
      }
    }
    for word in words where units[word.lowerBound].kind == .han && word.count != 2 {
      guard units[word.lowerBound].startsWord else { continue }
      let text = text(ofUnits: word)
      terms.append((Term(kind: .word, field: field, text: text), units[word.lowerBound].position))
    }
    for (boundary, positions) in [
      (Boundary.gap, gaps), (.sentence, sentenceEnds), (.paragraph, paragraphEnds),
    ] {
      terms += positions.map { (.boundary(boundary, field: field), $0) }
    }
    return terms.sorted { ($0.position, $0.term) < ($1.position, $1.term) }
  }
}

/// Collects the units of a text from events. `TermEmitter` is its counterpart for indexing.
struct AnalyzedTextBuilder {
  private var result = AnalyzedText()
  private var isInGap = false
  /// True when the last event, apart from white space, is a Han unit.
  private var isInHanSequence = false
  private var boundaries = BoundaryDetector()
  private var signs = SignCollector()

  mutating func append(_ events: [UnitEvent], of chunk: NormalizedChunk) {
    if result.units.isEmpty {
      // 64 units are enough for a query. The arrays of a longer text grow.
      let expected = min(chunk.units.count, 64)
      result.units.reserveCapacity(expected)
      result.normalized.reserveCapacity(3 * expected)
    }
    for event in events {
      let start = Int(event.start)
      let end = start + Int(event.length)
      switch event.kind {
      case .hanPair: appendUnit(.han, start..<end, chunk)
      case .hanUnits: for i in start..<end { appendUnit(.han, i..<i + 1, chunk) }
      case .token: appendUnit(.token, start..<end, part: Int(event.detail), chunk)
      case .gap:
        isInHanSequence = false
        signs.punctuation(chunk.units[start])
        if !isInGap {
          result.gaps.append(result.extent)
          result.extent += 1
          isInGap = true
        }
        append(boundaries.punctuation(event.detail))
      case .space:
        signs.separator()
        append(boundaries.space(event.detail))
      }
    }
  }

  mutating func finish() -> AnalyzedText {
    append(boundaries.end())
    signs.finishRun()
    result.signs = signs.signs
    return result
  }

  private mutating func appendUnit(
    _ kind: UnitKind, _ range: Range<Int>, part: Int = 0, _ chunk: NormalizedChunk
  ) {
    let (start, last) = (range.lowerBound, range.upperBound - 1)
    let textStart = result.normalized.count
    let (scalar, length) = decodeUTF16(chunk.units.span, at: start)
    var partEnd: Int?
    if length == range.count {
      appendUTF8(scalar, to: &result.normalized)
    } else {
      appendUTF8(of: chunk.units.span, start..<start + part, to: &result.normalized)
      if part > 0 { partEnd = result.normalized.count }
      appendUTF8(of: chunk.units.span, start + part..<range.upperBound, to: &result.normalized)
    }
    let isHan = kind == .han
    signs.unit(result.units.count, isToken: !isHan)
    let continues = isHan && isInHanSequence
    if continues { result.units[result.units.count - 1].endsHanSequence = false }
    result.units.append(
      Unit(
        kind: kind, position: result.extent,
        source: chunk.sources[start].lowerBound..<chunk.sources[last].upperBound,
        text: textStart..<result.normalized.count,
        // Well-formed UTF-16 decodes to scalars, so the replacement is never used.
        scalar: Unicode.Scalar(scalar) ?? "\u{FFFD}", partEnd: partEnd,
        startsWord: !isHan || chunk.classes[start] & CharacterClass.wordStart != 0,
        startsHanSequence: isHan && !continues, endsHanSequence: isHan))
    result.extent += 1
    isInGap = false
    isInHanSequence = isHan
    boundaries.unit()
  }

  private mutating func append(_ ends: BoundaryDetector.Ends) {
    guard !ends.isEmpty, let position = result.units.last?.position else { return }
    if ends.contains(.sentence), result.sentenceEnds.last != position {
      result.sentenceEnds.append(position)
    }
    if ends.contains(.paragraph), result.paragraphEnds.last != position {
      result.paragraphEnds.append(position)
    }
  }
}
