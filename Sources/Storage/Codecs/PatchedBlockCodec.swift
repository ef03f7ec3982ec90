// Blocks of 128 unsigned integers, most of them small: packed at the width that most values need,
// and followed by patches with the high bits of the others.
//
//   head    = width: 7 bits   patched: the high bit           // kept by the caller
//   block   = packed, 128 values   (patched: patches)
//   patches = bytes: u8   { index: u8   bits above the width: varint }*
//
// H. Yan, S. Ding, T. Suel, "Inverted index compression and query processing with optimized
// document ordering", 2009.

/// Packs and unpacks blocks of 128 integers with exceptions (PForDelta).
public enum PatchedBlockCodec {
  @usableFromInline static var patchedBit: UInt8 { 0x80 }

  /// The size of the largest block in bytes.
  @inlinable
  public static var maximumByteCount: Int { BlockCodec.packedSize(width: 32) + 1 + 255 }

  /// Appends a block of 128 values, packed at the width that takes the fewest bytes. Returns the
  /// head, which the caller stores and passes to `decode`.
  public static func encode(_ values: Span<UInt32>, into bytes: inout [UInt8]) -> UInt8 {
    precondition(values.count == BlockCodec.count, "a block")
    let (width, largest) = self.width(for: values)
    let mask: UInt32 = width == 32 ? .max : 1 << UInt32(width) - 1
    BlockCodec.encode(values, mask: mask, width: width, into: &bytes)
    guard width < largest else { return UInt8(width) }
    let patches = bytes.count
    bytes.append(0)
    for index in values.indices where values[index] > mask {
      bytes.append(UInt8(index))
      Varint.encode(UInt64(values[index] >> UInt32(width)), into: &bytes)
    }
    bytes[patches] = UInt8(bytes.count - patches - 1)
    return UInt8(width) | patchedBit
  }

  /// Returns the width at which a block takes the fewest bytes, and the width of the largest value.
  /// It tries every width down from the largest, until there are too many patches.
  private static func width(for values: Span<UInt32>) -> (best: Int, largest: Int) {
    let largest = BlockCodec.width(of: values)
    var (best, bestSize) = (largest, BlockCodec.packedSize(width: largest))
    // The number of wider values, by width.
    var wider = InlineArray<40, Int>(repeating: 0)
    var width = largest - 1
    while width >= 0 {
      let patched = BlockCodec.count(of: values, over: (1 &<< UInt32(width)) &- 1)
      // More patches seldom save bytes, and every patch takes time to decode.
      if patched > 64 { break }
      wider[width] = patched
      // A patch takes a byte for the index and a byte for every seven bits above the width.
      var patchBytes = 2 * patched
      var more = width + 7
      while more < largest {
        patchBytes += wider[more]
        more += 7
      }
      if patchBytes > 255 { break }
      let size = BlockCodec.packedSize(width: width) + 1 + patchBytes
      if size < bestSize { (best, bestSize) = (width, size) }
      width -= 1
    }
    return (best, largest)
  }

  /// The offset after a block; nil when the head is impossible or the block reaches beyond `limit`.
  ///
  /// - Precondition: the offset is not negative, and `limit` is at most the size of `bytes`.
  @inlinable
  public static func end(
    _ bytes: RawSpan, at offset: Int, head: UInt8, limit: Int
  ) -> Int? {
    let width = Int(head & 0x7F)
    var end = offset &+ BlockCodec.packedSize(width: width)
    if head & patchedBit != 0 { end &+= 1 &+ Int(bytes.uint8(at: end)) }
    return width <= 32 && end <= limit ? end : nil
  }

  /// Unpacks 128 values.
  ///
  /// - Precondition: the block lies within `bytes` (see `end`), here and in the functions below.
  public static func decode(
    _ bytes: RawSpan, at offset: Int, head: UInt8, into values: inout InlineArray<128, UInt32>
  ) {
    let width = Int(head & 0x7F)
    BlockCodec.decode(bytes, at: offset, width: width, into: &values)
    _ = patch(&values, bytes, at: offset, head: head)
  }

  /// Unpacks the values at the indexes `entries`, below 128. The other values are unspecified.
  public static func decode(
    _ entries: Span<UInt8>, of bytes: RawSpan, at offset: Int, head: UInt8,
    into values: inout InlineArray<128, UInt32>
  ) {
    let width = Int(head & 0x7F)
    precondition(width <= 32, "0 to 32 bits")
    var output = values.mutableSpan
    for index in entries.indices {
      let entry = Int(entries[index])
      output[entry] =
        width == 0 ? 0 : BlockCodec.value(bytes, at: offset, width: width, index: entry)
    }
    _ = patch(&values, bytes, at: offset, head: head)
  }

  /// Unpacks the values of all rows of four that overlap a range within 0 to 128, and returns the
  /// range of the unpacked values. The other values are unspecified.
  public static func decode(
    around range: Range<Int>, of bytes: RawSpan, at offset: Int, head: UInt8,
    into values: inout InlineArray<128, UInt32>
  ) -> Range<Int> {
    let rows = range.lowerBound / 4..<(range.upperBound + 3) / 4
    BlockCodec.decode(
      rows: rows, of: bytes, at: offset, width: Int(head & 0x7F), into: &values)
    _ = patch(&values, bytes, at: offset, head: head)
    return 4 * rows.lowerBound..<4 * rows.upperBound
  }

  /// Adds the high bits of the patched values. Returns a number of bits that holds every value;
  /// more than 32 when the patches of a damaged block do not fit.
  @inline(__always)
  private static func patch(
    _ values: inout InlineArray<128, UInt32>, _ bytes: RawSpan, at offset: Int, head: UInt8
  ) -> Int {
    let width = UInt32(head & 0x7F)
    guard head & patchedBit != 0 else { return Int(width) }
    var union: UInt32 = 0
    var values = values.mutableSpan
    var patch = offset + BlockCodec.packedSize(width: Int(width))
    let end = patch + 1 + Int(bytes.uint8(at: patch))
    patch += 1
    while patch < end {
      // The mask keeps a damaged index inside the block.
      let index = Int(bytes.uint8(at: patch) & 127)
      patch += 1
      let high = Varint.decode(bytes, at: &patch)
      union |= high
      values[index] |= high &<< width
    }
    return Int(width) + 32 - union.leadingZeroBitCount
  }

  /// Unpacks the first `count` or more of 128 differences as prefix sums, and returns their number.
  /// The other values are unspecified.
  ///
  /// - Returns: also a number of bits that holds each of these differences.
  public static func decodeDeltas(
    first count: Int, of bytes: RawSpan, at offset: Int, head: UInt8,
    into values: inout InlineArray<128, UInt32>
  ) -> (count: Int, bits: Int) {
    // Unpacking the whole block takes as long as three quarters of it row by row.
    if count > 96 {
      let bits = decodeDeltas(bytes, at: offset, head: head, after: 0, into: &values)
      return (BlockCodec.count, bits)
    }
    let rows = (count + 3) / 4
    BlockCodec.decode(
      rows: 0..<rows, of: bytes, at: offset, width: Int(head & 0x7F), into: &values)
    let bits = patch(&values, bytes, at: offset, head: head)
    BlockCodec.formPrefixSums(of: &values, after: 0, rows: rows)
    return (4 * rows, bits)
  }

  /// Unpacks 128 differences as prefix sums, as `BlockCodec.decodeDeltas` does.
  ///
  /// - Returns: a number of bits that holds every difference. When it is at most `exactBits` and
  ///   the base has at most 31 bits, no sum exceeds 32 bits, so that the sums ascend.
  @discardableResult
  public static func decodeDeltas(
    _ bytes: RawSpan, at offset: Int, head: UInt8, after base: UInt32,
    into values: inout InlineArray<128, UInt32>
  ) -> Int {
    if head & patchedBit == 0 {
      BlockCodec.decodeDeltas(bytes, at: offset, width: Int(head), after: base, into: &values)
      return Int(head)
    }
    BlockCodec.decode(bytes, at: offset, width: Int(head & 0x7F), into: &values)
    let bits = patch(&values, bytes, at: offset, head: head)
    BlockCodec.formPrefixSums(of: &values, after: base)
    return bits
  }

  /// The bits of differences of which 128 add up to less than 2³¹.
  public static var exactBits: Int { 24 }
}
