// Blocks of 128 unsigned integers, packed at `width` bits each, 0 to 32, without gaps.
//
//   block = word[width]      word = lane[4]      lane = 32 bits, little endian
//
// The layout is vertical (D. Lemire, L. Boytsov, "Decoding billions of integers per second through
// vectorization", 2015): lane l holds the values l, l + 4, l + 8, … of the block, 32 values of
// `width` bits from the lowest bit up. One shift of a 128-bit vector moves four neighbouring
// values. A block takes 16 × width bytes, and the decoder reads no byte after it. Unlike in the
// paper, differences are between neighbours and not four apart, which makes them smaller.

#if _endian(big)
  #error("packed blocks are read as little-endian memory")
#endif

/// Packs and unpacks blocks of 128 integers.
public enum BlockCodec {
  /// The number of values in a block.
  public static let count = 128

  /// Four neighbouring values, one of each lane. A block is 32 rows.
  @usableFromInline typealias Row = SIMD4<UInt32>

  /// The number of bits of the largest value, 0 to 32.
  public static func width(of values: borrowing InlineArray<128, UInt32>) -> Int {
    width(of: values.span)
  }

  /// The size of a block in bytes: 16 for each bit of the width.
  @inlinable
  public static func packedSize(width: Int) -> Int { 16 * width }

  /// Packs 128 values, and appends `packedSize(width:)` bytes.
  ///
  /// - Precondition: `width` is at most 32 and no value needs more bits.
  public static func encode(
    _ values: borrowing InlineArray<128, UInt32>, width: Int, into bytes: inout [UInt8]
  ) {
    precondition(width >= 0 && width <= 32, "0 to 32 bits")
    let largestWidth = self.width(of: values)
    precondition(largestWidth <= width, "value over the width")
    encode(values.span, mask: .max, width: width, into: &bytes)
  }

  /// Packs 128 values after masking them with `mask`, which makes them fit into the width.
  static func encode(_ values: Span<UInt32>, mask: UInt32, width: Int, into bytes: inout [UInt8]) {
    precondition(values.count == count && width >= 0 && width <= 32, "a block of 0 to 32 bits")
    if width == 0 { return }
    let rows = unsafe values.bytes  // Safe: integers have no padding.
    let masks = Row(repeating: mask)
    var words = InlineArray<32, Row>(repeating: Row())
    var output = words.mutableSpan
    var word = Row()
    var index = 0
    var shift: UInt32 = 0
    for row in 0..<32 {
      let value = load(rows, row) & masks
      word |= value &<< shift
      shift &+= UInt32(width)
      if shift >= 32 {
        shift &-= 32
        output[index] = word
        index &+= 1
        // The bits that did not fit into the word begin the next word.
        word = shift > 0 ? value &>> (UInt32(width) &- shift) : Row()
      }
    }
    // Safe: `words` has 32 rows of 16 bytes, of which `width` are used.
    unsafe words.span.bytes.extracting(first: packedSize(width: width)).withUnsafeBytes {
      unsafe bytes.append(contentsOf: $0)
    }
  }

  /// The number of the 128 values above a limit.
  static func count(of values: Span<UInt32>, over limit: UInt32) -> Int {
    precondition(values.count == count, "a block")
    let rows = unsafe values.bytes  // Safe: integers have no padding.
    let limits = Row(repeating: limit)
    var counts = Row()
    for row in 0..<32 { counts.replace(with: counts &+ 1, where: load(rows, row) .> limits) }
    return Int(counts.wrappedSum())
  }

  /// The number of bits of the largest of 128 values, 0 to 32.
  static func width(of values: Span<UInt32>) -> Int {
    precondition(values.count == count, "a block")
    let rows = unsafe values.bytes  // Safe: integers have no padding.
    var union = Row()
    for row in 0..<32 { union |= load(rows, row) }
    return 32 - (union[0] | union[1] | union[2] | union[3]).leadingZeroBitCount
  }

  /// Unpacks 128 values.
  ///
  /// - Precondition: `width` is at most 32, and `packedSize(width:)` bytes lie within `bytes` at
  ///   `offset`. Both are checked, once for the block: damage traps, and never reads outside.
  public static func decode(
    _ bytes: RawSpan, at offset: Int, width: Int, into values: inout InlineArray<128, UInt32>
  ) {
    unpack(bytes, at: offset, width: width, into: &values) { $0 }
  }

  /// Unpacks 128 differences as their prefix sums: value *i* is `base` &+ differences 0 to *i*.
  ///
  /// - Precondition: the block lies within `bytes`, as for `decode`.
  public static func decodeDeltas(
    _ bytes: RawSpan, at offset: Int, width: Int, after base: UInt32,
    into values: inout InlineArray<128, UInt32>
  ) {
    var last = Row(repeating: base)
    unpack(bytes, at: offset, width: width, into: &values) { row in
      let sums = prefixSums(row)
      let result = sums &+ last
      // Added from `sums` and not from `result`, so that a row waits for one addition only.
      last &+= Row(repeating: sums[3])
      return result
    }
  }

  /// Unpacks the 32 rows of four values, and passes each through `transform`.
  ///
  /// 32 × width bits are exactly `width` words, so the last row is the end of the last word.
  @inline(__always)
  private static func unpack(
    _ bytes: RawSpan, at offset: Int, width: Int, into values: inout InlineArray<128, UInt32>,
    _ transform: (Row) -> Row
  ) {
    precondition(width >= 0 && width <= 32, "0 to 32 bits")
    let block = bytes.extracting(offset..<offset + packedSize(width: width))
    var output = values.mutableSpan
    if width == 0 {
      for row in 0..<32 { store(transform(Row()), &output, row) }
      return
    }
    if width == 32 {
      for row in 0..<32 { store(transform(load(block, row)), &output, row) }
      return
    }
    let width = UInt32(width)
    let mask = Row(repeating: (1 &<< width) &- 1)
    var word = load(block, 0)
    var index = 0
    var shift: UInt32 = 0
    for row in 0..<31 {
      var value = word &>> shift
      shift &+= width
      if shift >= 32 {
        shift &-= 32
        index &+= 1
        word = load(block, index)
        // When no bits are missing, the mask drops all of the next word.
        value |= word &<< (width &- shift)
      }
      store(transform(value & mask), &output, row)
    }
    store(transform(word &>> (32 &- width)), &output, 31)
  }

  /// Unpacks one of the 128 values.
  @inline(__always)
  static func value(_ bytes: RawSpan, at offset: Int, width: Int, index: Int) -> UInt32 {
    let bit = (index &>> 2) &* width
    let shift = UInt64(truncatingIfNeeded: bit & 31)
    let first = offset &+ 16 &* (bit &>> 5) &+ 4 &* (index & 3)
    var value = UInt64(bytes.uint32(at: first)) &>> shift
    // The lane continues 16 bytes later.
    if Int(shift) + width > 32 {
      value |= UInt64(bytes.uint32(at: first &+ 16)) &<< (32 &- shift)
    }
    return UInt32(truncatingIfNeeded: value & ((1 &<< UInt64(truncatingIfNeeded: width)) &- 1))
  }

  /// Unpacks the values of some of the 32 rows.
  static func decode(
    rows: Range<Int>, of bytes: RawSpan, at offset: Int, width: Int,
    into values: inout InlineArray<128, UInt32>
  ) {
    precondition(width >= 0 && width <= 32, "0 to 32 bits")
    precondition(rows.lowerBound >= 0 && rows.upperBound <= 32, "32 rows")
    let block = bytes.extracting(offset..<offset + packedSize(width: width))
    let mask = Row(repeating: width == 32 ? .max : (1 &<< UInt32(width)) &- 1)
    var output = values.mutableSpan
    for row in rows {
      let bit = row &* width
      let shift = UInt32(truncatingIfNeeded: bit & 31)
      var value = Row()
      if width > 0 { value = load(block, bit &>> 5) &>> shift }
      // The next word exists here, because the last row ends with a word.
      if Int(shift) &+ width > 32 {
        value |= load(block, bit &>> 5 &+ 1) &<< (32 &- shift)
      }
      store(value & mask, &output, row)
    }
  }

  /// Replaces the differences of the first `rows` rows by their prefix sums, as in `decodeDeltas`.
  static func formPrefixSums(
    of values: inout InlineArray<128, UInt32>, after base: UInt32, rows: Int = 32
  ) {
    precondition(rows >= 0 && rows <= 32, "32 rows")
    var last = Row(repeating: base)
    var output = values.mutableSpan
    for row in 0..<rows {
      let sums = prefixSums(load(unsafe output.span.bytes, row))  // Safe: integers have no padding.
      store(sums &+ last, &output, row)
      last &+= Row(repeating: sums[3])
    }
  }

  /// The sums of the first one, two, three and four values of a row: (a, b, c, d) becomes
  /// (a, a + b, c, c + d), and the second sum is added to the last two.
  @inlinable @inline(__always)
  public static func prefixSums(_ row: SIMD4<UInt32>) -> SIMD4<UInt32> {
    // Safe: both types are 16 bytes in which every bit pattern is a value.
    // A 64-bit shift moves a lane by one at half the cost of a shuffle.
    let pairs = unsafe unsafeBitCast(row, to: SIMD2<UInt64>.self)
    let sums = unsafe row &+ unsafeBitCast(pairs &<< 32, to: SIMD4<UInt32>.self)
    return sums &+ SIMD4(0, 0, sums[1], sums[1])
  }

  @inline(__always)
  private static func load(_ bytes: RawSpan, _ row: Int) -> Row {
    // Safe: the caller has checked the extent of the block, and every bit pattern is a row.
    unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: 16 &* row, as: Row.self)
  }

  @inline(__always)
  private static func store(_ value: Row, _ output: inout MutableSpan<UInt32>, _ row: Int) {
    var bytes = unsafe output.mutableBytes  // Safe: the output has 32 rows of 16 bytes.
    unsafe bytes.storeBytes(of: value, toUncheckedByteOffset: 16 &* row, as: Row.self)
  }
}
