import Storage

extension PostingsWalk {
  /// The targets found in one block, each by its index in the targets and its entry in the block.
  struct Matches: ~Copyable {
    private(set) var count = 0
    // Room for one more than a block: an entry is written before it is known to match.
    private(set) var targets = InlineArray<129, UInt32>(repeating: 0)
    private(set) var entries = InlineArray<129, UInt8>(repeating: 0)

    /// Finds the targets that are in a block, up to the block's last document.
    ///
    /// Not inlined: among a caller's variables, its own would not all stay in registers. Binary
    /// searches for a few targets do not depend on each other and have no branches to predict.
    /// Continuing from the previous target takes half the instructions but more time.
    ///
    /// - Parameter index: the entry to begin at; afterwards no later target is before it.
    /// - Returns: the index of the first target after the block.
    @inline(never)
    mutating func find(
      _ targets: Span<UInt32>, from start: Int, _ documents: Span<UInt32>, _ length: Int,
      _ index: inout Int
    ) -> Int {
      var foundTargets = self.targets.mutableSpan
      var foundEntries = entries.mutableSpan
      let last = documents[length &- 1]
      var count = 0
      var next = start
      var entry = index
      let isDense = targets.count &- start >= 64 && targets[start &+ 63] <= last
      // Safe, here and below: `next` stays below the count of targets. `entry` stays below the 128
      // documents, the last of which is at least every target up to there. There are no more
      // matches than entries.
      while next < targets.count {
        let target = unsafe targets[unchecked: next]
        if target > last { break }
        if isDense {
          while unsafe documents[unchecked: entry] < target { entry &+= 1 }
        } else {
          entry = PostingsList.firstEntry(of: documents, reaching: target)
        }
        unsafe foundTargets[unchecked: count] = UInt32(truncatingIfNeeded: next)
        unsafe foundEntries[unchecked: count] = UInt8(truncatingIfNeeded: entry)
        count &+= unsafe documents[unchecked: entry] == target ? 1 : 0
        next &+= 1
      }
      self.count = count
      index = entry
      return next
    }

    /// Finds targets among documents with known ordinals, up to the end of a block.
    ///
    /// - Parameters:
    ///   - nextKnown: the index in `known` to begin at; afterwards the index for the next target.
    ///   - documents: receives the matching documents at their entries in the block.
    /// - Returns: the index of the first target after the block, and the block; −1 without a match.
    mutating func find(
      _ targets: Span<UInt32>, from start: Int, _ known: Span<UInt32>, _ ordinals: Span<UInt32>,
      _ nextKnown: inout Int, _ documents: inout InlineArray<128, UInt32>
    ) -> (next: Int, block: Int) {
      precondition(ordinals.isEmpty || ordinals.count == known.count, "an ordinal for each")
      precondition(start >= 0 && nextKnown >= 0 && nextKnown <= known.count)
      var foundTargets = self.targets.mutableSpan
      var foundEntries = entries.mutableSpan
      var blockDocuments = documents.mutableSpan
      var next = start
      var index = nextKnown
      var block = -1
      var count = 0
      // Safe, here and below: the index stays within the known documents, entries are masked to be
      // below 128, and `count` stays below the size of a block.
      while next < targets.count, count < SegmentFormat.blockSize {
        let target = unsafe targets[unchecked: next]
        // Usually the target is the next known document.
        if index < known.count, unsafe known[unchecked: index] < target {
          index &+= 1
          if index < known.count, unsafe known[unchecked: index] < target {
            index = GallopingSearch.firstIndex(from: index &+ 1, to: known.count) {
              known[$0] >= target
            }
          }
        }
        if index == known.count {
          next = targets.count
          break
        }
        if unsafe known[unchecked: index] == target {
          let ordinal = unsafe ordinals.isEmpty ? index : Int(ordinals[unchecked: index])
          if ordinal &>> 7 != block {
            if count > 0 { break }
            block = ordinal &>> 7
          }
          unsafe blockDocuments[unchecked: ordinal & 127] = target
          unsafe foundTargets[unchecked: count] = UInt32(truncatingIfNeeded: next)
          unsafe foundEntries[unchecked: count] = UInt8(truncatingIfNeeded: ordinal & 127)
          count &+= 1
        }
        next &+= 1
      }
      self.count = count
      nextKnown = index
      return (next, block)
    }

    /// Finds the documents of a range of a block's entries whose bits in a window are set. Their
    /// offsets in the window are the targets.
    mutating func find(
      _ bits: Span<UInt64>, from start: UInt32, _ documents: Span<UInt32>, _ range: Range<Int>
    ) {
      var offsets = targets.mutableSpan
      var entries = self.entries.mutableSpan
      var largest: UInt32 = 0
      for entry in range { largest = max(largest, documents[entry] &- start) }
      precondition(range.isEmpty || Int(largest) < 64 * bits.count, "a document of the window")
      precondition(documents.count < entries.count && documents.count < offsets.count)
      var count = 0
      // Safe: every offset has a bit, the range is within the documents, and there are no more
      // matches than entries.
      for entry in range {
        let offset = unsafe documents[unchecked: entry] &- start
        unsafe offsets[unchecked: count] = offset
        unsafe entries[unchecked: count] = UInt8(truncatingIfNeeded: entry)
        let word = unsafe bits[unchecked: Int(offset &>> 6)]
        count &+= Int(truncatingIfNeeded: (word &>> UInt64(offset & 63)) & 1)
      }
      self.count = count
    }
  }
}

extension PostingsWalk {
  /// Writes the documents of matches and their ordinals in the list from an index on, as far as
  /// there is room, and returns the index after them.
  @inline(__always)
  mutating func write(
    _ matches: inout Matches, to found: inout MutableSpan<UInt32>,
    _ ordinals: inout MutableSpan<UInt32>, at index: Int
  ) -> Int {
    let documents = documents.span
    let entries = matches.entries.span
    // Only a damaged list, which repeats documents, has more matches than the caller expects.
    let count = min(matches.count, found.count - index)
    for match in 0..<count {
      found[index + match] = documents[Int(entries[match])]
      ordinals[index + match] = firstOrdinal &+ UInt32(entries[match])
    }
    return index + count
  }

  /// Returns a column of values by document after verifying its values at the matches.
  @inline(__always)
  mutating func verified(_ column: LengthColumn, at matches: inout Matches) -> ByteColumn {
    let documents = documents.span
    let entries = matches.entries.span
    return column.verified(count: matches.count) { documents[Int(entries[$0] & 127)] }
  }

  /// Calls `body` with the posting of every match, after its frequency was read.
  @inline(__always)
  mutating func forEachPosting(
    _ matches: inout Matches,
    _ body: (_ target: UInt32, _ document: UInt32, _ frequency: UInt32, _ title: UInt32) -> Void
  ) {
    let documents = documents.span
    let frequencies = frequencies.span
    let titles = titles.span
    let targets = matches.targets.span
    let entries = matches.entries.span
    precondition(matches.count >= 0 && matches.count < min(targets.count, entries.count))
    for match in 0..<matches.count {
      // Safe: the spans have at least `count` matches and 128 entries.
      let entry = unsafe Int(entries[unchecked: match] & 127)
      unsafe body(
        targets[unchecked: match], documents[unchecked: entry], frequencies[unchecked: entry],
        hasTitles ? titles[unchecked: entry] : 0)
    }
  }
}

/// Writes matches to the arrays of a `PostingsBatch`.
struct MatchWriter: ~Copyable, ~Escapable {
  private var indices: MutableSpan<UInt32>
  private var frequencies: MutableSpan<UInt32>
  private var titles: MutableSpan<UInt32>
  private var lengths: MutableSpan<UInt32>
  private(set) var count = 0

  @inline(__always)
  @_lifetime(&indices, &frequencies, &titles, &lengths)
  init(
    _ indices: inout [UInt32], _ frequencies: inout [UInt32], _ titles: inout [UInt32],
    _ lengths: inout [UInt32]
  ) {
    self.indices = indices.mutableSpan
    self.frequencies = frequencies.mutableSpan
    self.titles = titles.mutableSpan
    self.lengths = lengths.mutableSpan
  }

  /// Appends the postings of the matches in one block.
  @inline(__always)
  mutating func append(
    _ matches: inout PostingsWalk.Matches, of walk: inout PostingsWalk, _ list: PostingsList,
    _ lengthColumn: LengthColumn
  ) {
    walk.readFrequencies(of: &matches, list)
    let column = walk.verified(lengthColumn, at: &matches)
    let lengthsFile = lengthColumn.file
    let lengthBytes = lengthsFile.bytes
    let room = min(indices.count, frequencies.count, titles.count, lengths.count)
    // Only a damaged list, which repeats documents, has more matches than the caller's documents.
    guard matches.count <= room - count else { return }
    walk.forEachPosting(&matches) { target, document, frequency, title in
      // Safe: there is room for all matches.
      unsafe indices[unchecked: count] = target
      unsafe frequencies[unchecked: count] = frequency
      unsafe titles[unchecked: count] = title
      unsafe lengths[unchecked: count] = column.value(lengthBytes, Int(document))
      count &+= 1
    }
  }
}
