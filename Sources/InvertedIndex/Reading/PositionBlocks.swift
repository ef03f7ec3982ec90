import Storage

/// Where in a term's positions a reader stands, with the decoded block around it. Of a damaged block, all values
/// are 0.
struct PositionBlocks: ~Copyable {
  /// Values behind the packed blocks.
  private let tailCount: Int
  private let hasPackedBlocks: Bool
  /// What lies in the dictionary was verified with the term.
  private let isInline: Bool
  /// File offset up to which the term's packed blocks have been verified.
  private let intactEnd: Int
  /// Where the values begin, in bits, when no block is packed.
  private let firstBit: Int
  /// File offset of the block that was moved to.
  private var start: Int
  /// File offset of the current block.
  private var offset: Int
  /// Values between the block that was moved to and the current one.
  private var valuesBefore = 0
  /// Of the current block, those in `values`.
  private var decoded = 0..<0
  private var values = InlineArray<128, UInt32>(repeating: 0)
  /// The first lane of a row, the first two and so on.
  private var masks: InlineArray<4, PositionRow> = [
    PositionRow(.max, 0, 0, 0), PositionRow(.max, .max, 0, 0), PositionRow(.max, .max, .max, 0),
    PositionRow(repeating: .max),
  ]

  init(_ info: TermInfo, start: Int, firstBit: Int, intactEnd: Int) {
    self.firstBit = firstBit
    isInline = info.isInline
    self.intactEnd = intactEnd
    tailCount = info.occurrences % SegmentFormat.blockSize
    hasPackedBlocks = info.occurrences >= SegmentFormat.blockSize
    self.start = start
    offset = start
  }

  /// Counts values from a block on.
  mutating func move(toBlockAt newOffset: Int) {
    start = newOffset
    valuesBefore = 0
    if offset != newOffset {
      offset = newOffset
      decoded = 0..<0
    }
  }

  /// Stores the positions of some documents of a block of postings, and where those of each end.
  ///
  /// - Parameters:
  ///   - entries: of the documents in their block, ascending.
  ///   - repetitions: by entry, occurrences in the documents up to it, but the first of each.
  ///   - firstValue: of the block's first document, counted from the block that was moved to.
  ///   - end: where to store the first row; there is room for all.
  ///   - found: where to store the first end.
  /// - Returns: where the last ends.
  mutating func read(
    _ entries: Span<UInt8>, _ repetitions: Span<UInt32>, from firstValue: Int,
    in file: EnvelopedFile,
    _ rows: inout [PositionRow], at end: Int, _ ends: inout [UInt32], at found: Int
  ) -> Int {
    var rows = rows.mutableSpan
    var ends = ends.mutableSpan
    precondition(repetitions.count == 128 && found >= 0 && found <= ends.count - entries.count)
    var end = end
    // Values before those that are decoded, and before the last four of them.
    var (lower, upper) = bounds
    for match in entries.indices {
      // Safe, here and below: entries are made to be below 128, and there are as many ends as entries.
      let entry = unsafe Int(entries[unchecked: match] & 127)
      let before = unsafe entry == 0 ? 0 : repetitions[unchecked: (entry &- 1) & 127]
      let count = unsafe Int(repetitions[unchecked: entry] &- before) &+ 1
      let value = firstValue &+ Int(before) &+ entry
      if count <= 4, value >= lower, value <= upper {
        // Mostly, where many documents of a block are wanted.
        rows[end] = row(from: value &- valuesBefore, count)
        end &+= 1
      } else {
        let next = match + 1 < entries.count ? Int(entries[match + 1] & 127) : 0
        let nextValue = next > 0 ? firstValue + Int(repetitions[next - 1]) + next : Int.max
        read(count, from: value, before: nextValue, in: file, &rows, at: &end)
        (lower, upper) = bounds
      }
      unsafe ends[unchecked: found &+ match] = UInt32(truncatingIfNeeded: end)
    }
    return end
  }

  /// The first and the last value from which on four are decoded.
  private var bounds: (lower: Int, upper: Int) {
    (valuesBefore + decoded.lowerBound, valuesBefore + decoded.upperBound - 4)
  }

  /// The sums of some deltas.
  ///
  /// - Parameter count: 1 to 4.
  /// - Precondition: `index` is at most 124.
  @inline(__always)
  private mutating func row(from index: Int, _ count: Int) -> PositionRow {
    let values = values.span
    precondition(index >= 0 && index <= 124)
    // Safe: four values have been checked; integers have no padding, and every bit pattern is a row.
    let row = unsafe values.bytes.unsafeLoadUnaligned(
      fromUncheckedByteOffset: 4 &* index, as: PositionRow.self)
    // What is behind the last counts nothing, so that the last comes again.
    return BlockCodec.prefixSums(row & masks[(count &- 1) & 3])
  }

  /// Stores the positions of a document.
  ///
  /// - Parameters:
  ///   - value: its first.
  ///   - next: the value that is wanted next, as far as is known.
  @inline(never)
  private mutating func read(
    _ count: Int, from value: Int, before next: Int, in file: EnvelopedFile,
    _ rows: inout MutableSpan<PositionRow>, at end: inout Int
  ) {
    // A document may be asked for again that went on in the next block.
    if value < valuesBefore { move(toBlockAt: start) }
    while value - valuesBefore >= SegmentFormat.blockSize { enterNext(file) }
    var index = value - valuesBefore
    let isLast = next >= valuesBefore + SegmentFormat.blockSize
    // Whole rows.
    let rowsEnd = index + (count + 3) & ~3
    decode(index..<min(SegmentFormat.blockSize, rowsEnd), only: isLast, file)
    var position: UInt32 = 0
    if rowsEnd <= SegmentFormat.blockSize {
      var rest = count
      while rest > 0 {
        let row = row(from: index, min(rest, 4)) &+ PositionRow(repeating: position)
        position = row[3]
        rows[end] = row
        end += 1
        rest -= 4
        index += 4
      }
      return
    }
    // They go on in the next block, or could by whole rows.
    for number in 0..<count {
      if index == SegmentFormat.blockSize {
        enterNext(file)
        index = 0
        decode(0..<min(SegmentFormat.blockSize, count - number), only: false, file)
      }
      position &+= values[index]
      index += 1
      let lane = number & 3
      if lane == 0 { rows[end + number / 4] = PositionRow(repeating: position) }
      for later in lane..<4 { rows[end + number / 4][later] = position }
    }
    end += (count + 3) / 4
  }

  private mutating func enterNext(_ file: EnvelopedFile) {
    if offset < intactEnd || Self.isPackedBlockIntact(file, at: offset) {
      let bytes = file.bytes
      offset +=
        1 + PatchedBlockCodec.byteCount(bytes, at: offset + 1, head: bytes.uint8(at: offset))
    }
    valuesBefore += SegmentFormat.blockSize
    decoded = 0..<0
  }

  /// Whether a packed block is intact, or the mark that stands in its place.
  @inline(never)
  private static func isPackedBlockIntact(_ file: EnvelopedFile, at offset: Int) -> Bool {
    file.isIntact(from: offset, atMost: 1 + PatchedBlockCodec.maximumByteCount)
  }

  /// Decodes some values of the current block at least, unless they are.
  ///
  /// - Parameter only: no others are wanted, as far as is known.
  private mutating func decode(_ range: Range<Int>, only: Bool, _ file: EnvelopedFile) {
    if decoded.lowerBound <= range.lowerBound, range.upperBound <= decoded.upperBound { return }
    let isFirst = decoded.isEmpty
    decoded = 0..<SegmentFormat.blockSize
    let bytes = file.bytes
    if hasPackedBlocks {
      guard offset < intactEnd || Self.isPackedBlockIntact(file, at: offset) else {
        return clear()
      }
      let head = bytes.uint8(at: offset)
      if head != PositionsFormat.restFollows {
        if only, isFirst, range.count <= Self.fewValues {
          decoded = PatchedBlockCodec.decode(
            around: range, of: bytes, at: offset + 1, head: head, into: &values)
        } else {
          PatchedBlockCodec.decode(bytes, at: offset + 1, head: head, into: &values)
        }
        return
      }
    }
    var bit = hasPackedBlocks ? 8 * (offset + 1) : firstBit
    let restSize = (RiceCode.parameterBits + tailCount * RiceCode.maximumBits + 7) / 8
    guard isInline || file.isIntact(from: bit / 8, atMost: restSize) else { return clear() }
    let parameter = Int(BitReader.read(bytes, at: &bit, bits: RiceCode.parameterBits))
    for index in 0..<tailCount {
      values[index] = RiceCode.decode(bytes, at: &bit, parameter: parameter)
    }
  }

  private mutating func clear() {
    for index in 0..<SegmentFormat.blockSize { values[index] = 0 }
  }

  /// So few that decoding all of a block takes longer.
  private static var fewValues: Int { 32 }
}

/// Four positions of a document; where it has no more, the last again.
public typealias PositionRow = SIMD4<UInt32>

enum PositionsFormat {
  /// In place of a head: what follows is the rest of a term that has packed blocks.
  static let restFollows: UInt8 = 0xFF
}
