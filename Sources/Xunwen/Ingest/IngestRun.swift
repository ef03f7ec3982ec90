import Articles
import InvertedIndex
import Storage

/// One run of indexing: reads what the plan says, inverts it unit by unit, several at a time, and commits.
///
/// What comes in is taken in the order of the input. A commit holds whole segments of all units so far, and its ledger
/// the files that were read to their end: where a run ends early, the next one goes on.
struct IngestRun {
  let writer: IndexWriter
  let options: IndexingOptions
  let onFailure: @Sendable (ArticleError) -> Void
  /// The files that are to be read; nil for standard input.
  private let plan: IngestPlan?
  private let known: KnownArticles?
  private var met: MetArticles?
  private var ledger: FileLedger
  private var segments: SegmentSeries
  private var shadowed: [(id: String, file: String)] = []
  /// Articles that are known, and that others before them in the input would take the place of.
  private var contested: [(id: String, file: String)] = []
  /// Files of which something could not be read: they are read again the next time, and lose nothing.
  private var failedFiles: Set<String> = []
  private var finishedFiles: Set<String> = []
  /// Files with articles that others have too and the index has from those.
  private var shadowedFiles: Set<String> = []
  /// Files that do not have all any more that the index has of them.
  private var goneFiles: Set<String> = []
  private var uncommitted = 0
  private(set) var totals = IngestTotals()

  /// - Parameters:
  ///   - ledger: of the last commit.
  ///   - known: nil to replace all that there is.
  init(
    _ writer: IndexWriter, _ options: IndexingOptions, _ plan: IngestPlan?, _ ledger: FileLedger,
    known: KnownArticles?, onFailure: @escaping @Sendable (ArticleError) -> Void
  ) {
    self.writer = writer
    self.options = options
    self.plan = plan
    self.ledger = ledger
    self.known = known
    self.onFailure = onFailure
    met = known.map { MetArticles($0.reader) }
    segments = SegmentSeries(writer, jobs: options.jobs)
    totals.files = plan?.files.count ?? 1
    totals.unchangedFiles = plan?.unchanged ?? 0
    totals.skipped = plan?.skipped ?? 0
  }

  /// Reads and commits everything, or the input read before the task was cancelled.
  mutating func run(onProgress: @escaping @Sendable (IndexingProgress) -> Void) async throws {
    try await readUnits(plan, wanted: nil, onProgress)
    if options.isStrict, totals.failures > 0 {
      throw XunwenError.strictFailure(count: totals.failures)
    }
    let gone = totals.isInterrupted ? [:] : try gone()
    try await readAgain(gone: options.prunes ? gone : [:], onProgress)
    if totals.isEmpty { throw XunwenError.nothingToIndex(failures: totals.failures) }
    if !options.prunes { goneFiles = met?.files(of: gone) ?? [] }
    try await commit(removing: options.prunes ? gone : [:], isLast: true)
  }

  /// Articles that are gone with their files, or from them.
  private func gone() throws -> [String: [UInt32]] {
    guard let met, let plan else { return [:] }
    return try met.gone(
      vanished: plan.vanished,
      reread: finishedFiles.intersection(plan.recordFiles).subtracting(failedFiles))
  }

  /// Brings back what files have beside the articles that go, and what is known and has lost its place to something
  /// before it.
  private mutating func readAgain(
    gone: [String: [UInt32]], _ onProgress: @escaping @Sendable (IndexingProgress) -> Void
  ) async throws {
    guard let met, let plan, !totals.isInterrupted else { return }
    let goneIDs = gone.isEmpty ? [] : met.ids(of: gone)
    let wanted = shadowed.filter { goneIDs.contains($0.id) } + contested
    if wanted.isEmpty { return }
    try await readUnits(
      plan.keeping(Set(wanted.map(\.file))), wanted: Set(wanted.map(\.id)), onProgress)
  }

  private mutating func readUnits(
    _ plan: IngestPlan?, wanted: Set<String>?,
    _ onProgress: @escaping @Sendable (IndexingProgress) -> Void
  ) async throws {
    let memoryPlan = MemoryPlan(options)
    var units = try WorkUnitReader(
      plan, unitBytes: memoryPlan.unitBytes, encoding: options.encoding)
    let progress = ProgressCounter(totalBytes: units.totalBytes, onProgress)
    let memory = InversionMemory()
    let (directory, known) = (writer.directory, known)
    let encoding = options.encoding
    try await concurrentStream(
      jobs: memoryPlan.concurrency, next: { Task.isCancelled ? nil : units.next() }
    ) { unit in
      try UnitIndexer(
        directory: directory, number: unit.number, memoryLimit: memoryPlan.runMemory,
        memory: memory, encoding: encoding, known: known, wanted: wanted, progress: progress
      ).index(unit)
    } emit: { result in
      try await add(result)
    }
    totals.isInterrupted = Task.isCancelled
    progress.finish()
  }

  private mutating func add(_ result: UnitResult) async throws {
    for run in result.runs { try await segments.add(run) }
    totals.add(result)
    uncommitted += result.articles
    shadowed += result.shadowed
    for (place, isSame) in result.met {
      if let known = met?.insert(place, isSame: isSame) { contested.append(known) }
    }
    shadowedFiles.formUnion(result.shadowed.map(\.file))
    failedFiles.formUnion(result.failedFiles)
    finishedFiles.formUnion(result.finishedFiles)
    result.failures.forEach(onFailure)
    if let limit = options.commitEvery, uncommitted >= limit, !options.isStrict {
      try await commit(removing: [:], isLast: false)
    }
  }

  /// Publishes what has come in, unless nothing has changed.
  private mutating func commit(removing removed: [String: [UInt32]], isLast: Bool) async throws {
    let segments = try await self.segments.finish()
    let before = ledger
    noteFiles(forgetting: isLast && options.prunes)
    var change = IndexChange()
    change.added = segments
    change.removed = removed
    // The first commit of a run that starts anew; the later ones add to it.
    change.replacesAll = known == nil && totals.commits == 0
    guard !segments.isEmpty || !removed.isEmpty || ledger != before || change.replacesAll else {
      return
    }
    let prepared = try writer.prepare(change)
    ledger = ledger.shadowing(prepared.supersededFiles)
    try writer.commit(prepared, ledger: ledger.encoded())
    shadowedFiles.formUnion(prepared.supersededFiles)
    totals.add(prepared, segments)
    for duplicate in prepared.duplicates {
      onFailure(
        ArticleError(path: duplicate.id, reason: .duplicateID(count: duplicate.count)))
    }
    uncommitted = 0
  }

  /// Brings the ledger up to date with what has been read.
  ///
  /// - Parameter isForgetting: files that are gone are not known any more.
  private mutating func noteFiles(forgetting isForgetting: Bool) {
    guard let plan else { return }
    for path in finishedFiles.union(failedFiles) {
      guard var state = plan.state(of: path) else { continue }
      if failedFiles.contains(path) {
        // A page that cannot be read has nothing in the index, unless it had before.
        guard plan.recordFiles.contains(path) || ledger.files[path] != nil else { continue }
        state.modified = 0
      }
      state.hasGone = goneFiles.contains(path)
      state.isShadowed = shadowedFiles.contains(path)
      ledger.files[path] = state
    }
    if isForgetting, !totals.isInterrupted {
      for path in plan.vanished { ledger.files[path] = nil }
    }
  }
}
