import Storage

// Entering a block of postings, and decoding what is asked for of it.

extension PostingsWalk {
  /// Adds up how often the documents of the current block have the term, but once each: sum *i* is of entries
  /// 0 to *i*.
  ///
  /// - Parameter count: the sums that are wanted, the first of them.
  /// - Returns: how many there are, at least as many.
  mutating func readRepetitions(
    first count: Int, of list: PostingsList, into sums: inout InlineArray<128, UInt32>
  ) -> Int {
    if block < list.fullBlocks {
      let file = list.file
      return PatchedBlockCodec.decodeDeltas(
        first: count, of: file.bytes, at: frequenciesOffset, head: heads.1, into: &sums)
    }
    var sum: UInt32 = 0
    for entry in 0..<length {
      sum &+= frequencies[entry] &- 1
      sums[entry] = sum
    }
    return SegmentFormat.blockSize
  }

  /// Decodes the frequencies of the current block.
  mutating func readFrequencies(of list: PostingsList) {
    if !areFrequenciesDecoded { decodeFrequencies(of: list) }
  }

  /// Decodes the frequencies of some entries of the current block at least.
  mutating func readFrequencies(of matches: inout Matches, _ list: PostingsList) {
    if areFrequenciesDecoded { return }
    // Beyond that all of them take no longer.
    guard matches.count <= 4 else { return decodeFrequencies(of: list) }
    let file = list.file
    let bytes = file.bytes
    let entries = matches.entries.span.extracting(first: matches.count)
    PatchedBlockCodec.decode(
      entries, of: bytes, at: frequenciesOffset, head: heads.1, into: &frequencies)
    var values = frequencies.mutableSpan
    for match in entries.indices { values[Int(entries[match])] &+= 1 }
    hasTitles = heads.2 > 0
    if hasTitles {
      let offset = titlesOffset(bytes)
      PatchedBlockCodec.decode(
        entries, of: bytes, at: offset, head: heads.2, into: &titles)
    }
  }

  private mutating func titlesOffset(_ bytes: RawSpan) -> Int {
    frequenciesOffset
      + PatchedBlockCodec.byteCount(bytes, at: frequenciesOffset, head: heads.1)
  }

  /// Frequencies of the current document; the length is not known here.
  mutating func posting(in list: PostingsList) -> Posting {
    readFrequencies(of: list)
    return Posting(
      frequency: frequencies[index], title: hasTitles ? titles[index] : 0, length: 0)
  }

  /// Enters a block, or what is behind the last; from a damaged one on there is nothing.
  mutating func enter(_ number: Int, of list: PostingsList) {
    block = number
    index = 0
    guard number < list.blockCount else { return end() }
    entered = number
    areFrequenciesDecoded = false
    length = list.length(of: number)
    let file = list.file
    let bytes = file.bytes
    let base = number == 0 ? 0 : list.lastDocument(number - 1, in: bytes)
    if number < list.fullBlocks {
      guard let offset = findFrequencies(of: number, list, bytes) else { return end() }
      PatchedBlockCodec.decodeDeltas(
        bytes, at: offset, head: heads.0, after: base, into: &documents)
    } else {
      let offset = list.tailOffset(in: bytes)
      guard list.isTailIntact(at: offset) else { return end() }
      decodeTail(bytes, at: offset, after: base)
    }
    document = documents[0]
  }

  private mutating func end() {
    length = 0
    document = PostingsCursor.noMoreDocuments
  }

  /// The same where those documents are known that are wanted: those of a full block are not decoded.
  mutating func enterUndecoded(_ number: Int, of list: PostingsList) {
    guard number < list.fullBlocks || number == entered else { return enter(number, of: list) }
    block = number
    length = list.length(of: number)
    if number == entered { return }
    entered = number
    areFrequenciesDecoded = false
    let file = list.file
    _ = findFrequencies(of: number, list, file.bytes)
  }

  /// - Returns: where the documents of the block begin; nil where it is damaged, and then every frequency that is
  ///   asked for is 1.
  private mutating func findFrequencies(
    of number: Int, _ list: PostingsList, _ bytes: RawSpan
  ) -> Int? {
    let entry = list.skipEntry(number, in: bytes)
    let offset = list.dataStart + Int(entry.dataOffset)
    guard list.isIntact(number, at: offset) else {
      heads = (0, 0, 0)
      frequenciesOffset = list.dataStart
      return nil
    }
    heads = entry.heads
    frequenciesOffset = offset + PatchedBlockCodec.byteCount(bytes, at: offset, head: heads.0)
    return offset
  }

  private mutating func decodeTail(_ bytes: RawSpan, at start: Int, after base: UInt32) {
    var offset = 8 &* start
    let parameter = Int(BitReader.read(bytes, at: &offset, bits: RiceCode.parameterBits))
    var documents = documents.mutableSpan
    var frequencies = frequencies.mutableSpan
    var titles = titles.mutableSpan
    var previous = base
    for entry in 0..<length {
      var following: UInt64 = 0
      previous &+= RiceCode.decode(
        bytes, at: &offset, parameter: parameter, following: &following)
      documents[entry] = previous
      if following & 3 == 1 {
        // Mostly: a frequency of 1, and none in the headline.
        frequencies[entry] = 1
        titles[entry] = 0
        offset &+= 2
        continue
      }
      frequencies[entry] = GammaCode.decode(bytes, at: &offset)
      let isInTitle = BitReader.read(bytes, at: &offset, bits: 1) != 0
      titles[entry] = isInTitle ? GammaCode.decode(bytes, at: &offset) : 0
    }
    for entry in length..<SegmentFormat.blockSize {
      documents[entry] = PostingsCursor.noMoreDocuments
    }
    tailEnd = offset
    hasTitles = true
    areFrequenciesDecoded = true
  }

  private mutating func decodeFrequencies(of list: PostingsList) {
    let file = list.file
    let bytes = file.bytes
    PatchedBlockCodec.decode(bytes, at: frequenciesOffset, head: heads.1, into: &frequencies)
    var values = frequencies.mutableSpan
    for entry in values.indices { values[entry] &+= 1 }
    hasTitles = heads.2 > 0
    if hasTitles {
      let offset = titlesOffset(bytes)
      PatchedBlockCodec.decode(bytes, at: offset, head: heads.2, into: &titles)
    }
    areFrequenciesDecoded = true
  }
}
