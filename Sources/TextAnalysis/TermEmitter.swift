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
    var word = Word()
    for event in events {
      switch event.kind {
      case .hanRun: appendRun(event, of: chunk, &word, &terms)
      case .han:
        if chunk.classes[Int(event.start)] & CharacterClass.wordStart != 0 {
          finish(word, chunk, &terms)
          word = Word(start: Int(event.start), position: extent)
        }
        let scalar = decodeUTF16(chunk.units, at: Int(event.start)).scalar
        word.units += 1
        word.end = Int(event.start) + Int(event.length)
        appendHan(scalar, &terms)
      case .token:
        finish(word, chunk, &terms)
        word = Word()
        endRun(&terms)
        let start = Int(event.start)
        let key = spell(.token, chunk.units, start..<start + Int(event.length), &terms)
        terms.append(key, at: extent)
        advance()
        followsToken = true
      case .gap:
        finish(word, chunk, &terms)
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
        finish(word, chunk, &terms)
        word = Word()
        emit(boundaries.space(event.detail), &terms)
      }
    }
    finish(word, chunk, &terms)
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
    endRun(&terms)
    emit(boundaries.end(), &terms)
  }

  /// A word in the making. `start` is negative when there is none.
  private struct Word {
    var start = -1
    var end = 0
    var units = 0
    var position: UInt32 = 0

    init() {}
    init(start: Int, position: UInt32) { (self.start, self.position) = (start, position) }
  }

  private func finish(_ word: Word, _ chunk: NormalizedChunk, _ terms: inout TermBuffer) {
    guard word.start >= 0, word.units != 2 else { return }
    if word.units == 1 {
      let scalar = decodeUTF16(chunk.units, at: word.start).scalar
      terms.append(TermKey(.word, field, UInt64(scalar)), at: word.position)
    } else {
      let key = spell(.word, chunk.units, word.start..<word.end, &terms)
      terms.append(key, at: word.position)
    }
  }

  /// Appends a run of units of one code unit each: nearly all text, so without a look at anything but the
  /// unit and the word that begins there.
  private mutating func appendRun(
    _ event: UnitEvent, of chunk: NormalizedChunk, _ word: inout Word, _ terms: inout TermBuffer
  ) {
    let range = Int(event.start)..<Int(event.start) + Int(event.length)
    // The first unit as any other: it may begin a run, or end a gap.
    if chunk.classes[range.lowerBound] & CharacterClass.wordStart != 0 {
      finish(word, chunk, &terms)
      word = Word(start: range.lowerBound, position: extent)
    }
    word.units += 1
    word.end = range.lowerBound + 1
    appendHan(UInt32(chunk.units[range.lowerBound]), &terms)
    guard range.count > 1 else { return }
    var (keys, positions) = ([] as [UInt64], [] as [UInt32])
    swap(&keys, &terms.keys)
    swap(&positions, &terms.positions)
    let gram = TermKey(.gram, field, 0).rawValue
    let character = TermKey(.word, field, 0).rawValue
    let field = self.field
    let units = chunk.units.span
    let classes = chunk.classes.span
    var last = UInt64(previous)
    var position = extent
    var current = word
    // Ahead of what comes: room for just this run would be moved for every run.
    if keys.capacity < keys.count + 2 * range.count {
      keys.reserveCapacity(2 * keys.count + 4 * range.count)
      positions.reserveCapacity(2 * keys.count + 4 * range.count)
    }
    keys.append(addingCapacity: 2 * range.count) { keys in
      positions.append(addingCapacity: 2 * range.count) { positions in
        for index in range.lowerBound + 1..<range.upperBound {
          let unit = UInt64(units[index])
          if classes[index] & CharacterClass.wordStart != 0 {
            if current.units == 1 {
              keys.append(character | last)
              positions.append(position &- 1)
            } else if current.units > 2 {
              let start = terms.spelling.count
              appendUTF8(of: chunk.units, current.start..<index, to: &terms.spelling)
              keys.append(
                TermKey.spelled(.word, start..<terms.spelling.count, in: field).rawValue)
              positions.append(current.position)
            }
            current = Word(start: index, position: position)
          }
          current.units &+= 1
          keys.append(gram | last &<< 21 | unit)
          positions.append(position &- 1)
          last = unit
          position &+= 1
        }
      }
    }
    swap(&keys, &terms.keys)
    swap(&positions, &terms.positions)
    current.end = range.upperBound
    word = current
    previous = UInt32(truncatingIfNeeded: last)
    let added = range.count - 1
    runLength += added
    unitCount += added
    extent = position
    lastUnit = position - 1
  }

  private mutating func appendHan(_ scalar: UInt32, _ terms: inout TermBuffer) {
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

  private mutating func endRun(_ terms: inout TermBuffer) {
    if runLength > 1 || runLength == 1 && !hasFirstEdge {
      terms.append(TermKey(.edge, field, UInt64(previous)), at: extent - 1)
    }
    runLength = 0
  }

  /// Moves past a unit.
  private mutating func advance() {
    boundaries.unit()
    isInGap = false
    lastUnit = extent
    extent += 1
    unitCount += 1
  }

  private mutating func emit(_ ends: BoundaryDetector.Ends, _ terms: inout TermBuffer) {
    guard !ends.isEmpty, let position = lastUnit else { return }
    if ends.contains(.sentence), lastSentenceEnd != position {
      terms.append(.boundary(.sentence, in: field), at: position)
      lastSentenceEnd = position
    }
    if ends.contains(.paragraph), lastParagraphEnd != position {
      terms.append(.boundary(.paragraph, in: field), at: position)
      lastParagraphEnd = position
    }
  }

  private func spell(
    _ kind: TermKind, _ units: [UInt16], _ range: Range<Int>, _ terms: inout TermBuffer
  ) -> TermKey {
    let start = terms.spelling.count
    appendUTF8(of: units, range, to: &terms.spelling)
    return .spelled(kind, start..<terms.spelling.count, in: field)
  }
}
