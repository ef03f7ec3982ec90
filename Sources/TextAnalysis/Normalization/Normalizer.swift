import CICU

/// NFKC_Casefold, then Traditional to Simplified characters and letters without accents, scalar by
/// scalar.
///
/// Segments, each from one normalization boundary to the next, are normalized separately. Nearly
/// all are one code point that maps to one scalar by a table. The table has one 32-bit entry per
/// code point of the BMP, filled when the code point first occurs:
///
///     bits  0…20  the normalized scalar
///     bit  21     the entry is filled
///     bit  22     a normalization boundary precedes the code point
///     bit  23     simple: alone in its segment, the code point maps to that one scalar
///     bits 24…31  the CharacterClass of that scalar
///
/// Other segments (decomposed accents, ㎡, half-width カ with its voicing mark, ignorables) go
/// through ICU, and the segment is the source of each of their code units, without invisible
/// characters at its end. Code points that Unicode 14.0 does not assign stay as they are, whatever
/// follows them, because versions of ICU differ in them.
struct Normalizer {
  private typealias Entry = UInt32
  private enum Bits {
    // Computed properties, so that the compiler makes them constants.
    static var scalar: Entry { 0x1F_FFFF }
    static var filled: Entry { 1 << 21 }
    static var boundary: Entry { 1 << 22 }
    static var simple: Entry { 1 << 23 }
    /// An entry that is not simple: the code point is invisible and is removed.
    static var invisible: Entry { 1 }
    /// These bits are `simple | boundary` when the code point maps to one code unit.
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

  /// Appends the normalized form of a range of `text` to `chunk`, with sources as offsets in it.
  mutating func normalize(
    _ text: Span<UInt8>, _ range: Range<Int>, into chunk: inout NormalizedChunk
  ) {
    let limit = range.upperBound
    var i = range.lowerBound
    while i < limit {
      // The fast path records no sources. Texts that need them are short.
      if !chunk.tracksSource { i = normalizeSimple(text, i..<limit, into: &chunk) }
      if i < limit { i = normalizeNext(text, i..<limit, into: &chunk) }
    }
  }

  /// Appends the code points at the beginning of a range that map to one scalar each, and returns
  /// the offset of the first other code point.
  private func normalizeSimple(
    _ text: Span<UInt8>, _ range: Range<Int>, into chunk: inout NormalizedChunk
  ) -> Int {
    let limit = range.upperBound
    let table = self.table.span
    var i = range.lowerBound
    // Moved out of the chunk, so that both can grow at the same time.
    var (units, classes) = ([] as [UInt16], [] as [UInt8])
    swap(&units, &chunk.units)
    swap(&classes, &chunk.classes)
    units.append(addingCapacity: range.count) { units in
      classes.append(addingCapacity: range.count) { classes in
        /// The offset of the code point appended last.
        var last: Int?
        while i < limit {
          let (scalar, length) = decodeUTF8(text, at: i, limit: limit)
          let entry = scalar < 0x1_0000 ? table[Int(scalar)] : 0
          if entry & Bits.plain != Bits.simple | Bits.boundary {
            // Without a boundary before it, this code point belongs to the segment of the last one.
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

  /// Appends the first segment of a range, and returns its end.
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
    let isAlone = followingEntry & Bits.boundary != 0 || ScalarClass(scalar) == .unassigned
    if entry & Bits.simple != 0, isAlone {
      chunk.append(entry & Bits.scalar, UInt8(truncatingIfNeeded: entry >> 24), from: i, to: next)
      return next
    }
    segment.removeAll(keepingCapacity: true)
    appendUTF16(scalar, to: &segment)
    var visibleEnd = next
    var source = scalar
    while followingEntry & Bits.boundary == 0 {
      appendUTF16(following.scalar, to: &segment)
      next += following.length
      if followingEntry & (Bits.simple | Bits.invisible) != Bits.invisible { visibleEnd = next }
      if Self.encloses(following.scalar) { source = Self.enclosedDigit }
      followingEntry = Bits.boundary
      if next < limit {
        following = decodeUTF8(text, at: next, limit: limit)
        followingEntry = self.entry(of: following.scalar)
      }
    }
    normalizeSegment(source, from: i, to: visibleEnd, into: &chunk)
    return next
  }

  /// True for a mark that makes a sign of the digit or letter before it: 1️⃣ is 1 and U+20E3.
  private static func encloses(_ scalar: UInt32) -> Bool { (0x20DD...0x20E4).contains(scalar) }

  /// ①, whose class a digit or letter in a box has.
  private static let enclosedDigit: UInt32 = 0x2460

  /// True when the text before `scalar` and the text from it on can be normalized separately.
  mutating func hasBoundary(before scalar: UInt32) -> Bool {
    entry(of: scalar) & Bits.boundary != 0
  }

  /// Appends the normalized form of `segment`.
  ///
  /// - Parameter source: the code point that decides the class of letters and digits.
  private mutating func normalizeSegment(
    _ source: UInt32, from start: Int, to end: Int, into chunk: inout NormalizedChunk
  ) {
    icu.normalize(segment, into: &normalized)
    var isFirst = true
    var i = 0
    while i < normalized.count {
      let (scalar, length) = decodeUTF16(normalized.span, at: i)
      i += length
      for folded in fold(scalar) {
        let bits = CharacterClass.bits(of: folded, from: source, isFirst: isFirst)
        chunk.append(folded, bits, from: start, to: end)
        isFirst = false
      }
    }
  }

  /// Returns a scalar of NFKC_Casefold without accents and in its standard form.
  private func fold(_ scalar: UInt32) -> [UInt32] {
    if ScalarClass.isAccent(scalar) { return [] }
    if Self.apostrophes.contains(scalar) { return [0x27] }
    if let plain = AccentFolding.plainForm(of: scalar) { return plain }
    return [variants.simplified(Radicals.ideograph(of: scalar))]
  }

  /// Forms of the apostrophe in don’t: ʼ ‘ ’ ‛.
  private static let apostrophes: [UInt32] = [0x02BC, 0x2018, 0x2019, 0x201B]

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
    if ScalarClass(scalar) == .unassigned {
      let bits = CharacterClass.bits(of: scalar)
      return Bits.filled | Bits.boundary | Bits.simple | scalar | UInt32(bits) << 24
    }
    var entry = Bits.filled
    if !Self.encloses(scalar), icu.hasBoundary(before: scalar) { entry |= Bits.boundary }
    var source: [UInt16] = []
    var result: [UInt16] = []
    appendUTF16(scalar, to: &source)
    icu.normalize(source, into: &result)
    guard !result.isEmpty else {
      return isVariationSelector(scalar) ? entry : entry | Bits.invisible
    }
    let (mapped, length) = decodeUTF16(result.span, at: 0)
    guard length == result.count else { return entry }
    let folded = fold(mapped)
    guard folded.count == 1 else { return entry }
    let bits = CharacterClass.bits(of: folded[0], from: scalar, isFirst: true)
    return entry | Bits.simple | folded[0] | UInt32(bits) << 24
  }

  /// True for a code point that is part of the character before it on a screen.
  private func isVariationSelector(_ scalar: UInt32) -> Bool {
    (0xFE00...0xFE0F).contains(scalar) || (0xE0100...0xE01EF).contains(scalar)
      || (0x180B...0x180F).contains(scalar)
  }
}

/// ICU's NFKC_Casefold: compatibility composition, case folding, default ignorables removed.
@safe struct ICUNormalizer {
  /// Owned by ICU and immutable for the life of the process.
  private let handle: OpaquePointer

  init() throws(AnalysisError) {
    var status: Int32 = 0
    let opened = unsafe cicu_unorm2_getNFKCCasefoldInstance(&status)
    unsafe handle = try AnalysisError.opened(
      opened, status, by: "unorm2_getNFKCCasefoldInstance")
  }

  /// True when the text before `scalar` and the text from it on can be normalized separately.
  func hasBoundary(before scalar: UInt32) -> Bool {
    // Safe: the handle is always valid, and ICU accepts any value.
    unsafe cicu_unorm2_hasBoundaryBefore(handle, scalar)
  }

  func normalize(_ source: [UInt16], into result: inout [UInt16]) {
    // NFKC turns one code unit into at most eighteen (U+FDFA).
    let capacity = source.count * 18 + 18
    if result.count < capacity {
      result.append(contentsOf: repeatElement(0, count: capacity - result.count))
    }
    var status: Int32 = 0
    var length: Int32 = 0
    unsafe source.withUnsafeBufferPointer { input in
      unsafe result.withUnsafeMutableBufferPointer { output in
        // Safe: both buffers outlive the call, and ICU respects the lengths.
        length = unsafe cicu_unorm2_normalize(
          handle, input.baseAddress, Int32(input.count), output.baseAddress, Int32(output.count),
          &status)
      }
    }
    precondition(!cicu_failed(status), "ICU is out of memory")
    result.removeLast(result.count - Int(length))
  }
}
