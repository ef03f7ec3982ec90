/// An event of the unit scanner, which advances the position or ends something.
struct UnitEvent {
  enum Kind: UInt8 {
    /// One Han unit of two code units.
    case hanPair
    /// Adjacent Han units of one code unit each; `detail` is 1 when all are plain.
    case hanUnits
    /// One word or number.
    case token
    /// Punctuation; `detail` is its `CharacterClass.Role`.
    case gap
    /// White space; `detail` is its `CharacterClass.Role`.
    case space
  }

  /// The range of code units in the chunk.
  var start: UInt32
  var length: UInt16
  var kind: Kind
  var detail: UInt8

  @inline(__always)
  var isHan: Bool { kind == .hanUnits || kind == .hanPair }

  /// True for Han units whose words the dictionary alone decides.
  @inline(__always)
  var isPlain: Bool { kind == .hanUnits && detail != 0 }
}

/// Turns the classes of a chunk into events, for the index side and the display side.
///
/// Each Han code point is a unit. Other text is cut at white space and at punctuation that no word
/// contains, beyond which ICU's rules do not look. ICU splits a piece between two cuts, unless the
/// piece is a single ASCII word or only punctuation.
struct UnitScanner {
  private typealias Kind = CharacterClass.Kind

  /// The longest token in code units; longer ones are cut.
  static let longestToken = 255

  private(set) var events: [UnitEvent] = []
  private let rules: BreakIterator
  private var segments: [BreakIterator.Segment] = []

  init() throws(AnalysisError) { rules = try BreakIterator() }

  mutating func scan(_ chunk: NormalizedChunk) {
    events.removeAll(keepingCapacity: true)
    let classes = chunk.classes.span
    let (rules, units) = (rules, chunk.units)
    // At most one event per code unit.
    events.append(addingCapacity: classes.count) { events in
      Self.scan(classes, into: &events) { piece, events in
        rules.split(units, piece, into: &segments)
        Self.emit(segments, of: piece, classes, into: &events)
      }
    }
  }

  /// - Parameter splitByRules: emits the events of a piece that needs ICU's rules.
  private static func scan(
    _ classes: Span<UInt8>, into events: inout OutputSpan<UnitEvent>,
    _ splitByRules: (Range<Int>, inout OutputSpan<UnitEvent>) -> Void
  ) {
    let count = classes.count
    var i = 0
    while i < count {
      let bits = classes[i]
      switch CharacterClass.kind(bits) {
      case Kind.han:
        if i + 1 < count, classes[i + 1] & CharacterClass.trailing != 0 {
          events.emit(.hanPair, i, 2, 0)
          i += 2
        } else {
          let end = endOfUnits(classes, from: i)
          events.emit(.hanUnits, i, end - i, bits == CharacterClass.plainHan ? 1 : 0)
          i = end
        }
      case Kind.space:
        events.emit(.space, i, 1, CharacterClass.role(bits))
        i += 1
      case Kind.gap:
        events.emitPunctuation(classes, i)
        i += 1
      default:
        let start = i
        var kinds: UInt8 = 0  // the kinds in the piece, as a set
        repeat {
          kinds |= 1 &<< CharacterClass.kind(classes[i])
          i += 1
        } while i < count && mayContinueWord(classes[i])
        scanPiece(classes, start..<i, kinds, into: &events, splitByRules)
      }
    }
  }

  /// Returns the end of the single-code-unit Han units from `start` on that have the same class.
  @inline(__always)
  private static func endOfUnits(_ classes: Span<UInt8>, from start: Int) -> Int {
    let limit = min(classes.count, start + Int(UInt16.max))
    var end = start + 1
    let bits = classes[start]
    // Eight at a time. Safe: the range is checked, and every bit pattern is an integer.
    let pattern = UInt64(bits) &* 0x0101_0101_0101_0101
    let raw = unsafe classes.bytes
    while end &+ 8 <= limit {
      let difference =
        unsafe UInt64(
          littleEndian: raw.unsafeLoadUnaligned(fromUncheckedByteOffset: end, as: UInt64.self))
        ^ pattern
      end &+= difference == 0 ? 8 : difference.trailingZeroBitCount &>> 3
      if difference != 0 { break }
    }
    while end < limit, classes[end] == bits { end &+= 1 }
    // The last one may be the first half of a pair.
    if end < classes.count, classes[end] & CharacterClass.trailing != 0 { end &-= 1 }
    return end
  }

  @inline(__always)
  private static func mayContinueWord(_ bits: UInt8) -> Bool {
    let breakers: UInt8 = 1 << Kind.han | 1 << Kind.space | 1 << Kind.gap
    return breakers &>> CharacterClass.kind(bits) & 1 == 0
  }

  private static func scanPiece(
    _ classes: Span<UInt8>, _ piece: Range<Int>, _ kinds: UInt8,
    into events: inout OutputSpan<UnitEvent>,
    _ splitByRules: (Range<Int>, inout OutputSpan<UnitEvent>) -> Void
  ) {
    let alphanumeric: UInt8 = 1 << Kind.alphanumeric
    let middle: UInt8 = 1 << Kind.middle
    if kinds == alphanumeric { return events.emitToken(classes, piece) }
    if kinds & ~(middle | 1 << Kind.mark) == 0 {
      for i in piece { events.emitPunctuation(classes, i) }
      return
    }
    guard kinds == alphanumeric | middle else { return splitByRules(piece, &events) }
    // ASCII words with punctuation. Punctuation at either end is not part of a word.
    var (lower, upper) = (piece.lowerBound, piece.upperBound)
    while CharacterClass.kind(classes[lower]) == Kind.middle {
      events.emitPunctuation(classes, lower)
      lower += 1
    }
    while CharacterClass.kind(classes[upper - 1]) == Kind.middle { upper -= 1 }
    var end = lower
    while end < upper, CharacterClass.kind(classes[end]) == Kind.alphanumeric { end += 1 }
    if end == upper {
      events.emitToken(classes, lower..<upper)
    } else {
      splitByRules(lower..<upper, &events)
    }
    for i in upper..<piece.upperBound { events.emitPunctuation(classes, i) }
  }

  private static func emit(
    _ segments: [BreakIterator.Segment], of piece: Range<Int>, _ classes: Span<UInt8>,
    into events: inout OutputSpan<UnitEvent>
  ) {
    var start = piece.lowerBound
    for segment in segments {
      let end = piece.lowerBound + Int(segment.end)
      if segment.isWord {
        events.emitToken(classes, start..<end)
      } else {
        for i in start..<end { events.emitPunctuation(classes, i) }
      }
      start = end
    }
  }
}

extension OutputSpan<UnitEvent> {
  @inline(__always)
  @_lifetime(self: copy self)
  fileprivate mutating func emit(
    _ kind: UnitEvent.Kind, _ start: Int, _ length: Int, _ detail: UInt8
  ) {
    // No truncation: a chunk has at most 64 KiB of source, which grow eighteenfold at most.
    append(
      UnitEvent(
        start: UInt32(truncatingIfNeeded: start), length: UInt16(truncatingIfNeeded: length),
        kind: kind, detail: detail))
  }

  @_lifetime(self: copy self)
  fileprivate mutating func emitToken(_ classes: Span<UInt8>, _ range: Range<Int>) {
    var start = range.lowerBound
    while range.upperBound - start > UnitScanner.longestToken {
      var cut = start + UnitScanner.longestToken
      if classes[cut] & CharacterClass.trailing != 0 { cut -= 1 }
      emit(.token, start, cut - start, 0)
      start = cut
    }
    emit(.token, start, range.upperBound - start, 0)
  }

  /// Emits a gap for a code unit outside all words, except for marks and second halves of pairs.
  @inline(__always)
  @_lifetime(self: copy self)
  fileprivate mutating func emitPunctuation(_ classes: Span<UInt8>, _ i: Int) {
    let bits = classes[i]
    if CharacterClass.kind(bits) == CharacterClass.Kind.mark { return }
    if bits & CharacterClass.trailing != 0 { return }
    emit(.gap, i, 1, CharacterClass.role(bits))
  }
}
