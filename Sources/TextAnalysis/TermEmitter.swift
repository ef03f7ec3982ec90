// From events to terms, as a stream: the state carried from chunk to chunk is one Han unit and a few flags.
//
//   on a unit        run continues:        gram(previous, unit)
//                    run begins at a token: edge(unit)
//   on a gap         first of its run:     boundary g, one position
//   when a run ends  edge(last), unless it is the edge at a token already
//   when a word ends one unit, or ≥ 3:    word, at its first unit
//
// White space ends nothing but a word: 中 国 across a wrapped line is still a gram.

/// Where a sequence of positions ended.
public struct SequenceEnd: Equatable, Sendable {
  /// The next free position.
  public let extent: UInt32
  /// Units met, gaps not counted.
  public let unitCount: Int
}

struct TermEmitter {
  private(set) var extent: UInt32 = 0
  private(set) var unitCount = 0
  private var field = Field.main
  /// The last Han unit, while its run may continue; 0 when there is none.
  private var previous: UInt32 = 0
  private var runLength = 0
  /// The last unit was a token, and nothing has come between.
  private var followsToken = false
  /// The first unit of the run stands beside a token: its edge is emitted.
  private var hasFirstEdge = false
  private var isInGap = false
  /// Position of the last unit of this zone.
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
    // A unit brings a gram and a word or edge at most, an event its own term and the ends of a run, a sentence and
    // a paragraph. A code unit has three bytes at most.
    let room = 2 * chunk.units.count + 6 * events.count + 6
    terms.reserve(terms: room, bytes: 3 * chunk.units.count)
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
      case .hanRun:
        appendHan(UInt32(units[start]), start..<start + 1, units, classes, &word, &terms)
        appendRun(start + 1..<end, units, classes, &word, &terms)
      case .han:
        let scalar = decodeUTF16(units, at: start).scalar
        appendHan(scalar, start..<end, units, classes, &word, &terms)
      case .token:
        finish(word, units, &terms)
        word = Word()
        endRun(&terms)
        terms.append(.token, field, units, start..<end, at: extent)
        advance()
        followsToken = true
      case .gap:
        finish(word, units, &terms)
        word = Word()
        endRun(&terms)
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

  /// Ends the run and the zone; what follows starts one position further on, and is no gap.
  mutating func breakZone(into terms: inout TermBuffer) {
    finish(into: &terms)
    extent += 1
    isInGap = false
    followsToken = false
    lastUnit = nil
    boundaries = BoundaryDetector()
  }

  mutating func finish(into terms: inout TermBuffer) {
    if let edge = edgeOfRun { terms.append(edge, at: extent - 1) }
    runLength = 0
    let ends = boundaries.end()
    forEachBoundary(ends) { terms.append($0, at: $1) }
  }

  /// A word in the making. `start` is negative when there is none.
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

  /// Appends any Han unit: it may begin a run, or end a gap.
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
    if runLength == 0 {
      hasFirstEdge = followsToken
      followsToken = false
      if hasFirstEdge { terms.append(TermKey(.edge, field, UInt64(scalar)), at: extent) }
    } else {
      let pair = UInt64(previous) << 21 | UInt64(scalar)
      terms.append(TermKey(.gram, field, pair), at: extent - 1)
    }
    previous = scalar
    runLength += 1
    advance()
  }

  /// Appends the rest of a run of units of one code unit each: nearly all text, so without a look at
  /// anything but the unit and the word that begins there.
  private mutating func appendRun(
    _ range: Range<Int>, _ units: Span<UInt16>, _ classes: Span<UInt8>, _ word: inout Word,
    _ terms: inout TermWriter
  ) {
    // Terms of fields beside the main one have no codes.
    let limit = field == .main ? TermCodes.unitLimit : 0
    var last = previous
    var lastNumber = TermCodes.number(UInt16(truncatingIfNeeded: previous))
    // Beyond the first plane is no unit that has one.
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
      // The limit is a power of two, or none at all.
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
    runLength += range.count
    unitCount += range.count
    extent = position
    lastUnit = position - 1
  }

  @inline(__always)
  private mutating func endRun(_ terms: inout TermWriter) {
    if let edge = edgeOfRun { terms.append(edge, at: extent - 1) }
    runLength = 0
  }

  /// The edge of the run that ends here, unless it is the one at a token already.
  private var edgeOfRun: TermKey? {
    guard runLength > 1 || runLength == 1 && !hasFirstEdge else { return nil }
    return TermKey(.edge, field, UInt64(previous))
  }

  /// Moves past a unit.
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

  /// Tells the boundary terms of what ends, each once for a unit.
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
