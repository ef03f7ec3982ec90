public import Storage
import TextAnalysis

/// Merges runs into one segment and writes its files.
///
/// The ranges of the runs are merged and encoded by themselves, several at a time on as many threads as wanted,
/// and written in order, so that the same runs give the same bytes.
public struct SegmentWriter: Sendable {
  /// Stem of the segment's files.
  public let name: String
  private let directory: IndexDirectory
  private var runs: [InvertedRun] = []
  private var columns = ColumnsWriter()
  private var stored = StoredBlocks()
  private let storedFile: StoredFile

  /// Runs that are merged at a time; each is an open file and a buffer.
  private static let runLimit = 128
  /// Bytes of runs with their stored articles: well below what 32-bit offsets reach.
  private static let byteLimit = 3 << 30
  /// Bytes of all runs that are merged at a time.
  private static let batchSize = 1 << 20

  /// Begins the file of the stored articles.
  ///
  /// - Parameter name: not used before in the directory.
  public init(directory: IndexDirectory, name: String) throws(StorageError) {
    self.directory = directory
    self.name = name
    storedFile = try StoredFile(
      directory: directory, name: "\(name).\(SegmentFormat.endings.stored)")
  }

  /// The segment should be finished and another begun.
  public var isFull: Bool {
    runs.count >= Self.runLimit || runs.reduce(0) { $0 + $1.byteCount } >= Self.byteLimit
  }

  /// Adds the documents of a run behind those that are there, and writes its stored articles.
  public mutating func add(_ run: InvertedRun) throws(StorageError) {
    try storedFile.append(run.frames)
    var run = run
    run.frames = []
    runs.append(run)
    columns.append(run.columns)
    stored.append(run.stored)
  }

  /// Writes the segment's files, each synced.
  ///
  /// - Returns: what a commit point needs to know of it.
  /// - Complexity: O(*t* log *r* + occurrences) in its terms and runs.
  public func finish() throws(StorageError) -> SegmentInfo {
    let files = SegmentFiles(directory: directory, name: name, id: columns.identity)
    let output = try TermOutput(files)
    let usual = columns.usualShares
    for ranges in batches { try output.append(encode(ranges, usual)) }
    return try finish(files, try output.finish() + writeDocuments(to: files))
  }

  /// The same on several threads.
  ///
  /// - Parameter jobs: batches encoded at a time.
  public func finish(jobs: Int) async throws -> SegmentInfo {
    guard jobs > 1 else { return try finish() }
    let files = SegmentFiles(directory: directory, name: name, id: columns.identity)
    async let documents = writeDocuments(to: files)
    let output = try TermOutput(files)
    let batches = self.batches
    let usual = columns.usualShares
    try await withThrowingTaskGroup(of: (number: Int, batch: EncodedBatch).self) { group in
      var waiting: [Int: EncodedBatch] = [:]
      var (sent, written) = (0, 0)
      while true {
        while sent - written <= jobs, sent < batches.count {
          let number = sent
          group.addTask { (number, try self.encode(batches[number], usual)) }
          sent += 1
        }
        guard let encoded = try await group.next() else { break }
        waiting[encoded.number] = encoded.batch
        while let batch = waiting.removeValue(forKey: written) {
          try output.append(batch)
          written += 1
        }
      }
    }
    return try finish(files, try output.finish() + (try await documents))
  }

  /// Writes what is kept by document.
  private func writeDocuments(
    to files: SegmentFiles
  ) throws(StorageError) -> [FileSummary] {
    let endings = SegmentFormat.endings
    return [
      try columns.writeLengths(try files.writer(endings.lengths, SegmentFormat.lengths)),
      try columns.writeColumns(try files.writer(endings.columns, SegmentFormat.columns)),
      try storedFile.finish(stored, segmentID: files.id),
    ]
  }

  /// Writes what the segment consists of.
  private func finish(
    _ files: SegmentFiles, _ summaries: [FileSummary]
  ) throws(StorageError) -> SegmentInfo {
    let info = SegmentInfo(
      name: name, id: files.id, documentCount: columns.documentCount,
      totalLength: columns.totalLength, totalTailLength: columns.totalTailLength,
      normalizerVersion: AnalysisVersion.normalizer, icuVersion: AnalysisVersion.icuVersion,
      files: summaries)
    _ = try info.writeFile(to: directory)
    return info
  }

  /// Ranges that are merged at a time.
  private var batches: [Range<Int>] {
    var batches: [Range<Int>] = []
    var start = 0
    var bytes = 0
    for range in 0..<TermRanges.count {
      bytes += runs.reduce(0) { $0 + $1.byteCount(of: range..<range + 1) }
      if bytes >= Self.batchSize || range + 1 == TermRanges.count {
        batches.append(start..<range + 1)
        start = range + 1
        bytes = 0
      }
    }
    return batches
  }

  /// - Parameter usual: of the segment.
  private func encode(
    _ ranges: Range<Int>, _ usual: (main: UsualShare, tail: UsualShare)
  ) throws(StorageError) -> EncodedBatch {
    let merger = try RangeMerger(runs, ranges)
    var encoded = EncodedBatch()
    let (lengths, tailLengths) = (columns.lengths, columns.tailLengths)
    merger.forEach { term, list in
      let isMain = TermBytes.field(of: term) == .main
      encoded.append(
        term, list, lengths: isMain ? lengths : tailLengths,
        usual: isMain ? usual.main : usual.tail)
    }
    return encoded
  }
}

/// What the files of a segment have in common.
private struct SegmentFiles {
  let directory: IndexDirectory
  let name: String
  let id: UInt64

  func writer(_ ending: String, _ component: FileComponent) throws(StorageError) -> FileWriter {
    try FileWriter(
      directory: directory, name: "\(name).\(ending)", component: component, segmentID: id)
  }
}

/// Terms ready to be written.
private struct EncodedBatch: Sendable {
  struct Entry {
    /// Where it ends in `terms`; it begins where the one before ends.
    let termEnd: Int
    let documentFrequency: Int
    let occurrences: Int
    let location: PostingsEncoder.Location
  }

  private(set) var terms: [UInt8] = []
  private(set) var entries: [Entry] = []
  private(set) var encoder = PostingsEncoder()

  mutating func append(
    _ term: [UInt8], _ list: borrowing OccurrenceList, lengths: [UInt32], usual: UsualShare
  ) {
    let location = encoder.encode(
      list, lengths: lengths, usual: usual, withPositions: TermBytes.hasPositions(term))
    terms += term
    entries.append(
      Entry(
        termEnd: terms.count, documentFrequency: list.documentCount,
        occurrences: list.occurrenceCount, location: location))
  }
}

/// The files of a segment that are written term by term.
private final class TermOutput {
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
    // Readers take offsets for 32 bits; what a segment takes in keeps it far below.
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
