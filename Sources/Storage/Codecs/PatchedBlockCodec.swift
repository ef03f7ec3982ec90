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
  private static let patchedBit: UInt8 = 0x80

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

  /// The size of a block in bytes.
  ///
  /// - Precondition: the block lies within `bytes`, here and in the functions below.
  @inlinable
  public static func byteCount(_ bytes: RawSpan, at offset: Int, head: UInt8) -> Int {
    let packed = BlockCodec.packedSize(width: Int(head & 0x7F))
    return head < 0x80 ? packed : packed + 1 + Int(bytes.uint8(at: offset + packed))
  }

  /// Unpacks 128 values.
  public static func decode(
    _ bytes: RawSpan, at offset: Int, head: UInt8, into values: inout InlineArray<128, UInt32>
  ) {
    let width = Int(head & 0x7F)
    BlockCodec.decode(bytes, at: offset, width: width, into: &values)
    patch(&values, bytes, at: offset, head: head)
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
    patch(&values, bytes, at: offset, head: head)
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
    patch(&values, bytes, at: offset, head: head)
    return 4 * rows.lowerBound..<4 * rows.upperBound
  }

  /// Adds the high bits of the patched values.
  @inline(__always)
  private static func patch(
    _ values: inout InlineArray<128, UInt32>, _ bytes: RawSpan, at offset: Int, head: UInt8
  ) {
    guard head & patchedBit != 0 else { return }
    let width = UInt32(head & 0x7F)
    var values = values.mutableSpan
    var patch = offset + BlockCodec.packedSize(width: Int(width))
    let end = patch + 1 + Int(bytes.uint8(at: patch))
    patch += 1
    while patch < end {
      // The mask keeps a damaged index inside the block.
      let index = Int(bytes.uint8(at: patch) & 127)
      patch += 1
      values[index] |= Varint.decode(bytes, at: &patch) &<< width
    }
  }

  /// Unpacks the first `count` or more of 128 differences as prefix sums, and returns their number.
  /// The other values are unspecified.
  public static func decodeDeltas(
    first count: Int, of bytes: RawSpan, at offset: Int, head: UInt8,
    into values: inout InlineArray<128, UInt32>
  ) -> Int {
    // Unpacking the whole block takes as long as three quarters of it row by row.
    if count > 96 {
      decodeDeltas(bytes, at: offset, head: head, after: 0, into: &values)
      return BlockCodec.count
    }
    let decoded = decode(around: 0..<count, of: bytes, at: offset, head: head, into: &values)
    BlockCodec.formPrefixSums(of: &values, after: 0, rows: decoded.upperBound / 4)
    return decoded.upperBound
  }

  /// Unpacks 128 differences as prefix sums, as `BlockCodec.decodeDeltas` does.
  public static func decodeDeltas(
    _ bytes: RawSpan, at offset: Int, head: UInt8, after base: UInt32,
    into values: inout InlineArray<128, UInt32>
  ) {
    if head & patchedBit == 0 {
      BlockCodec.decodeDeltas(bytes, at: offset, width: Int(head), after: base, into: &values)
    } else {
      decode(bytes, at: offset, head: head, into: &values)
      BlockCodec.formPrefixSums(of: &values, after: base)
    }
  }
}
