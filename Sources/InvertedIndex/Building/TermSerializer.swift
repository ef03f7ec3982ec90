import Storage

struct EncodedBatch: Sendable {
  struct Entry {
    /// The end of the term in `terms`. The term begins at the end of the previous one.
    let termEnd: Int
    let documentFrequency: Int
    let occurrences: Int
    let location: PostingsEncoder.Location
  }

  private(set) var terms: [UInt8] = []
  private(set) var entries: [Entry] = []
  private(set) var encoder = PostingsEncoder()

  mutating func append(
    _ term: [UInt8], _ list: borrowing OccurrenceList, lengths: [UInt32],
    saturation: DefaultSaturation
  ) {
    let location = encoder.encode(
      list, lengths: lengths, saturation: saturation, withPositions: TermBytes.hasPositions(term))
    terms += term
    entries.append(
      Entry(
        termEnd: terms.count, documentFrequency: list.documentCount,
        occurrences: list.occurrenceCount, location: location))
  }
}

final class TermSerializer {
  private let name: String
  private var postings: FileWriter?
  private var positions: FileWriter?
  private var dictionary: TermDictionaryWriter?

  init(_ files: SegmentFiles) throws(StorageError) {
    name = files.name
    postings = try files.writer(SegmentFormat.endings.postings, SegmentFormat.postings)
    positions = try files.writer(SegmentFormat.endings.positions, SegmentFormat.positions)
    dictionary = TermDictionaryWriter(
      try files.writer(SegmentFormat.endings.terms, SegmentFormat.terms))
  }

  func append(_ batch: EncodedBatch) throws(StorageError) {
    let base = (postings: postings?.offset ?? 0, positions: positions?.offset ?? 0)
    // Readers use 32-bit offsets. The size limits of segments keep offsets far below.
    for offset in [base.postings, base.positions] where offset > Int(UInt32.max) {
      throw .corrupt(file: name, offset: offset, reason: "more than 4 GiB of postings")
    }
    try postings?.append(batch.encoder.postings)
    try positions?.append(batch.encoder.positions)
    var start = 0
    for entry in batch.entries {
      var location = entry.location
      if case .file(let postings, let positions) = location {
        location = .file(postings: base.postings + postings, positions: base.positions + positions)
      }
      try dictionary?.add(
        batch.terms.span.extracting(start..<entry.termEnd),
        documentFrequency: entry.documentFrequency, occurrences: entry.occurrences,
        location: location, inlined: batch.encoder.inlined.span)
      start = entry.termEnd
    }
  }

  func finish() throws(StorageError) -> [FileSummary] {
    var files: [FileSummary] = []
    if let dictionary = dictionary.take() { files.append(try dictionary.finish()) }
    if let postings = postings.take() { files.append(try postings.finish()) }
    if let positions = positions.take() { files.append(try positions.finish()) }
    return files
  }
}

struct SegmentFiles {
  let directory: IndexDirectory
  let name: String
  let id: UInt64

  func writer(_ ending: String, _ component: FileComponent) throws(StorageError) -> FileWriter {
    try FileWriter(
      directory: directory, name: "\(name).\(ending)", component: component, segmentID: id)
  }
}

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

  init(_ writer: consuming FileWriter) { self.writer = writer }

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
    // Readers load a varint at the end of the last block as a whole word.
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
