import Storage

/// Writes the term dictionary of a segment; see `TermDictionaryFormat`.
struct TermDictionaryWriter: ~Copyable {
  private var writer: FileWriter
  private var previous: [UInt8] = []
  private var termsInBlock = 0
  private var termCount = 0
  private var blockOffsets: [UInt32] = []
  private var prefixes: [UInt64] = []
  private var lastPostings = 0
  private var lastPositions = 0
  private var entry: [UInt8] = []

  init(_ writer: consuming FileWriter) {
    self.writer = writer
  }

  /// Adds a term, which must sort after all earlier terms.
  ///
  /// - Parameter inlined: the bytes that an inline location refers to.
  mutating func add(
    _ term: Span<UInt8>, documentFrequency: Int, occurrences: Int,
    location: PostingsEncoder.Location, inlined: Span<UInt8>
  ) throws(StorageError) {
    if termsInBlock == SegmentFormat.termsPerBlock { termsInBlock = 0 }
    if termsInBlock == 0 {
      blockOffsets.append(try checkedOffset())
      prefixes.append(TermBytes.prefix(of: term))
      previous.removeAll(keepingCapacity: true)
      lastPostings = 0
      lastPositions = 0
    }
    let shared = replacePrevious(by: term)
    entry.removeAll(keepingCapacity: true)
    let suffix = term.count - shared
    if shared < 15, suffix < 15 {
      entry.append(UInt8(shared << 4 | suffix))
    } else {
      entry.append(TermDictionaryFormat.longEntry)
      entry.append(UInt8(shared))
      Varint.encode(UInt64(suffix), into: &entry)
    }
    for index in shared..<term.count { entry.append(term[index]) }
    switch location {
    case .inline(let range):
      Varint.encode(UInt64(documentFrequency) << 1 | 1, into: &entry)
      Varint.encode(
        UInt64(occurrences - documentFrequency) << 5 | UInt64(range.count), into: &entry)
      for index in range { entry.append(inlined[index]) }
    case .file(let postings, let positions):
      Varint.encode(UInt64(documentFrequency) << 1, into: &entry)
      Varint.encode(UInt64(occurrences - documentFrequency), into: &entry)
      Varint.encode(UInt64(postings - lastPostings), into: &entry)
      Varint.encode(UInt64(positions - lastPositions), into: &entry)
      lastPostings = postings
      lastPositions = positions
    }
    try writer.append(entry)
    termsInBlock += 1
    termCount += 1
  }

  /// - Returns: the number of bytes that the term shares with the previous one, at most 255.
  private mutating func replacePrevious(by term: Span<UInt8>) -> Int {
    let limit = min(previous.count, term.count)
    var equal = 0
    while equal < limit, previous[equal] == term[equal] { equal += 1 }
    precondition(
      equal < term.count && (equal == previous.count || previous[equal] < term[equal]),
      "terms are added in order, once each")
    previous.removeLast(previous.count - equal)
    for index in equal..<term.count { previous.append(term[index]) }
    return min(equal, TermDictionaryFormat.sharedLimit)
  }

  consuming func finish() throws(StorageError) -> FileSummary {
    let blocksEnd = try checkedOffset()
    // 16 bytes of slack, because readers load a varint at the end of the last block as a whole
    // word.
    try writer.append([UInt8](repeating: 0, count: 16))
    try writer.pad(toMultipleOf: 8)
    let indexStart = UInt64(writer.offset)
    try writer.append(values: prefixes)
    try writer.append(values: blockOffsets)
    try writer.append(littleEndian: blocksEnd)
    try writer.append(littleEndian: indexStart)
    try writer.append(littleEndian: UInt32(blockOffsets.count))
    try writer.append(littleEndian: UInt32(termCount))
    return try writer.finish()
  }

  private func checkedOffset() throws(StorageError) -> UInt32 {
    guard let offset = UInt32(exactly: writer.offset) else {
      throw .corrupt(file: "segment", offset: writer.offset, reason: "more than 4 GiB of terms")
    }
    return offset
  }
}
