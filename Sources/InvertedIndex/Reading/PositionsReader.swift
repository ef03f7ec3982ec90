import Storage

/// A reader of the positions of one term, for many documents at a time. Documents are read in
/// ascending order, so that every block is decoded once.
public final class PositionsReader {
  private let list: PostingsList
  private let file: EnvelopedFile
  private let damage: DamageLog
  private let start: Int
  private var walk: PostingsWalk
  private var current = PostingsBlock()
  private var blocks: PositionBlocks
  private let arePossible: Bool

  private struct PostingsBlock: ~Copyable {
    var number = -1
    /// The index of the block's first value in its block of positions.
    var firstValue = 0
    /// The number of computed elements of `repetitions`.
    var known = 0
    /// By entry, the sum of frequency − 1 up to and including it.
    var repetitions = InlineArray<128, UInt32>(repeating: 0)
  }

  /// - Precondition: the cursor's term has positions.
  public init(_ cursor: PostingsCursor) {
    list = cursor.list
    // Inline positions begin where the documents end.
    walk = list.info.isInline ? PostingsWalk(list) : PostingsWalk()
    walk.restrict(to: cursor.ordinals)
    file = list.info.isInline ? list.file : cursor.reader.positions
    damage = cursor.reader.damage
    start = list.info.positionsOffset
    let firstBit = list.info.isInline ? walk.tailEnd : 8 * start
    var intactEnd = 0
    if list.hasSkipTable {
      // The block with the first position of the last block of documents: all before it are whole.
      let last = start + Int(list.skipEntry(list.blockCount - 1).positionsOffset)
      intactEnd = file.isVerified(start..<max(start, last)) ? last : 0
    }
    // This bounds the memory for the positions by the size of the file.
    arePossible = list.info.arePositionsPossible(before: file.payload.upperBound)
    blocks = PositionBlocks(list.info, start: start, firstBit: firstBit, intactEnd: intactEnd)
  }

  /// Reads the positions of documents, one document after another, each ascending.
  ///
  /// - Parameters:
  ///   - documents: documents of the term, ascending, also from call to call.
  ///   - rows: receives the positions, in whole rows for each document; extended when needed.
  ///   - ends: receives the end of each document's rows; extended when needed.
  /// - Returns: the number of documents found; fewer than `documents` only in damaged postings.
  /// - Complexity: O(occurrences), plus a block of 128 for each block that is entered.
  public func read(
    _ documents: [UInt32], into rows: inout [PositionRow], ends: inout [UInt32]
  ) -> Int {
    let found =
      arePossible
      ? Self.read(documents.span, list, &walk, file, start, &current, &blocks, into: &rows, &ends)
      : 0
    if found < documents.count {
      damage.recordConsequence(
        file.corrupt(at: start, "no positions of the documents of a term"))
    }
    return found
  }

  private static func read(
    _ documents: Span<UInt32>, _ list: PostingsList, _ walk: inout PostingsWalk,
    _ file: EnvelopedFile, _ start: Int, _ current: inout PostingsBlock,
    _ blocks: inout PositionBlocks, into rows: inout [PositionRow], _ ends: inout [UInt32]
  ) -> Int {
    var found = 0
    var end = 0
    var occurrences = 0
    ends.extend(to: documents.count, with: 0)
    walk.forEachMatchingBlock(documents, of: list) { walk, matches in
      if current.number != walk.block {
        current.number = walk.block
        current.known = 0
        if list.hasSkipTable {
          let skip = list.skipEntry(walk.block)
          current.firstValue = Int(skip.positionsIndex)
          blocks.move(toBlockAt: start + Int(skip.positionsOffset))
        } else {
          blocks.move(toBlockAt: start)
        }
      }
      // The frequencies up to the last match locate the positions of all matches.
      let last = Int(matches.entries[matches.count - 1] & 127)
      if last >= current.known {
        let known = walk.readRepetitions(first: last + 1, of: list, into: &current.repetitions)
        // Otherwise the frequencies are damaged.
        guard let known else { return current.known = 0 }
        current.known = known
      }
      let repetitions = current.repetitions.span
      let first = Int(matches.entries[0] & 127)
      // An upper bound: the occurrences of all documents from the first match to the last.
      let total =
        Int(repetitions[last]) - (first > 0 ? Int(repetitions[first - 1]) : 0) + last - first + 1
      // A list whose blocks overlap has more occurrences than its term.
      guard total <= list.info.occurrences - occurrences else { return }
      occurrences += total
      // Each document takes its occurrences, rounded up to whole rows.
      rows.extend(to: end + (total + 3 * (last - first + 1)) / 4, with: PositionRow())
      end = blocks.read(
        matches.entries.span.extracting(first: matches.count), repetitions,
        from: current.firstValue, in: file, &rows, at: end, &ends, at: found)
      found += matches.count
    }
    return found
  }
}
