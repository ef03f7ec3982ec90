/// An event of the unit scanner, which advances the position or ends something.
struct UnitEvent {
  enum Kind: UInt8 {
    /// One Han unit of two code units.
    case hanPair
    /// Adjacent Han units of one code unit each; `detail` is 1 when all are plain.
    case hanUnits
    /// One word or number; `detail` is the number of code units of the letters at its beginning
    /// that are a part term (`WordRules.part`).
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

/// Turns a chunk into events, for the index side and the display side.
///
/// Each Han code point is a unit. Other text is cut at white space and at punctuation. `WordRules`
/// decides which marks between letters or digits are part of a word or number.
struct UnitScanner {
  private typealias Kind = CharacterClass.Kind

  /// The longest token in code units; longer ones are cut.
  static let longestToken = 255

  private(set) var events: [UnitEvent] = []
  /// The code units of the last chunk that stand for 〇.
  private var zeros: [Int] = []

  /// Replaces the events, and writes 〇 for signs that stand for it: 二○二三.
  mutating func scan(_ chunk: inout NormalizedChunk) {
    events.removeAll(keepingCapacity: true)
    zeros.removeAll(keepingCapacity: true)
    // At most one event per code unit.
    events.append(addingCapacity: chunk.classes.count) { [chunk] events in
      Self.scan(chunk.classes.span, chunk.units.span, into: &events, &zeros)
    }
    for index in zeros {
      chunk.units[index] = ChineseZero.unit
      chunk.classes[index] = CharacterClass.plainHan
    }
  }

  private static func scan(
    _ classes: Span<UInt8>, _ units: Span<UInt16>, into events: inout OutputSpan<UnitEvent>,
    _ zeros: inout [Int]
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
          if i < count, ChineseZero.isLike(units[i]) {
            let end = ChineseZero.end(from: i, in: units)
            for zero in i..<end { zeros.append(zero) }
            if end > i { events.emit(.hanUnits, i, end - i, 1) }
            i = end
          }
        }
      case Kind.space:
        events.emit(.space, i, 1, CharacterClass.role(bits))
        i += 1
      case Kind.gap:
        events.emitPunctuation(classes, i)
        i += 1
      default:
        let start = i
        var all: UInt8 = 0
        repeat {
          all |= classes[i] & (CharacterClass.Source.mask | CharacterClass.kindMask)
          i += 1
        } while i < count && mayContinueWord(classes[i])
        // Letters and digits without marks and signs are one word. The kind of letters is 0.
        if all & ~Kind.alphanumeric == 0 {
          let part = WordRules.part(start..<i, classes, units)
          events.emitToken(classes, start..<i, part: part)
        } else {
          scanPiece(start..<i, WordRules(classes, units), classes, into: &events)
        }
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

  /// Emits the words, numbers and marks of text that contains no Han unit, space or gap.
  private static func scanPiece(
    _ piece: Range<Int>, _ rules: WordRules, _ classes: Span<UInt8>,
    into events: inout OutputSpan<UnitEvent>
  ) {
    var i = piece.lowerBound
    while i < piece.upperBound {
      let kind = CharacterClass.kind(classes[i])
      if kind == Kind.middle || kind == Kind.mark {
        events.emitPunctuation(classes, i)
        i += 1
      } else {
        let end = rules.end(ofWordFrom: i, in: piece)
        events.emitToken(classes, i..<end, part: rules.part(i..<end))
        i = end
      }
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
  fileprivate mutating func emitToken(_ classes: Span<UInt8>, _ range: Range<Int>, part: Int) {
    var start = range.lowerBound
    while range.upperBound - start > UnitScanner.longestToken {
      var cut = start + UnitScanner.longestToken
      if classes[cut] & CharacterClass.trailing != 0 { cut -= 1 }
      emit(.token, start, cut - start, 0)
      start = cut
    }
    // The letters of a token that is cut are not a part term.
    let detail = start == range.lowerBound ? UInt8(truncatingIfNeeded: part) : 0
    emit(.token, start, range.upperBound - start, detail)
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
