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
      // Room for all of them at once, so that each is only stored.
      var total = 0
      for match in 0..<matches.count { total &+= Int(frequencies[Int(entries[match])]) }
      var end = positions.count
      positions.append(contentsOf: repeatElement(0, count: total))
      var target = positions.mutableSpan
      var targetEnds = ends.mutableSpan
      for match in 0..<matches.count {
        let entry = Int(entries[match])
        var values = place.values
        for before in place.entry..<max(place.entry, entry) { values &+= Int(frequencies[before]) }
        place.values = values
        place.entry = max(place.entry, entry)
        let count = Int(frequencies[entry])
        blocks.read(count, from: values, in: bytes, to: &target, at: end)
        end &+= count
        targetEnds[found] = end
        found &+= 1
      }
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
      let end = min(SegmentFormat.blockSize, index + rest)
      rest -= end - index
      let values = self.values.span
      while index < end {
        position &+= values[index]
        positions[place] = position
        place &+= 1
        index &+= 1
      }
    }
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
