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
    typealias Kind = CharacterClass.Kind
    events.removeAll(keepingCapacity: true)
    let count = chunk.classes.count
    var i = 0
    while i < count {
      let bits = chunk.classes[i]
      switch CharacterClass.kind(bits) {
      case Kind.han:
        if i + 1 < count, chunk.classes[i + 1] & CharacterClass.trailing != 0 {
          emit(.han, i, 2, 0)
          i += 2
        } else {
          let end = UnitScanner.endOfRun(chunk.classes.span, from: i)
          emit(.hanRun, i, end - i, bits == CharacterClass.plainHan ? 1 : 0)
          i = end
        }
      case Kind.space:
        emit(.space, i, 1, CharacterClass.role(bits))
        i += 1
      case Kind.gap:
        emitPunctuation(chunk, i)
        i += 1
      default:
        let start = i
        var kinds: UInt8 = 0  // the kinds met, as a set
        repeat {
          kinds |= 1 << CharacterClass.kind(chunk.classes[i])
          i += 1
        } while i < count && UnitScanner.mayContinueWord(chunk.classes[i])
        scanPiece(chunk, start..<i, kinds)
      }
    }
  }

  /// The end of the Han units of one code unit each that begin at `start`, plain or not as the first of them, and
  /// of as many as an event can tell.
  private static func endOfRun(_ classes: Span<UInt8>, from start: Int) -> Int {
    let limit = min(classes.count, start + Int(UInt16.max))
    var end = start + 1
    let bits = classes[start]
    while end < limit, classes[end] == bits { end &+= 1 }
    // The first half of a pair is no unit of this kind; its second half tells.
    if end < classes.count, classes[end] & CharacterClass.trailing != 0 { end &-= 1 }
    return end
  }

  @inline(__always)
  private static func mayContinueWord(_ bits: UInt8) -> Bool {
    typealias Kind = CharacterClass.Kind
    let breakers: UInt8 = 1 << Kind.han | 1 << Kind.space | 1 << Kind.gap
    return breakers >> CharacterClass.kind(bits) & 1 == 0
  }

  private mutating func scanPiece(_ chunk: NormalizedChunk, _ piece: Range<Int>, _ kinds: UInt8) {
    typealias Kind = CharacterClass.Kind
    let alphanumeric: UInt8 = 1 << Kind.alphanumeric
    let middle: UInt8 = 1 << Kind.middle
    if kinds == alphanumeric { return emitToken(chunk, piece) }
    if kinds & ~(middle | 1 << Kind.mark) == 0 {
      for i in piece { emitPunctuation(chunk, i) }
      return
    }
    guard kinds == alphanumeric | middle else { return splitByRules(chunk, piece) }
    // ASCII words with punctuation: what stands at either end is never part of a word.
    var (lower, upper) = (piece.lowerBound, piece.upperBound)
    while CharacterClass.kind(chunk.classes[lower]) == Kind.middle {
      emitPunctuation(chunk, lower)
      lower += 1
    }
    while CharacterClass.kind(chunk.classes[upper - 1]) == Kind.middle { upper -= 1 }
    if (lower..<upper).allSatisfy({
      CharacterClass.kind(chunk.classes[$0]) == Kind.alphanumeric
    }) {
      emitToken(chunk, lower..<upper)
    } else {
      splitByRules(chunk, lower..<upper)
    }
    for i in upper..<piece.upperBound { emitPunctuation(chunk, i) }
  }

  private mutating func splitByRules(_ chunk: NormalizedChunk, _ piece: Range<Int>) {
    rules.split(chunk.units, piece, into: &segments)
    var start = piece.lowerBound
    for segment in segments {
      let end = piece.lowerBound + Int(segment.end)
      if segment.isWord {
        emitToken(chunk, start..<end)
      } else {
        for i in start..<end { emitPunctuation(chunk, i) }
      }
      start = end
    }
  }

  private mutating func emitToken(_ chunk: NormalizedChunk, _ range: Range<Int>) {
    var start = range.lowerBound
    while range.upperBound - start > UnitScanner.longestToken {
      var cut = start + UnitScanner.longestToken
      if chunk.classes[cut] & CharacterClass.trailing != 0 { cut -= 1 }
      emit(.token, start, cut - start, 0)
      start = cut
    }
    emit(.token, start, range.upperBound - start, 0)
  }

  /// A code unit outside every word: a gap, unless it is a stray mark or half of a pair already told.
  @inline(__always)
  private mutating func emitPunctuation(_ chunk: NormalizedChunk, _ i: Int) {
    let bits = chunk.classes[i]
    if CharacterClass.kind(bits) == CharacterClass.Kind.mark { return }
    if bits & CharacterClass.trailing != 0 { return }
    emit(.gap, i, 1, CharacterClass.role(bits))
  }

  @inline(__always)
  private mutating func emit(_ kind: UnitEvent.Kind, _ start: Int, _ length: Int, _ detail: UInt8) {
    // Chunks have at most 64 KiB of source, expanding eighteenfold at worst; lengths are limited.
    events.append(
      UnitEvent(
        start: UInt32(truncatingIfNeeded: start), length: UInt16(truncatingIfNeeded: length),
        kind: kind, detail: detail))
  }
}
