import Storage

/// Reads the positions of a term's documents, many at a time; the format is at `PostingsEncoder`.
///
/// Documents are asked for in order, so that every block is decoded once.
public final class PositionsReader {
  private let list: PostingsList
  private let file: MappedFile
  private let start: Int
  private var walk: PostingsWalk
  private var place = Place()
  private var blocks: PositionsWalk

  /// The document that is read next.
  private struct Place {
    /// Block of postings and entry in it up to which `values` counts occurrences.
    var block = -1
    var entry = 0
    var values = 0
  }

  /// - Precondition: the cursor's term has positions.
  public init(_ cursor: PostingsCursor) {
    list = cursor.list
    // Inline positions begin where the documents end.
    walk = list.info.isInline ? PostingsWalk(list) : PostingsWalk()
    file = list.info.isInline ? list.file : cursor.reader.positions.file
    start = list.info.positionsOffset
    let firstBit = list.info.isInline ? walk.tailEnd : 8 * start
    blocks = PositionsWalk(list.info, start: start, firstBit: firstBit)
  }

  /// Appends the positions of some documents, one document after another, each ascending.
  ///
  /// - Parameters:
  ///   - documents: all of the term's, ascending; in several calls, from call to call too.
  ///   - ends: receives for every document where its positions end in `positions`.
  /// - Complexity: O(occurrences), and a block of 128 now and then.
  public func read(
    _ documents: [UInt32], into positions: inout [UInt32], ends: inout [Int]
  ) {
    let file = self.file
    Self.read(
      documents.span, list, &walk, file.bytes, start, &place, &blocks, into: &positions, &ends)
  }

  private static func read(
    _ documents: Span<UInt32>, _ list: PostingsList, _ walk: inout PostingsWalk,
    _ bytes: RawSpan, _ start: Int, _ place: inout Place, _ blocks: inout PositionsWalk,
    into positions: inout [UInt32], _ ends: inout [Int]
  ) {
    var found = ends.count
    ends.append(contentsOf: repeatElement(0, count: documents.count))
    walk.forEachMatchingBlock(documents, of: list) { walk, matches in
      walk.readFrequencies(of: list)
      if place.block != walk.block {
        place = Place(block: walk.block)
        if list.hasSkipTable {
          let skip = list.skipEntry(walk.block)
          place.values = Int(skip.positionsIndex)
          blocks.move(toBlockAt: start + Int(skip.positionsOffset))
        } else {
          blocks.move(toBlockAt: start)
        }
      }
      let frequencies = walk.blockFrequencies
      let entries = matches.entries.span
      precondition(matches.count <= min(entries.count, ends.count - found))
      // Room for all of them at once, so that each is only stored.
      var total = 0
      // Safe, here and below: there are as many matches, 128 frequencies, and as many ends.
      for match in 0..<matches.count {
        total &+= unsafe Int(frequencies[unchecked: Int(entries[unchecked: match] & 127)])
      }
      var end = positions.count
      positions.append(contentsOf: repeatElement(0, count: total))
      var target = positions.mutableSpan
      var targetEnds = ends.mutableSpan
      var values = place.values
      var next = place.entry
      for match in 0..<matches.count {
        let entry = unsafe Int(entries[unchecked: match] & 127)
        while next < entry {
          values &+= unsafe Int(frequencies[unchecked: next])
          next &+= 1
        }
        let count = unsafe Int(frequencies[unchecked: entry])
        if !blocks.readOne(count, from: values, to: &target, at: end) {
          blocks.read(count, from: values, in: bytes, to: &target, at: end)
        }
        end &+= count
        unsafe targetEnds[unchecked: found] = end
        found &+= 1
      }
      place.values = values
      place.entry = next
    }
    // None is missing but in damaged postings.
    ends.removeLast(ends.count - found)
  }
}

/// Where in a term's positions a reader stands, with the decoded block around it.
private struct PositionsWalk: ~Copyable {
  /// Values behind the packed blocks.
  private let tailCount: Int
  private let hasPackedBlocks: Bool
  /// Where the values begin, in bits, when no block is packed.
  private let firstBit: Int
  /// File offset of the current block.
  private var offset: Int
  /// Values between the block that was moved to and the current one.
  private var valuesBefore = 0
  /// File offset of the block in `values`, −1 when none is.
  private var decodedOffset = -1
  private var values = InlineArray<128, UInt32>(repeating: 0)

  init(_ info: TermInfo, start: Int, firstBit: Int) {
    self.firstBit = firstBit
    tailCount = info.occurrences % SegmentFormat.blockSize
    hasPackedBlocks = info.occurrences >= SegmentFormat.blockSize
    offset = start
  }

  /// Counts values from a block on.
  mutating func move(toBlockAt newOffset: Int) {
    offset = newOffset
    valuesBefore = 0
  }

  /// The same as `read` for the one position of a document, where the block that has it is decoded.
  ///
  /// Mutating, though nothing changes: what is only read is moved before a span of it is lent (see PostingsWalk).
  ///
  /// - Returns: whether it did: mostly.
  @inline(__always)
  mutating func readOne(
    _ count: Int, from first: Int, to positions: inout MutableSpan<UInt32>, at place: Int
  ) -> Bool {
    let index = first &- valuesBefore
    guard count == 1, decodedOffset == offset, index >= 0, index < SegmentFormat.blockSize else {
      return false
    }
    // Safe: the index has been checked.
    positions[place] = unsafe values.span[unchecked: index]
    return true
  }

  /// Stores the positions of a document, from the deltas that begin at value number `first`.
  mutating func read(
    _ count: Int, from first: Int, in bytes: RawSpan, to positions: inout MutableSpan<UInt32>,
    at place: Int
  ) {
    while first - valuesBefore >= SegmentFormat.blockSize {
      offset = nextBlock(after: offset, bytes)
      valuesBefore += SegmentFormat.blockSize
    }
    // The same document may be asked for again: where it begins is kept, whatever it reaches into.
    var block = offset
    var index = first - valuesBefore
    var rest = count
    var place = place
    var position: UInt32 = 0
    while rest > 0 {
      if index == SegmentFormat.blockSize {
        block = nextBlock(after: block, bytes)
        index = 0
      }
      if decodedOffset != block { decode(block, bytes) }
      let part = min(SegmentFormat.blockSize - index, rest)
      position = Self.addUp(
        values.span, from: index, part, after: position, to: &positions, at: place)
      rest -= part
      place += part
      index += part
    }
  }

  /// Stores the sums of some deltas.
  ///
  /// - Returns: the last sum.
  @inline(__always)
  private static func addUp(
    _ values: Span<UInt32>, from index: Int, _ count: Int, after first: UInt32,
    to positions: inout MutableSpan<UInt32>, at place: Int
  ) -> UInt32 {
    precondition(index >= 0 && count >= 0 && index <= values.count - count)
    precondition(place >= 0 && place <= positions.count - count)
    var position = first
    for number in 0..<count {
      // Safe: both ranges have been checked.
      unsafe position &+= values[unchecked: index &+ number]
      unsafe positions[unchecked: place &+ number] = position
    }
    return position
  }

  private func nextBlock(after offset: Int, _ bytes: RawSpan) -> Int {
    offset + 1
      + PatchedBlockCodec.byteCount(bytes, at: offset + 1, head: bytes.uint8(at: offset))
  }

  private mutating func decode(_ block: Int, _ bytes: RawSpan) {
    decodedOffset = block
    if hasPackedBlocks, bytes.uint8(at: block) != PositionsFormat.restFollows {
      PatchedBlockCodec.decode(
        bytes, at: block + 1, head: bytes.uint8(at: block), into: &values)
      return
    }
    var bit = hasPackedBlocks ? 8 * (block + 1) : firstBit
    let parameter = Int(BitReader.read(bytes, at: &bit, bits: RiceCode.parameterBits))
    for index in 0..<tailCount {
      values[index] = RiceCode.decode(bytes, at: &bit, parameter: parameter)
    }
  }
}

enum PositionsFormat {
  /// In place of a head: what follows is the rest of a term that has packed blocks.
  static let restFollows: UInt8 = 0xFF
}
