// From classes to events: one flat list per chunk, which both the index side and the display side read.
//
// Han code points are units as they stand. The stretches between them are cut at white space and at
// punctuation that no word can contain; what is left between two such cuts goes to ICU's word rules, unless
// it is plainly one ASCII word (most are) or punctuation alone. ICU's rules never look past such a cut, so the tokens
// are those of the whole stretch.

/// Something that moves positions or ends something.
struct UnitEvent {
  enum Kind: UInt8 {
    /// One Han unit of two code units.
    case han
    /// Han units of one code unit each; `detail` is 1 when all are plain.
    case hanRun
    /// One word or number.
    case token
    /// Punctuation; `detail` is its `CharacterClass.Role`.
    case gap
    /// White space; `detail` is its `CharacterClass.Role`.
    case space
  }

  /// The first code unit in the chunk.
  var start: UInt32
  /// Code units.
  var length: UInt16
  var kind: Kind
  var detail: UInt8

  @inline(__always)
  var isHan: Bool { kind == .hanRun || kind == .han }

  /// Whether all of it are Han units whose words the dictionary tells.
  @inline(__always)
  var isPlain: Bool { kind == .hanRun && detail != 0 }
}

struct UnitScanner {
  /// Longer tokens are cut: a term must have a bounded length, and base64 is searched by nobody.
  static let longestToken = 255

  private(set) var events: [UnitEvent] = []
  private let rules: BreakIterator
  private var segments: [BreakIterator.Segment] = []

  init() throws(AnalysisError) { rules = try BreakIterator() }

  /// Replaces `events` with those of a chunk.
  mutating func scan(_ chunk: NormalizedChunk) {
    events.removeAll(keepingCapacity: true)
    let classes = chunk.classes.span
    let (rules, units) = (rules, chunk.units)
    // A code unit makes one event at most.
    events.append(addingCapacity: classes.count) { events in
      Self.scan(classes, into: &events) { piece, events in
        rules.split(units, piece, into: &segments)
        Self.emit(segments, of: piece, classes, into: &events)
      }
    }
  }

  /// - Parameter splitByRules: emits the words that only ICU knows.
  private static func scan(
    _ classes: Span<UInt8>, into events: inout OutputSpan<UnitEvent>,
    _ splitByRules: (Range<Int>, inout OutputSpan<UnitEvent>) -> Void
  ) {
    typealias Kind = CharacterClass.Kind
    let count = classes.count
    var i = 0
    while i < count {
      let bits = classes[i]
      switch CharacterClass.kind(bits) {
      case Kind.han:
        if i + 1 < count, classes[i + 1] & CharacterClass.trailing != 0 {
          events.emit(.han, i, 2, 0)
          i += 2
        } else {
          let end = endOfRun(classes, from: i)
          events.emit(.hanRun, i, end - i, bits == CharacterClass.plainHan ? 1 : 0)
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
        var kinds: UInt8 = 0  // the kinds met, as a set
        repeat {
          kinds |= 1 &<< CharacterClass.kind(classes[i])
          i += 1
        } while i < count && mayContinueWord(classes[i])
        scanPiece(classes, start..<i, kinds, into: &events, splitByRules)
      }
    }
  }

  /// The end of the Han units of one code unit each that begin at `start`, plain or not as the first of
  /// them, and of as many as an event can tell.
  @inline(__always)
  private static func endOfRun(_ classes: Span<UInt8>, from start: Int) -> Int {
    let limit = min(classes.count, start + Int(UInt16.max))
    var end = start + 1
    let bits = classes[start]
    // Eight at a time. Safe: bytes have no padding, and every bit pattern is an integer.
    let pattern = UInt64(bits) &* 0x0101_0101_0101_0101
    let raw = unsafe classes.bytes
    while end &+ 8 <= limit {
      // Safe: the range has just been checked.
      let difference =
        unsafe UInt64(
          littleEndian: raw.unsafeLoadUnaligned(fromUncheckedByteOffset: end, as: UInt64.self))
        ^ pattern
      end &+= difference == 0 ? 8 : difference.trailingZeroBitCount &>> 3
      if difference != 0 { break }
    }
    while end < limit, classes[end] == bits { end &+= 1 }
    // The first half of a pair is no unit of this kind; its second half tells.
    if end < classes.count, classes[end] & CharacterClass.trailing != 0 { end &-= 1 }
    return end
  }

  @inline(__always)
  private static func mayContinueWord(_ bits: UInt8) -> Bool {
    typealias Kind = CharacterClass.Kind
    let breakers: UInt8 = 1 << Kind.han | 1 << Kind.space | 1 << Kind.gap
    return breakers &>> CharacterClass.kind(bits) & 1 == 0
  }

  private static func scanPiece(
    _ classes: Span<UInt8>, _ piece: Range<Int>, _ kinds: UInt8,
    into events: inout OutputSpan<UnitEvent>,
    _ splitByRules: (Range<Int>, inout OutputSpan<UnitEvent>) -> Void
  ) {
    typealias Kind = CharacterClass.Kind
    let alphanumeric: UInt8 = 1 << Kind.alphanumeric
    let middle: UInt8 = 1 << Kind.middle
    if kinds == alphanumeric { return events.emitToken(classes, piece) }
    if kinds & ~(middle | 1 << Kind.mark) == 0 {
      for i in piece { events.emitPunctuation(classes, i) }
      return
    }
    guard kinds == alphanumeric | middle else { return splitByRules(piece, &events) }
    // ASCII words with punctuation: what stands at either end is never part of a word.
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
    // Chunks have at most 64 KiB of source, expanding eighteenfold at worst; lengths are limited.
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

  /// A code unit outside every word: a gap, unless it is a stray mark or half of a pair already told.
  @inline(__always)
  @_lifetime(self: copy self)
  fileprivate mutating func emitPunctuation(_ classes: Span<UInt8>, _ i: Int) {
    let bits = classes[i]
    if CharacterClass.kind(bits) == CharacterClass.Kind.mark { return }
    if bits & CharacterClass.trailing != 0 { return }
    emit(.gap, i, 1, CharacterClass.role(bits))
  }
}
