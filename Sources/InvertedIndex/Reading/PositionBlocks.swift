import Storage

/// Four positions of a document. When the document has fewer, the last one is repeated.
public typealias PositionRow = SIMD4<UInt32>

/// A reader's location in the positions of one term, with the decoded block around it.
///
/// A document has as many values as its frequency. Nothing separates documents: the values of entry
/// *i* begin after the *i* earlier entries of the block of postings, which take
/// *i* + Σ (frequency − 1) values. A document's first value is its first position, and the others
/// are differences.
///
/// All values of a damaged block, and of all later ones, are read as 0.
struct PositionBlocks: ~Copyable {
  private let tailCount: Int
  private let hasPackedBlocks: Bool
  /// Inline positions are verified with the term.
  private let isInline: Bool
  private let intactEnd: Int
  /// The offset of the values in bits, without packed blocks.
  private let firstBit: Int
  /// The file offset of the base block, to which the reader moved last, and of the current block.
  private var start: Int
  private var offset: Int
  /// The number of values from the base block to the current block.
  private var valuesBefore = 0
  /// The decoded part of the current block.
  private var decoded = 0..<0
  private var values = InlineArray<128, UInt32>(repeating: 0)
  /// True after a packed block that is damaged, so that the next one cannot be found.
  private var isLost = false
  /// Masks of the first one to four lanes of a row.
  private var masks: InlineArray<4, PositionRow> = [
    PositionRow(.max, 0, 0, 0), PositionRow(.max, .max, 0, 0), PositionRow(.max, .max, .max, 0),
    PositionRow(repeating: .max),
  ]

  /// Decoding fewer values than this is faster than decoding the whole block.
  private static var fewValues: Int { 32 }

  init(_ info: TermInfo, start: Int, firstBit: Int, intactEnd: Int) {
    self.firstBit = firstBit
    isInline = info.isInline
    self.intactEnd = intactEnd
    tailCount = info.occurrences % SegmentFormat.blockSize
    hasPackedBlocks = info.occurrences >= SegmentFormat.blockSize
    self.start = start
    offset = start
  }

  /// Makes the block at a file offset the base block, from which values are counted.
  mutating func move(toBlockAt newOffset: Int) {
    start = newOffset
    valuesBefore = 0
    isLost = false
    if offset != newOffset {
      offset = newOffset
      decoded = 0..<0
    }
  }

  /// Stores the positions of documents of one block of postings.
  ///
  /// - Parameters:
  ///   - entries: the documents' entries in the block, ascending.
  ///   - repetitions: by entry, the sum of frequency − 1 up to and including it.
  ///   - firstValue: the index of the first value of the block's first document, counted from the
  ///     base block.
  ///   - end: the index of the first row to store; there is room for all rows.
  ///   - ends: receives the end of each document's rows.
  ///   - found: the index of the first end to store.
  /// - Returns: the index after the last row.
  mutating func read(
    _ entries: Span<UInt8>, _ repetitions: Span<UInt32>, from firstValue: Int,
    in file: EnvelopedFile,
    _ rows: inout [PositionRow], at end: Int, _ ends: inout [UInt32], at found: Int
  ) -> Int {
    var rows = rows.mutableSpan
    var ends = ends.mutableSpan
    precondition(repetitions.count == 128 && found >= 0 && found <= ends.count - entries.count)
    var end = end
    var (lower, upper) = rowBounds
    for match in entries.indices {
      // Safe, here and below: entries are masked to be below 128; `ends` has room for each entry.
      let entry = unsafe Int(entries[unchecked: match] & 127)
      let before = unsafe entry == 0 ? 0 : repetitions[unchecked: (entry &- 1) & 127]
      let count = unsafe Int(repetitions[unchecked: entry] &- before) &+ 1
      let value = firstValue &+ Int(before) &+ entry
      if count <= 4, value >= lower, value <= upper {
        // The usual case when many documents of a block are wanted.
        rows[end] = row(from: value &- valuesBefore, count)
        end &+= 1
      } else {
        let next = match + 1 < entries.count ? Int(entries[match + 1] & 127) : 0
        let nextValue = next > 0 ? firstValue + Int(repetitions[next - 1]) + next : Int.max
        readDocument(count, from: value, before: nextValue, in: file, &rows, at: &end)
        (lower, upper) = rowBounds
      }
      unsafe ends[unchecked: found &+ match] = UInt32(truncatingIfNeeded: end)
    }
    return end
  }

  /// The first and the last index, from the base block, at which four decoded values begin.
  private var rowBounds: (lower: Int, upper: Int) {
    (valuesBefore + decoded.lowerBound, valuesBefore + decoded.upperBound - 4)
  }

  /// Returns the running sums of up to four values.
  ///
  /// - Parameter count: 1 to 4.
  /// - Precondition: `index` is at most 124.
  @inline(__always)
  private mutating func row(from index: Int, _ count: Int) -> PositionRow {
    let values = values.span
    precondition(index >= 0 && index <= 124)
    // Safe: the values are in bounds. Integers have no padding, and every bit pattern is a row.
    let row = unsafe values.bytes.unsafeLoadUnaligned(
      fromUncheckedByteOffset: 4 &* index, as: PositionRow.self)
    // Masked lanes add 0, which repeats the last position.
    return BlockCodec.prefixSums(row & masks[(count &- 1) & 3])
  }

  /// Stores the positions of one document, whose values may extend into following blocks. `value`
  /// and `next` are the indices of its first value and of the next wanted value, counted from the
  /// base block.
  @inline(never)
  private mutating func readDocument(
    _ count: Int, from value: Int, before next: Int, in file: EnvelopedFile,
    _ rows: inout MutableSpan<PositionRow>, at end: inout Int
  ) {
    // A document that extends into the next block may be read again.
    if value < valuesBefore { move(toBlockAt: start) }
    while value - valuesBefore >= SegmentFormat.blockSize, !isLost { enterNext(file) }
    guard !isLost else { return addZeros(count, to: &rows, at: &end) }
    var index = value - valuesBefore
    let isLast = next >= valuesBefore + SegmentFormat.blockSize
    // Rounded up to whole rows.
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
    // The values, or their last whole row, extend into the next block.
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

  /// Stores a position of 0 as often as the document has positions.
  private func addZeros(
    _ count: Int, to rows: inout MutableSpan<PositionRow>, at end: inout Int
  ) {
    for _ in 0..<(count + 3) / 4 {
      rows[end] = PositionRow()
      end += 1
    }
  }

  private mutating func enterNext(_ file: EnvelopedFile) {
    defer {
      valuesBefore += SegmentFormat.blockSize
      decoded = 0..<0
    }
    if isLost { return }
    if offset < intactEnd || Self.isPackedBlockIntact(file, at: offset) {
      let bytes = file.bytes
      if let end = Self.end(ofBlockAt: offset, head: bytes.uint8(at: offset), in: file) {
        offset = end
      } else {
        isLost = true
      }
    } else {
      isLost = true
    }
  }

  /// Returns the offset after a packed block; nil, and the damage is recorded, when it reaches
  /// beyond the file.
  private static func end(ofBlockAt offset: Int, head: UInt8, in file: EnvelopedFile) -> Int? {
    let end = PatchedBlockCodec.end(
      file.bytes, at: offset + 1, head: head, limit: file.payload.upperBound)
    if end == nil { recordFault(file, at: offset) }
    return end
  }

  @inline(never)
  private static func recordFault(_ file: EnvelopedFile, at offset: Int) {
    file.damage.record(file.corrupt(at: offset, "positions outside the file"))
  }

  /// True when the packed block at an offset, or the mark of the rest there, is intact.
  @inline(never)
  private static func isPackedBlockIntact(_ file: EnvelopedFile, at offset: Int) -> Bool {
    file.isIntact(from: offset, atMost: 1 + PatchedBlockCodec.maximumByteCount)
  }

  /// Decodes at least some values of the current block, unless they are decoded.
  ///
  /// - Parameter only: true when no other value of the block is known to be wanted.
  private mutating func decode(_ range: Range<Int>, only: Bool, _ file: EnvelopedFile) {
    if decoded.lowerBound <= range.lowerBound, range.upperBound <= decoded.upperBound { return }
    let isFirst = decoded.isEmpty
    decoded = 0..<SegmentFormat.blockSize
    if isLost { return clear() }
    let bytes = file.bytes
    if hasPackedBlocks {
      guard offset < intactEnd || Self.isPackedBlockIntact(file, at: offset) else { return clear() }
      let head = bytes.uint8(at: offset)
      if head != PostingsFormat.restFollows {
        guard Self.end(ofBlockAt: offset, head: head, in: file) != nil else { return clear() }
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
    if bit > 8 * file.payload.upperBound { Self.recordFault(file, at: file.payload.upperBound) }
  }

  private mutating func clear() { for index in 0..<SegmentFormat.blockSize { values[index] = 0 } }
}
