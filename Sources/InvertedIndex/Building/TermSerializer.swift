import Storage

/// The encoded terms of one batch.
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
      list, lengths: lengths, saturation: saturation,
      withPositions: TermBytes.hasPositions(term))
    terms += term
    entries.append(
      Entry(
        termEnd: terms.count, documentFrequency: list.documentCount,
        occurrences: list.occurrenceCount, location: location))
  }
}

/// Writes the term dictionary, the postings and the positions of a segment.
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
        location = .file(
          postings: base.postings + postings, positions: base.positions + positions)
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

/// Creates the files of a segment.
struct SegmentFiles {
  let directory: IndexDirectory
  let name: String
  let id: UInt64

  func writer(_ ending: String, _ component: FileComponent) throws(StorageError) -> FileWriter {
    try FileWriter(
      directory: directory, name: "\(name).\(ending)", component: component, segmentID: id)
  }
}
