import Storage
import TextAnalysis

/// The sorted terms of a new segment with their occurrences.
protocol TermSource: Sendable {
  /// Batches of `TermRanges`, which together are all ranges.
  var batches: [Range<Int>] { get }

  /// Calls `body` with every term of a batch in order and all its occurrences. Several threads may
  /// read different batches at the same time.
  func forEachTerm(
    in ranges: Range<Int>, _ body: (_ term: [UInt8], borrowing OccurrenceList) -> Void
  ) throws(StorageError)
}

/// Writes the files of a segment: the values of documents as they arrive, the terms at the end.
struct SegmentSerializer: Sendable {
  let name: String
  var columns = ColumnsWriter()
  private let directory: IndexDirectory
  private var stored = StoredBlocks()
  private let storedFile: StoredFile

  init(directory: IndexDirectory, name: String) throws(StorageError) {
    self.directory = directory
    self.name = name
    storedFile = try StoredFile(
      directory: directory, name: "\(name).\(SegmentFormat.endings.stored)")
  }

  mutating func append(_ frames: [UInt8], _ blocks: StoredBlocks) throws(StorageError) {
    try storedFile.append(frames)
    stored.append(blocks)
  }

  func finish(_ terms: some TermSource) throws(StorageError) -> SegmentInfo {
    let files = SegmentFiles(directory: directory, name: name, id: columns.identity)
    let output = try TermSerializer(files)
    let saturations = columns.defaultSaturations
    for ranges in terms.batches { try output.append(encode(terms, ranges, saturations)) }
    return try finish(
      files, try output.finish() + writeDocuments(to: files), AnalysisVersion.icuVersion)
  }

  /// - Parameters:
  ///   - icuVersion: the version of ICU that segmented the words; several after a merge.
  ///   - onProgress: receives the share of the terms that are written, 0...1.
  func finish(
    _ terms: some TermSource, icuVersion: String = AnalysisVersion.icuVersion, jobs: Int,
    isCancellable: Bool = false, onProgress: (Double) -> Void = { _ in }
  ) async throws -> SegmentInfo {
    let files = SegmentFiles(directory: directory, name: name, id: columns.identity)
    async let documents = writeDocuments(to: files)
    // With one job, the documents are written before the terms.
    if jobs == 1 { _ = try await documents }
    let output = try TermSerializer(files)
    var batches = terms.batches[...]
    let (total, saturations) = (batches.count, columns.defaultSaturations)
    var written = 0
    try await concurrentStream(jobs: jobs, next: { batches.popFirst() }) { ranges in
      try self.encode(terms, ranges, saturations)
    } emit: { batch in
      try output.append(batch)
      if isCancellable { try Task.checkCancellation() }
      written += 1
      onProgress(Double(written) / Double(total))
    }
    return try finish(files, try output.finish() + (try await documents), icuVersion)
  }

  private func writeDocuments(to files: SegmentFiles) throws(StorageError) -> [FileSummary] {
    let endings = SegmentFormat.endings
    return [
      try columns.writeLengths(try files.writer(endings.lengths, SegmentFormat.lengths)),
      try columns.writeColumns(try files.writer(endings.columns, SegmentFormat.columns)),
      try storedFile.finish(stored, segmentID: files.id),
    ]
  }

  private func finish(
    _ files: SegmentFiles, _ summaries: [FileSummary], _ icuVersion: String
  ) throws(StorageError) -> SegmentInfo {
    let info = SegmentInfo(
      name: name, id: files.id, documentCount: columns.documentCount,
      totalLength: columns.totalLength, totalTailLength: columns.totalTailLength,
      normalizerVersion: AnalysisVersion.normalizer, icuVersion: icuVersion, files: summaries)
    _ = try info.writeFile(to: directory)
    return info
  }

  private func encode(
    _ terms: some TermSource, _ ranges: Range<Int>,
    _ saturations: (main: DefaultSaturation, tail: DefaultSaturation)
  ) throws(StorageError) -> EncodedBatch {
    var encoded = EncodedBatch()
    let (lengths, tailLengths) = (columns.lengths, columns.tailLengths)
    try terms.forEachTerm(in: ranges) { term, list in
      let isMain = TermBytes.field(of: term) == .main
      encoded.append(
        term, list, lengths: isMain ? lengths : tailLengths,
        saturation: isMain ? saturations.main : saturations.tail)
    }
    return encoded
  }
}
