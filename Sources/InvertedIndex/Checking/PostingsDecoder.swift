import Storage

/// A decoder of postings and positions with arbitrary bytes.
///
/// It checks bounds before each step and ignores the offsets of the skip table. It shares only the
/// codecs with the readers of queries, so that it does not repeat their mistakes.
struct PostingsDecoder {
  private typealias Block = InlineArray<128, UInt32>

  private var documents: [UInt32] = []
  private var frequencies: [UInt32] = []
  private var titles: [UInt32] = []
  private var deltas: [UInt32] = []
  /// The offset in bits after the documents of a list without full blocks.
  private var tailEnd = 0

  /// - Throws: `TermFault` for bytes that are not postings with the counts of the term's entry.
  mutating func decode(
    _ term: RawTermEntry, documentCount: Int, into list: inout OccurrenceList
  ) throws(TermFault) {
    let (info, source) = (term.info, term.postings)
    documents.removeAll(keepingCapacity: true)
    frequencies.removeAll(keepingCapacity: true)
    titles.removeAll(keepingCapacity: true)
    deltas.removeAll(keepingCapacity: true)
    guard info.documentFrequency > 0, info.documentFrequency <= documentCount else {
      throw source.fault(
        info.postingsOffset, "\(info.documentFrequency) of \(documentCount) documents")
    }
    try decodeDocuments(info, source)
    var sum = 0
    for index in documents.indices {
      guard documents[index] < documentCount else {
        throw source.fault(info.postingsOffset, "document \(documents[index]) of \(documentCount)")
      }
      guard titles[index] <= frequencies[index] else {
        throw source.fault(
          info.postingsOffset,
          "document \(documents[index]): more occurrences in the headline than in all")
      }
      sum += Int(frequencies[index])
    }
    guard sum == info.occurrences else {
      throw source.fault(
        info.postingsOffset, "frequencies add up to \(sum), not to \(info.occurrences)")
    }
    if let positions = term.positions { try decodePositions(info, positions) }
    list.removeAll()
    var next = 0
    for index in documents.indices {
      let end = term.positions == nil ? next : next + Int(frequencies[index])
      list.append(
        document: documents[index], frequency: frequencies[index], title: titles[index],
        positionDeltas: deltas.span.extracting(next..<end))
      next = end
    }
  }

  private mutating func decodeDocuments(
    _ info: TermInfo, _ source: RawTermEntry.Source
  ) throws(TermFault) {
    let size = SegmentFormat.blockSize
    let full = info.documentFrequency / size
    let blocks = (info.documentFrequency + size - 1) / size
    var offset = info.postingsOffset
    if full > 0 {
      try source.require(blocks * SkipEntry.byteCount, at: offset, "skip entries")
      offset += blocks * SkipEntry.byteCount
    }
    let file = source.file
    var deltas = Block(repeating: 0)
    var counts = Block(repeating: 0)
    var titles = Block(repeating: 0)
    for block in 0..<full {
      let bytes = file.bytes
      let entry = SkipEntry(bytes, at: info.postingsOffset + block * SkipEntry.byteCount)
      offset = try Self.decode(source, at: offset, head: entry.heads.0, into: &deltas)
      offset = try Self.decode(source, at: offset, head: entry.heads.1, into: &counts)
      offset = try Self.decode(source, at: offset, head: entry.heads.2, into: &titles)
      for index in 0..<size {
        try append(delta: deltas[index], UInt64(counts[index]) + 1, titles[index], source, offset)
      }
    }
    try decodeTail(info.documentFrequency - full * size, source, at: offset)
  }

  private mutating func decodeTail(
    _ count: Int, _ source: RawTermEntry.Source, at start: Int
  ) throws(TermFault) {
    guard count > 0 else { return }
    let file = source.file
    var bit = 8 * start
    try Self.requireWord(source, bit)
    let parameter = Int(BitReader.read(file.bytes, at: &bit, bits: RiceCode.parameterBits))
    for _ in 0..<count {
      try Self.requireWord(source, bit)
      let delta = RiceCode.decode(file.bytes, at: &bit, parameter: parameter)
      try Self.requireWord(source, bit)
      let frequency = GammaCode.decode(file.bytes, at: &bit)
      try Self.requireWord(source, bit)
      var title: UInt32 = 0
      if BitReader.read(file.bytes, at: &bit, bits: 1) != 0 {
        try Self.requireWord(source, bit)
        title = GammaCode.decode(file.bytes, at: &bit)
      }
      try append(delta: delta, UInt64(frequency), title, source, start)
    }
    guard bit <= 8 * source.end else { throw source.fault(start, "postings are cut off") }
    tailEnd = bit
  }

  private mutating func append(
    delta: UInt32, _ frequency: UInt64, _ title: UInt32, _ source: RawTermEntry.Source,
    _ offset: Int
  ) throws(TermFault) {
    let (document, isOver) = (documents.last ?? 0).addingReportingOverflow(delta)
    guard !isOver, documents.isEmpty || delta > 0 else {
      throw source.fault(offset, "documents do not ascend")
    }
    // The range of gamma codes, which the encoder requires.
    guard max(frequency, UInt64(title)) <= PostingsFormat.largestFrequency else {
      throw source.fault(offset, "document \(document): \(frequency) occurrences")
    }
    documents.append(document)
    frequencies.append(UInt32(frequency))
    titles.append(title)
  }

  private mutating func decodePositions(
    _ info: TermInfo, _ source: RawTermEntry.Source
  ) throws(TermFault) {
    let size = SegmentFormat.blockSize
    let file = source.file
    var offset = info.positionsOffset
    let full = info.occurrences / size
    // This bounds the memory for the positions before any is reserved.
    guard info.arePositionsPossible(before: source.end) else {
      throw source.fault(offset, "positions are cut off")
    }
    var values = Block(repeating: 0)
    for _ in 0..<full {
      try source.require(1, at: offset, "positions")
      let head = file.bytes.uint8(at: offset)
      guard head != PostingsFormat.restFollows else {
        throw source.fault(offset, "positions are missing")
      }
      offset = try Self.decode(source, at: offset + 1, head: head, into: &values)
      for index in 0..<size { deltas.append(values[index]) }
    }
    if full > 0 {
      try source.require(1, at: offset, "positions")
      guard file.bytes.uint8(at: offset) == PostingsFormat.restFollows else {
        throw source.fault(offset, "more positions than occurrences")
      }
      offset += 1
    }
    let rest = info.occurrences - full * size
    if rest > 0 {
      var bit = info.isInline ? tailEnd : 8 * offset
      try Self.requireWord(source, bit)
      let parameter = Int(BitReader.read(file.bytes, at: &bit, bits: RiceCode.parameterBits))
      for _ in 0..<rest {
        try Self.requireWord(source, bit)
        deltas.append(RiceCode.decode(file.bytes, at: &bit, parameter: parameter))
      }
      guard bit <= 8 * source.end else { throw source.fault(offset, "positions are cut off") }
    }
  }

  /// Decodes a block and returns the offset after it.
  private static func decode(
    _ source: RawTermEntry.Source, at offset: Int, head: UInt8, into values: inout Block
  ) throws(TermFault) -> Int {
    let file = source.file
    let end = PatchedBlockCodec.end(file.bytes, at: offset, head: head, limit: source.end)
    guard let end else { throw source.fault(offset, "numbers are cut off") }
    PatchedBlockCodec.decode(file.bytes, at: offset, head: head, into: &values)
    return end
  }

  private static func requireWord(_ source: RawTermEntry.Source, _ bit: Int) throws(TermFault) {
    guard bit >> 3 <= source.end, bit >> 3 + 8 <= source.file.byteCount else {
      throw source.fault(min(bit >> 3, source.end), "postings are cut off")
    }
  }
}
