public import Articles
import InvertedIndex
import Storage

extension Archive {
  /// Builds the index of a corpus, in place of the one that was in the folder.
  ///
  /// What cannot be read, decoded or parsed is reported and left out; the rest is indexed. Readers of the
  /// old index are not disturbed, and it stays as it was if building fails or is interrupted.
  ///
  /// - Parameters:
  ///   - strict: commit nothing when anything fails.
  ///   - onFailure: called in the order of the input, one call at a time.
  ///   - onProgress: called now and then, from any thread.
  /// - Throws: `StorageError` when the index cannot be written, `.locked` while another process writes it;
  ///   `ArticleError` for an unknown encoding; `XunwenError.strictFailure` and `.nothingToIndex`.
  /// - Complexity: O(*n* log *n*) in the size of the input; memory as `options.memory` says.
  public static func build(
    from input: CorpusInput, at path: String, options: IndexingOptions = IndexingOptions(),
    strict: Bool = false,
    onFailure: @escaping @Sendable (ArticleError) -> Void = { _ in },
    onProgress: @escaping @Sendable (IndexingProgress) -> Void = { _ in }
  ) async throws -> IndexingSummary {
    let clock = ContinuousClock()
    let start = clock.now
    let writer = try IndexWriter(IndexDirectory(path))
    var totals = BuildTotals(writer, jobs: options.jobs, onFailure: onFailure)
    var duplicates: [DuplicateID] = []
    do {
      try await buildSegments(
        from: input, options: options, onProgress: onProgress, writer, into: &totals)
      if strict, totals.failures > 0 {
        throw XunwenError.strictFailure(count: totals.failures)
      }
      if totals.articles == 0 { throw XunwenError.nothingToIndex(failures: totals.failures) }
      try await totals.finishSegment()
      duplicates = try writer.replaceAll(
        with: totals.segments, nextSegment: totals.nextSegment, note: "xunwen"
      ).duplicates
    } catch {
      // The old commit stands. What could not be removed now, the next writer removes.
      try? writer.removeUnreferencedFiles()
      throw error
    }
    for duplicate in duplicates {
      onFailure(
        ArticleError(path: duplicate.id, reason: .duplicateID(count: duplicate.count)))
    }
    return totals.summary(
      duplicates: duplicates.reduce(0) { $0 + $1.count - 1 },
      elapsed: clock.now - start)
  }
}

/// Reads the input and inverts it unit by unit, several at a time.
private func buildSegments(
  from input: CorpusInput, options: IndexingOptions,
  onProgress: @escaping @Sendable (IndexingProgress) -> Void, _ writer: IndexWriter,
  into totals: inout BuildTotals
) async throws {
  let plan = MemoryPlan(options)
  var units = try WorkUnitReader(input, unitBytes: plan.unitBytes, encoding: options.encoding)
  let progress = ProgressCounter(totalBytes: units.totalBytes, onProgress)
  let memory = InversionMemory()
  let (directory, first) = (writer.directory, writer.nextSegment)
  try await withThrowingTaskGroup(of: UnitResult.self) { group in
    var running = 0
    while let unit = units.next() {
      if running == plan.concurrency, let result = try await group.next() {
        try await totals.add(result)
        running -= 1
      }
      let indexer = UnitIndexer(
        directory: directory, number: first + UInt64(unit.number),
        memoryLimit: plan.runMemory, memory: memory, encoding: options.encoding,
        progress: progress)
      group.addTask { try indexer.index(unit) }
      running += 1
    }
    for try await result in group { try await totals.add(result) }
  }
  totals.fileCount = units.fileCount
  totals.skippedCount = units.skippedCount
  progress.finish()
}

/// How a memory budget is divided.
private struct MemoryPlan {
  /// Input bytes of a work unit: with its terms, occurrences and articles it takes about six times as
  /// much.
  let unitBytes: Int
  /// What a run under construction may take before it is closed early: text that is much denser in
  /// terms than articles are. Occurrences are addressed by 32 bits.
  let runMemory: Int
  /// Runs under construction at a time.
  let concurrency: Int

  init(_ options: IndexingOptions) {
    let memory = max(options.memory, 16 << 20)
    unitBytes = min(memory / 32, 256 << 20)
    runMemory = min(memory / 4, 1 << 30)
    concurrency = max(1, min(options.jobs, memory / (6 * unitBytes)))
  }
}

/// Adds up the results of units as they come in, in the order of the input, and merges their runs into
/// segments.
private struct BuildTotals {
  let onFailure: @Sendable (ArticleError) -> Void
  var fileCount = 0
  var skippedCount = 0
  private let directory: IndexDirectory
  private let jobs: Int
  /// Number of the segment that is built next.
  private(set) var nextSegment: UInt64
  private var segment: SegmentWriter?
  private var waiting: [Int: UnitResult] = [:]
  private var next = 0
  private(set) var segments: [SegmentInfo] = []
  private(set) var failures = 0
  private(set) var articles = 0
  private var bytes = 0
  private var undated = 0
  private var unsourced = 0
  private var encodings: [String: Int] = [:]

  init(
    _ writer: IndexWriter, jobs: Int, onFailure: @escaping @Sendable (ArticleError) -> Void
  ) {
    directory = writer.directory
    nextSegment = writer.nextSegment
    self.jobs = jobs
    self.onFailure = onFailure
  }

  mutating func add(_ result: UnitResult) async throws {
    waiting[result.number] = result
    while let result = waiting.removeValue(forKey: next) {
      next += 1
      for run in result.runs { try await add(run) }
      failures += result.failures.count
      articles += result.articles
      bytes += result.bytes
      undated += result.undated
      unsourced += result.unsourced
      encodings.merge(result.encodings, uniquingKeysWith: +)
      result.failures.forEach(onFailure)
    }
  }

  private mutating func add(_ run: InvertedRun) async throws {
    if segment?.isFull == true { try await finishSegment() }
    if segment == nil {
      segment = try SegmentWriter(
        directory: directory, name: IndexWriter.segmentName(nextSegment))
      nextSegment += 1
    }
    try segment?.add(run)
  }

  /// Writes the segment of the runs that came in since the last one.
  mutating func finishSegment() async throws {
    guard let writer = segment.take() else { return }
    segments.append(try await writer.finish(jobs: jobs))
  }

  func summary(duplicates: Int, elapsed: Duration) -> IndexingSummary {
    func size(_ isWanted: (FileSummary) -> Bool) -> Int {
      segments.flatMap(\.files).filter(isWanted).reduce(0) { $0 + $1.byteCount }
    }
    return IndexingSummary(
      articles: articles - duplicates, files: fileCount, bytes: bytes, undated: undated,
      unsourced: unsourced,
      encodings: encodings.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
      failures: failures, duplicates: duplicates, skipped: skippedCount, segments: segments.count,
      indexBytes: size { _ in true },
      storedBytes: size { $0.name.hasSuffix("." + SegmentFormat.endings.stored) },
      elapsed: elapsed)
  }
}
