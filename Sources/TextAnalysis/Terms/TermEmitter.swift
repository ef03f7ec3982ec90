/// The end of a field's positions.
public struct FieldEnd: Equatable, Sendable {
  /// The next free position.
  public let extent: UInt32
  /// The number of units, without gaps.
  public let unitCount: Int
}

/// Turns events into terms, as a stream.
///
///     at a unit            in a Han sequence:     gram(previous, unit)
///                          first after a token:   edge(unit)
///     at a gap             first of its gap:      boundary g, one position
///     at the end of a Han sequence                edge(last), unless it is already emitted
///     at the end of a word of one or ≥ 3 units    word, at its first unit
///     at a token of letters and then digits       token, and part(letters)
///
/// A Han sequence is consecutive Han units without a token or gap between them. White space ends
/// only words: 中 国 across a wrapped line is still a gram.
struct TermEmitter {
  private(set) var extent: UInt32 = 0
  private(set) var unitCount = 0
  private var field = Field.main
  /// The last Han unit, while its Han sequence may continue.
  private var previous: UInt32 = 0
  private var sequenceLength = 0
  private var followsToken = false
  /// True when a token precedes the Han sequence, so that its first edge is already emitted.
  private var hasFirstEdge = false
  private var isInGap = false
  /// The position of the last unit of this zone.
  private var lastUnit: UInt32?
  private var lastSentenceEnd: UInt32?
  private var lastParagraphEnd: UInt32?
  private var boundaries = BoundaryDetector()

  init(_ field: Field, at position: UInt32) {
    self.field = field
    extent = position
  }

  mutating func append(
    _ events: [UnitEvent], of chunk: NormalizedChunk, to terms: inout TermBuffer
  ) {
    // A unit emits at most two terms. An event emits at most its own terms and the ends of a Han
    // sequence, a sentence and a paragraph. A code unit has at most three bytes, and it may be in a
    // token and in a part.
    let room = 2 * chunk.units.count + 6 * events.count + 6
    terms.reserve(terms: room, bytes: 6 * chunk.units.count)
    emit(
      events.span, chunk.units.span, chunk.classes.span, &terms.counts, &terms.codedValues,
      &terms.keyValues, &terms.positionValues, &terms.spellingBytes)
  }

  private mutating func emit(
    _ events: Span<UnitEvent>, _ units: Span<UInt16>, _ classes: Span<UInt8>,
    _ counts: inout TermBuffer.Counts, _ coded: inout [UInt64], _ keys: inout [UInt64],
    _ positions: inout [UInt32], _ spelling: inout [UInt8]
  ) {
    var terms = TermWriter(
      counts, coded.mutableSpan, keys.mutableSpan, positions.mutableSpan, spelling.mutableSpan)
    var word = Word()
    for index in events.indices {
      let event = events[index]
      let start = Int(event.start)
      let end = start &+ Int(event.length)
      switch event.kind {
      case .hanUnits:
        appendHan(UInt32(units[start]), start..<start + 1, units, classes, &word, &terms)
        appendHanUnits(start + 1..<end, units, classes, &word, &terms)
      case .hanPair:
        let scalar = decodeUTF16(units, at: start).scalar
        appendHan(scalar, start..<end, units, classes, &word, &terms)
      case .token:
        finish(word, units, &terms)
        word = Word()
        endSequence(&terms)
        terms.append(.token, field, units, start..<end, at: extent)
        if event.detail > 0 { appendPart(start..<start &+ Int(event.detail), units, &terms) }
        advance()
        followsToken = true
      case .gap:
        finish(word, units, &terms)
        word = Word()
        endSequence(&terms)
        if !isInGap {
          terms.append(.boundary(.gap, in: field), at: extent)
          isInGap = true
          followsToken = false
          extent += 1
        }
        emit(boundaries.punctuation(event.detail), &terms)
      case .space:
        finish(word, units, &terms)
        word = Word()
        emit(boundaries.space(event.detail), &terms)
      }
    }
    finish(word, units, &terms)
    counts = terms.counts
  }

  mutating func breakZone(into terms: inout TermBuffer) {
    finish(into: &terms)
    extent += 1
    isInGap = false
    followsToken = false
    lastUnit = nil
    boundaries = BoundaryDetector()
  }

  mutating func finish(into terms: inout TermBuffer) {
    if let edge = edgeOfSequence { terms.append(edge, at: extent - 1) }
    sequenceLength = 0
    let ends = boundaries.end()
    forEachBoundary(ends) { terms.append($0, at: $1) }
  }

  /// An unfinished word. `start` is negative when there is none.
  private struct Word {
    var start = -1
    var end = 0
    var units = 0
    var position: UInt32 = 0
  }

  @inline(__always)
  private func finish(_ word: Word, _ units: Span<UInt16>, _ terms: inout TermWriter) {
    guard word.start >= 0, word.units != 2 else { return }
    if word.units == 1 {
      let scalar = decodeUTF16(units, at: word.start).scalar
      terms.append(TermKey(.word, field, UInt64(scalar)), at: word.position)
    } else {
      terms.append(.word, field, units, word.start..<word.end, at: word.position)
    }
  }

  /// Appends any Han unit, which may begin a Han sequence.
  @inline(__always)
  private mutating func appendHan(
    _ scalar: UInt32, _ range: Range<Int>, _ units: Span<UInt16>, _ classes: Span<UInt8>,
    _ word: inout Word, _ terms: inout TermWriter
  ) {
    if classes[range.lowerBound] & CharacterClass.wordStart != 0 {
      finish(word, units, &terms)
      word = Word(start: range.lowerBound, position: extent)
    }
    word.units &+= 1
    word.end = range.upperBound
    if sequenceLength == 0 {
      hasFirstEdge = followsToken
      followsToken = false
      if hasFirstEdge { terms.append(TermKey(.edge, field, UInt64(scalar)), at: extent) }
    } else {
      let pair = UInt64(previous) << 21 | UInt64(scalar)
      terms.append(TermKey(.gram, field, pair), at: extent - 1)
    }
    previous = scalar
    sequenceLength += 1
    advance()
  }

  /// Appends units of one code unit each that continue a Han sequence: nearly all text.
  private mutating func appendHanUnits(
    _ range: Range<Int>, _ units: Span<UInt16>, _ classes: Span<UInt8>, _ word: inout Word,
    _ terms: inout TermWriter
  ) {
    // Terms of the tail field have no codes.
    let limit = field == .main ? TermCodes.unitLimit : 0
    var last = previous
    var lastNumber = TermCodes.number(UInt16(truncatingIfNeeded: previous))
    // Units beyond the BMP have no codes.
    if previous > 0xFFFF { lastNumber = .max }
    var position = extent
    var current = word
    for index in range {
      let unit = units[index]
      let number = TermCodes.number(unit)
      if classes[index] & CharacterClass.wordStart != 0 {
        if current.units == 1 {
          if lastNumber < limit {
            terms.append(code: TermCodes.word(lastNumber), at: position &- 1)
          } else {
            terms.append(TermKey(.word, field, UInt64(last)), at: position &- 1)
          }
        } else if current.units > 2 {
          terms.append(.word, field, units, current.start..<index, at: current.position)
        }
        current = Word(start: index, position: position)
      }
      current.units &+= 1
      // The limit is a power of two, or 0.
      if lastNumber | number < limit {
        terms.append(code: TermCodes.gram(lastNumber, number), at: position &- 1)
      } else {
        terms.append(
          TermKey(.gram, field, UInt64(last) &<< 21 | UInt64(unit)), at: position &- 1)
      }
      last = UInt32(unit)
      lastNumber = number
      position &+= 1
    }
    if range.isEmpty { return }
    current.end = range.upperBound
    word = current
    previous = last
    sequenceLength += range.count
    unitCount += range.count
    extent = position
    lastUnit = position - 1
  }

  // Few tokens have parts. Inline, this would keep the compiler from inlining `appendHan`.
  @inline(never)
  private func appendPart(_ range: Range<Int>, _ units: Span<UInt16>, _ terms: inout TermWriter) {
    terms.append(.part, field, units, range, at: extent)
  }

  @inline(__always)
  private mutating func endSequence(_ terms: inout TermWriter) {
    if let edge = edgeOfSequence { terms.append(edge, at: extent - 1) }
    sequenceLength = 0
  }

  /// The edge term of the Han sequence that ends here, unless it is already emitted.
  private var edgeOfSequence: TermKey? {
    guard sequenceLength > 1 || sequenceLength == 1 && !hasFirstEdge else { return nil }
    return TermKey(.edge, field, UInt64(previous))
  }

  private mutating func advance() {
    boundaries.unit()
    isInGap = false
    lastUnit = extent
    extent += 1
    unitCount += 1
  }

  private mutating func emit(_ ends: BoundaryDetector.Ends, _ terms: inout TermWriter) {
    forEachBoundary(ends) { terms.append($0, at: $1) }
  }

  /// Calls `body` with the boundary terms of `ends`, each at most once per unit.
  @inline(__always)
  private mutating func forEachBoundary(
    _ ends: BoundaryDetector.Ends, _ body: (TermKey, UInt32) -> Void
  ) {
    guard !ends.isEmpty, let position = lastUnit else { return }
    if ends.contains(.sentence), lastSentenceEnd != position {
      body(.boundary(.sentence, in: field), position)
      lastSentenceEnd = position
    }
    if ends.contains(.paragraph), lastParagraphEnd != position {
      body(.boundary(.paragraph, in: field), position)
      lastParagraphEnd = position
    }
  }
}
