import Storage

/// Reads the positions of a term's documents, many at a time; the format is at `PostingsEncoder`.
///
/// Documents are asked for in order, so that every block is decoded once.
public final class PositionsReader {
  private let list: PostingsList
  private let file: EnvelopedFile
  private let damage: DamageLog
  private let start: Int
  private var walk: PostingsWalk
  private var place = Place()
  private var blocks: PositionBlocks

  /// The block of postings that is read.
  private struct Place: ~Copyable {
    var block = -1
    /// In the block of positions that it begins in, its first value.
    var firstValue = 0
    /// Of the repetitions, those that are known.
    var known = 0
    /// By entry, occurrences in the documents up to it, but the first of each.
    var repetitions = InlineArray<128, UInt32>(repeating: 0)
  }

  /// - Precondition: the cursor's term has positions.
  public init(_ cursor: PostingsCursor) {
    list = cursor.list
    // Inline positions begin where the documents end.
    walk = list.info.isInline ? PostingsWalk(list) : PostingsWalk()
    walk.places = cursor.places
    file = list.info.isInline ? list.file : cursor.reader.positions
    damage = cursor.reader.damage
    start = list.info.positionsOffset
    let firstBit = list.info.isInline ? walk.tailEnd : 8 * start
    var intactEnd = 0
    if list.hasSkipTable {
      // The block of the last one's first position begins there: all before are whole.
      let last = start + Int(list.skipEntry(list.blockCount - 1).positionsOffset)
      intactEnd = file.isVerified(start..<max(start, last)) ? last : 0
    }
    blocks = PositionBlocks(
      list.info, start: start, firstBit: firstBit, intactEnd: intactEnd)
  }

  /// Reads the positions of some documents, one document after another, each ascending.
  ///
  /// - Parameters:
  ///   - documents: all of the term's, ascending; in several calls, from call to call too.
  ///   - rows: receives them, from the beginning, whole rows for every document; made longer as needed.
  ///   - ends: receives for every document where its rows end; made longer as needed.
  /// - Returns: how many of the documents were found: all, but in damaged postings, which is recorded.
  /// - Complexity: O(occurrences), and a block of 128 now and then.
  public func read(
    _ documents: [UInt32], into rows: inout [PositionRow], ends: inout [UInt32]
  ) -> Int {
    let found = Self.read(
      documents.span, list, &walk, file, start, &place, &blocks, into: &rows, &ends)
    if found < documents.count {
      damage.recordConsequence(
        .corrupt(file: file.name, offset: start, reason: "no positions of the documents of a term"))
    }
    return found
  }

  private static func read(
    _ documents: Span<UInt32>, _ list: PostingsList, _ walk: inout PostingsWalk,
    _ file: EnvelopedFile, _ start: Int, _ place: inout Place, _ blocks: inout PositionBlocks,
    into rows: inout [PositionRow], _ ends: inout [UInt32]
  ) -> Int {
    var found = 0
    var end = 0
    reserve(documents.count, in: &ends, 0)
    walk.forEachMatchingBlock(documents, of: list) { walk, matches in
      if place.block != walk.block {
        place.block = walk.block
        place.known = 0
        if list.hasSkipTable {
          let skip = list.skipEntry(walk.block)
          place.firstValue = Int(skip.positionsIndex)
          blocks.move(toBlockAt: start + Int(skip.positionsOffset))
        } else {
          blocks.move(toBlockAt: start)
        }
      }
      let last = Int(matches.entries[matches.count - 1] & 127)
      if last >= place.known {
        place.known = walk.readRepetitions(first: last + 1, of: list, into: &place.repetitions)
      }
      let repetitions = place.repetitions.span
      let first = Int(matches.entries[0] & 127)
      // From above: with those of the documents between them.
      let total =
        Int(repetitions[last]) - (first > 0 ? Int(repetitions[first - 1]) : 0) + last - first + 1
      // Otherwise the frequencies are damaged.
      guard total >= 0, total <= list.info.occurrences else { return }
      // A row for each, and for every four of the others.
      reserve(end + (total + 3 * (last - first + 1)) / 4, in: &rows, PositionRow())
      end = blocks.read(
        matches.entries.span.extracting(first: matches.count), repetitions,
        from: place.firstValue, in: file, &rows, at: end, &ends, at: found)
      found += matches.count
    }
    return found
  }

  /// Makes room for a number of values, if need be for twice as many as there was, so that it seldom is.
  private static func reserve<Value>(_ count: Int, in values: inout [Value], _ zero: Value) {
    if values.count < count {
      let more = max(count - values.count, values.count)
      values.append(contentsOf: repeatElement(zero, count: more))
    }
  }
}
