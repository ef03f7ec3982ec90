import Storage
import TextAnalysis

/// Terms in order, each with its occurrences, that become a segment.
protocol TermSource: Sendable {
  /// Stretches of `TermRanges` that are taken at a time.
  var batches: [Range<Int>] { get }

  /// Calls `body` with every term of a stretch in order, and all its occurrences. Threads may take stretches at
  /// the same time.
  func forEachTerm(
    in ranges: Range<Int>, _ body: (_ term: [UInt8], borrowing OccurrenceList) -> Void
  ) throws(StorageError)
}

/// What the terms of a segment were made by, and of.
struct TermOrigin {
  /// Of ICU whose dictionary cut the words; several where segments were merged that were not cut by the same.
  var icuVersion = AnalysisVersion.icuVersion
}

/// Puts a segment together from what is kept by document, as it comes in, and from the terms, at the end.
struct SegmentSerializer: Sendable {
  /// Stem of the segment's files.
  let name: String
  var columns = ColumnsWriter()
  private let directory: IndexDirectory
  private var stored = StoredBlocks()
  private let storedFile: StoredFile

  /// Begins the file of the stored articles.
  init(directory: IndexDirectory, name: String) throws(StorageError) {
    self.directory = directory
    self.name = name
    storedFile = try StoredFile(
      directory: directory, name: "\(name).\(SegmentFormat.endings.stored)")
  }

  /// Writes stored articles behind those that are there.
  mutating func append(_ frames: [UInt8], _ blocks: StoredBlocks) throws(StorageError) {
    try storedFile.append(frames)
    stored.append(blocks)
  }

  /// Writes the segment's files, each synced.
  ///
  func finish(
    _ terms: some TermSource, from origin: TermOrigin = TermOrigin()
  ) throws(StorageError) -> SegmentInfo {
    let files = SegmentFiles(directory: directory, name: name, id: columns.identity)
    let output = try TermSerializer(files)
    let usual = columns.usualShares
    for ranges in terms.batches { try output.append(encode(terms, ranges, usual)) }
    return try finish(files, try output.finish() + writeDocuments(to: files), origin)
  }

  /// The same on several threads.
  ///
  /// - Parameters:
  ///   - jobs: batches encoded at a time.
  ///   - shouldStop: asked now and then.
  /// - Throws: `CancellationError` when `shouldStop` says so.
  func finish(
    _ terms: some TermSource, from origin: TermOrigin = TermOrigin(), jobs: Int,
    shouldStop: () -> Bool = { false }
  ) async throws -> SegmentInfo {
    let files = SegmentFiles(directory: directory, name: name, id: columns.identity)
    async let documents = writeDocuments(to: files)
    // One thread does one thing at a time.
    if jobs == 1 { _ = try await documents }
    let output = try TermSerializer(files)
    var batches = terms.batches[...]
    let usual = columns.usualShares
    try await concurrentStream(jobs: jobs, next: { batches.popFirst() }) { ranges in
      try self.encode(terms, ranges, usual)
    } emit: { batch in
      try output.append(batch)
      if shouldStop() { throw CancellationError() }
    }
    return try finish(files, try output.finish() + (try await documents), origin)
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
    _ files: SegmentFiles, _ summaries: [FileSummary], _ origin: TermOrigin
  ) throws(StorageError) -> SegmentInfo {
    let info = SegmentInfo(
      name: name, id: files.id, documentCount: columns.documentCount,
      totalLength: columns.totalLength, totalTailLength: columns.totalTailLength,
      normalizerVersion: AnalysisVersion.normalizer, icuVersion: origin.icuVersion,
      files: summaries)
    _ = try info.writeFile(to: directory)
    return info
  }

  /// - Parameter usual: of the segment.
  private func encode(
    _ terms: some TermSource, _ ranges: Range<Int>,
    _ usual: (main: DefaultSaturation, tail: DefaultSaturation)
  ) throws(StorageError) -> EncodedBatch {
    var encoded = EncodedBatch()
    let (lengths, tailLengths) = (columns.lengths, columns.tailLengths)
    try terms.forEachTerm(in: ranges) { term, list in
      let isMain = TermBytes.field(of: term) == .main
      encoded.append(
        term, list, lengths: isMain ? lengths : tailLengths,
        usual: isMain ? usual.main : usual.tail)
    }
    return encoded
  }
}

/// What the files of a segment have in common.
struct SegmentFiles {
  let directory: IndexDirectory
  let name: String
  let id: UInt64

  func writer(_ ending: String, _ component: FileComponent) throws(StorageError) -> FileWriter {
    try FileWriter(
      directory: directory, name: "\(name).\(ending)", component: component, segmentID: id)
  }
}
