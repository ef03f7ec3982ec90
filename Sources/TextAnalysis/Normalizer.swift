// NFKC_Casefold, then Traditional to Simplified scalar by scalar.
//
// Text falls into segments, each from one normalization boundary to the next, and each normalized apart.
// Nearly all are one code point that becomes one scalar: those take a table look-up. The table is filled
// as characters turn up (a news archive uses 8,000 of them), one 32-bit entry per code point of the BMP:
//
//   bits  0…20  the scalar it becomes
//   bit  21     entry is filled
//   bit  22     a normalization boundary lies before it
//   bit  23     simple: alone in its segment it becomes that one scalar
//   bits 24…31  the CharacterClass of that scalar
//
// The remaining segments (decomposed accents, ㎡, half-width カ with its voicing mark, ignorables) go through ICU,
// and each of their code units stands for the whole segment in the original.

struct Normalizer {
  private typealias Entry = UInt32
  private enum Bits {
    // Computed, so that they are constants in the code and not looked up.
    static var scalar: Entry { 0x1F_FFFF }
    static var filled: Entry { 1 << 21 }
    static var boundary: Entry { 1 << 22 }
    static var simple: Entry { 1 << 23 }
    /// All that must be as in `simple | boundary` for a code point that begins a segment and becomes one code unit, if
    /// it is alone in it.
    static var plain: Entry { simple | boundary | 0x1F_0000 }
  }

  private let icu: ICUNormalizer
  private let variants = ScriptVariants.Map()
  private var table = [Entry](repeating: 0, count: 0x1_0000)
  /// Entries of code points beyond the BMP.
  private var supplementary: [UInt32: Entry] = [:]
  private var segment: [UInt16] = []
  private var normalized: [UInt16] = []

  init() throws(AnalysisError) { icu = try ICUNormalizer() }

  /// Appends the normalized form of a range of `text` to `chunk`; source offsets are offsets in `text`.
  ///
  /// - Complexity: O(n) in the length of the range.
  mutating func normalize(
    _ text: Span<UInt8>, _ range: Range<Int>, into chunk: inout NormalizedChunk
  ) {
    let limit = range.upperBound
    var i = range.lowerBound
    while i < limit {
      // Where a display needs to know sources, there is little text.
      if !chunk.tracksSource { i = normalizeSimple(text, i..<limit, into: &chunk) }
      if i < limit { i = normalizeNext(text, i..<limit, into: &chunk) }
    }
  }

  /// Appends code points that become one scalar each, as far as they go: nearly all text, a table look-up
  /// each.
  ///
  /// - Returns: where the first other one begins.
  private func normalizeSimple(
    _ text: Span<UInt8>, _ range: Range<Int>, into chunk: inout NormalizedChunk
  ) -> Int {
    let limit = range.upperBound
    let table = self.table.span
    var i = range.lowerBound
    // Out of the chunk while they grow, so that both can be written to at once.
    var (units, classes) = ([] as [UInt16], [] as [UInt8])
    swap(&units, &chunk.units)
    swap(&classes, &chunk.classes)
    units.append(addingCapacity: range.count) { units in
      classes.append(addingCapacity: range.count) { classes in
        // Where the one that was appended last begins, once there is one.
        var last: Int?
        while i < limit {
          let (scalar, length) = decodeUTF8(text, at: i, limit: limit)
          // Beyond the first plane nothing is known here.
          let entry = scalar < 0x1_0000 ? table[Int(scalar)] : 0
          if entry & Bits.plain != Bits.simple | Bits.boundary {
            // Of a segment with what follows, or perhaps: there the last is looked at once more.
            if entry & Bits.boundary == 0, let last {
              units.removeLast(1)
              classes.removeLast(1)
              i = last
            }
            return
          }
          units.append(UInt16(truncatingIfNeeded: entry))  // the scalar's bits above are zero
          classes.append(UInt8(truncatingIfNeeded: entry &>> 24))
          last = i
          i &+= length
        }
      }
    }
    swap(&units, &chunk.units)
    swap(&classes, &chunk.classes)
    return i
  }

  /// Appends the segment that begins a range, whatever it consists of.
  ///
  /// - Returns: its end.
  private mutating func normalizeNext(
    _ text: Span<UInt8>, _ range: Range<Int>, into chunk: inout NormalizedChunk
  ) -> Int {
    let limit = range.upperBound
    let i = range.lowerBound
    let (scalar, length) = decodeUTF8(text, at: i, limit: limit)
    let entry = self.entry(of: scalar)
    var next = i + length
    var following: (scalar: UInt32, length: Int) = (0, 0)
    var followingEntry = Bits.boundary
    if next < limit {
      following = decodeUTF8(text, at: next, limit: limit)
      followingEntry = self.entry(of: following.scalar)
    }
    if entry & Bits.simple != 0, followingEntry & Bits.boundary != 0 {
      chunk.append(entry & Bits.scalar, UInt8(truncatingIfNeeded: entry >> 24), from: i, to: next)
      return next
    }
    segment.removeAll(keepingCapacity: true)
    appendToSegment(scalar)
    while followingEntry & Bits.boundary == 0 {
      appendToSegment(following.scalar)
      next += following.length
      followingEntry = Bits.boundary
      if next < limit {
        following = decodeUTF8(text, at: next, limit: limit)
        followingEntry = self.entry(of: following.scalar)
      }
    }
    normalizeSegment(first: scalar, from: i, to: next, into: &chunk)
    return next
  }

  /// Whether text may be cut before `scalar` and the pieces normalized apart.
  mutating func hasBoundary(before scalar: UInt32) -> Bool {
    entry(of: scalar) & Bits.boundary != 0
  }

  private mutating func normalizeSegment(
    first: UInt32, from start: Int, to end: Int, into chunk: inout NormalizedChunk
  ) {
    icu.normalize(segment, into: &normalized)
    var i = 0
    while i < normalized.count {
      let (scalar, length) = decodeUTF16(normalized, at: i)
      let simplified = variants.simplified(scalar)
      var bits = classBits(of: simplified)
      // … becomes three full stops; the first of them ends the sentence.
      if i == 0 { bits = Normalizer.keepingRole(of: first, in: bits) }
      chunk.append(simplified, bits, from: start, to: end)
      i += length
    }
  }

  private mutating func appendToSegment(_ scalar: UInt32) { appendUTF16(scalar, to: &segment) }

  /// The class of a scalar that is normalized already.
  private mutating func classBits(of scalar: UInt32) -> UInt8 {
    let entry = entry(of: scalar)
    // A mark is not simple when ICU would not leave it as it is; ask afresh then.
    guard entry & Bits.simple != 0, entry & Bits.scalar == scalar else {
      return CharacterClass.bits(of: scalar)
    }
    return UInt8(truncatingIfNeeded: entry >> 24)
  }

  private static func keepingRole(of source: UInt32, in bits: UInt8) -> UInt8 {
    let role = CharacterClass.role(of: source)
    return role == CharacterClass.Role.none ? bits : bits & ~(0x07 << 3) | role << 3
  }

  @inline(__always)
  private mutating func entry(of scalar: UInt32) -> Entry {
    if scalar < 0x1_0000 {
      let entry = table[Int(scalar)]
      if entry != 0 { return entry }
    }
    return rareEntry(of: scalar)
  }

  @inline(never)
  private mutating func rareEntry(of scalar: UInt32) -> Entry {
    if scalar >= 0x1_0000, let entry = supplementary[scalar] { return entry }
    let entry = makeEntry(scalar)
    if scalar < 0x1_0000 { table[Int(scalar)] = entry } else { supplementary[scalar] = entry }
    return entry
  }

  private func makeEntry(_ scalar: UInt32) -> Entry {
    var entry = Bits.filled
    if icu.hasBoundary(before: scalar) { entry |= Bits.boundary }
    var source: [UInt16] = []
    var result: [UInt16] = []
    appendUTF16(scalar, to: &source)
    icu.normalize(source, into: &result)
    guard !result.isEmpty else { return entry }
    let (mapped, length) = decodeUTF16(result, at: 0)
    guard length == result.count else { return entry }
    let simplified = variants.simplified(mapped)
    var bits = Normalizer.keepingRole(of: scalar, in: CharacterClass.bits(of: simplified))
    if CharacterClass.alwaysParts(scalar) {
      bits = bits & ~CharacterClass.kindMask | CharacterClass.Kind.gap
    }
    return entry | Bits.simple | simplified | UInt32(bits) << 24
  }
}

@inline(__always)
private func appendUTF16(_ scalar: UInt32, to units: inout [UInt16]) {
  if scalar < 0x1_0000 {
    units.append(UInt16(truncatingIfNeeded: scalar))  // just compared
  } else {
    units.append(UInt16(truncatingIfNeeded: 0xD7C0 + scalar >> 10))  // at most 0xDBFF
    units.append(UInt16(truncatingIfNeeded: 0xDC00 | scalar & 0x3FF))
  }
}
