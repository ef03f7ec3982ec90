import Storage

// Which of the documents asked for a list has, a block at a time.

extension PostingsWalk {
  /// Documents of the current block that have been asked for: where in the question, and where in the block.
  struct Matches: ~Copyable {
    fileprivate(set) var count = 0
    // Room for one more than a block: what turns out to be none is written first.
    fileprivate(set) var targets = InlineArray<129, UInt32>(repeating: 0)
    fileprivate(set) var entries = InlineArray<129, UInt8>(repeating: 0)
  }

  /// Calls `body` for every block that has some of the targets, with those.
  ///
  /// Targets ascend, and none is before the current document unless it is not in the list.
  @inline(__always)
  mutating func forEachMatchingBlock(
    _ targets: Span<UInt32>, of list: PostingsList,
    _ body: (inout PostingsWalk, inout Matches) -> Void
  ) {
    var matches = Matches()
    var next = 0
    let places = self.places
    while next < targets.count {
      if let places {
        next = match(targets, from: next, at: places, of: list, &matches)
      } else {
        guard length > 0 || block < 0 else { break }
        if block < 0 || documents[length - 1] < targets[next] {
          enter(list.firstBlock(from: block + 1, reaching: targets[next]), of: list)
          continue
        }
        next = Self.match(targets, from: next, documents.span, length, &index, &matches)
        document = documents[index]
      }
      if matches.count > 0 { body(&self, &matches) }
    }
  }

  /// Finds the targets that are in a block, up to its last document.
  ///
  /// Not inlined: among the variables of a caller its own would not all stay in registers.
  ///
  /// Where they are few, each by a search of its own, which waits for none before and has nothing to predict: going on
  /// from where the last one was takes half of the instructions, and more time.
  ///
  /// - Parameter index: the entry to begin at; afterwards one that no later target lies before.
  /// - Returns: the index of the first target behind the block.
  @inline(never)
  private static func match(
    _ targets: Span<UInt32>, from start: Int, _ documents: Span<UInt32>, _ length: Int,
    _ index: inout Int, _ matches: inout Matches
  ) -> Int {
    var foundTargets = matches.targets.mutableSpan
    var foundEntries = matches.entries.mutableSpan
    let last = documents[length &- 1]
    var count = 0
    var next = start
    var entry = index
    let isDense = targets.count &- start >= 64 && targets[start &+ 63] <= last
    // Safe, here and below: `next` stays below the count of targets, `entry` below the 128 documents, the last of
    // which is no less than any target up to there; and there are no more matches than entries.
    while next < targets.count {
      let target = unsafe targets[unchecked: next]
      if target > last { break }
      if isDense {
        while unsafe documents[unchecked: entry] < target { entry &+= 1 }
      } else {
        entry = firstIndex(of: documents, reaching: target)
      }
      unsafe foundTargets[unchecked: count] = UInt32(truncatingIfNeeded: next)
      unsafe foundEntries[unchecked: count] = UInt8(truncatingIfNeeded: entry)
      count &+= unsafe documents[unchecked: entry] == target ? 1 : 0
      next &+= 1
    }
    matches.count = count
    index = entry
    return next
  }

  /// Finds the targets among documents whose places are known, up to the end of a block, and enters it: nothing is
  /// searched in it, nor are its documents decoded.
  private mutating func match(
    _ targets: Span<UInt32>, from start: Int, at places: PostingOrdinals, of list: PostingsList,
    _ matches: inout Matches
  ) -> Int {
    let known = places.documents
    let ordinals = places.ordinals
    let (next, block) = Self.match(
      targets, from: start, known.span, ordinals.span, &nextPlace, &documents, &matches)
    if block >= 0, block != self.block { enterUndecoded(block, of: list) }
    return next
  }

  private static func match(
    _ targets: Span<UInt32>, from start: Int, _ known: Span<UInt32>, _ ordinals: Span<UInt32>,
    _ nextPlace: inout Int, _ documents: inout InlineArray<128, UInt32>, _ matches: inout Matches
  ) -> (next: Int, block: Int) {
    precondition(ordinals.isEmpty || ordinals.count == known.count, "an ordinal for each")
    precondition(start >= 0 && nextPlace >= 0 && nextPlace <= known.count)
    var foundTargets = matches.targets.mutableSpan
    var foundEntries = matches.entries.mutableSpan
    var blockDocuments = documents.mutableSpan
    var next = start
    var place = nextPlace
    var block = -1
    var count = 0
    // Safe, here and below: the place stays within those that are known, entries are made to be below 128, and of a
    // block there are no more matches than `count` lets through.
    while next < targets.count, count < SegmentFormat.blockSize {
      let target = unsafe targets[unchecked: next]
      // Mostly the next.
      if place < known.count, unsafe known[unchecked: place] < target {
        place &+= 1
        if place < known.count, unsafe known[unchecked: place] < target {
          place = GallopingSearch.firstIndex(from: place &+ 1, to: known.count) {
            known[$0] >= target
          }
        }
      }
      if place == known.count {
        next = targets.count
        break
      }
      if unsafe known[unchecked: place] == target {
        let ordinal = unsafe ordinals.isEmpty ? place : Int(ordinals[unchecked: place])
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
    matches.count = count
    nextPlace = place
    return (next, block)
  }

  /// Calls `body` for every block that has some documents of a window whose bits are set, with those: their
  /// places in the window are the targets. Moves behind the window.
  ///
  /// Every document of a block is looked for in the bits: where many of them are, that costs an eighth of
  /// looking for each of them in the block.
  @inline(__always)
  mutating func forEachMatchingBlock(
    in bits: Span<UInt64>, from start: UInt32, before end: UInt32, of list: PostingsList,
    _ body: (inout PostingsWalk, inout Matches) -> Void
  ) {
    var matches = Matches()
    seek(start, in: list)
    while document < end {
      let first = index
      index = length
      if documents[length - 1] >= end {
        index = Self.firstIndex(of: documents.span, reaching: end)
      }
      Self.match(bits, from: start, documents.span, first..<index, &matches)
      if index < length { document = documents[index] }
      if matches.count > 0 { body(&self, &matches) }
      if index == length { enter(block + 1, of: list) }
    }
  }

  private static func match(
    _ bits: Span<UInt64>, from start: UInt32, _ documents: Span<UInt32>, _ range: Range<Int>,
    _ matches: inout Matches
  ) {
    var places = matches.targets.mutableSpan
    var entries = matches.entries.mutableSpan
    var largest: UInt32 = 0
    for entry in range { largest = max(largest, documents[entry] &- start) }
    precondition(range.isEmpty || Int(largest) < 64 * bits.count, "a document of the window")
    precondition(documents.count < entries.count && documents.count < places.count)
    var count = 0
    // Safe: all places have bits, the range is one of documents, and there are no more matches than entries.
    for entry in range {
      let place = unsafe documents[unchecked: entry] &- start
      unsafe places[unchecked: count] = place
      unsafe entries[unchecked: count] = UInt8(truncatingIfNeeded: entry)
      let word = unsafe bits[unchecked: Int(place &>> 6)]
      count &+= Int(truncatingIfNeeded: (word &>> UInt64(place & 63)) & 1)
    }
    matches.count = count
  }

  /// Writes the matches' documents, and their numbers among all of the term's, from a place on.
  ///
  /// - Returns: the place behind them.
  @inline(__always)
  mutating func write(
    _ matches: inout Matches, to found: inout MutableSpan<UInt32>,
    _ ordinals: inout MutableSpan<UInt32>, at place: Int
  ) -> Int {
    let documents = documents.span
    let entries = matches.entries.span
    for match in 0..<matches.count {
      found[place + match] = documents[Int(entries[match])]
      ordinals[place + match] = firstOrdinal &+ UInt32(entries[match])
    }
    return place + matches.count
  }

  /// A column of all documents, to be read at the matches.
  @inline(__always)
  mutating func verified(_ column: LengthColumn, at matches: inout Matches) -> ByteColumn {
    let documents = documents.span
    let entries = matches.entries.span
    return column.verified(count: matches.count) { documents[Int(entries[$0] & 127)] }
  }

  /// Looks up entries of the current block, their frequencies being read.
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
      // Safe: there are as many matches, and 128 entries.
      let entry = unsafe Int(entries[unchecked: match] & 127)
      unsafe body(
        targets[unchecked: match], documents[unchecked: entry], frequencies[unchecked: entry],
        hasTitles ? titles[unchecked: entry] : 0)
    }
  }
}
