import Articles
import InvertedIndex
import Storage
import TextAnalysis

/// An update of an index. It plans which files to read, inverts them in parallel, and commits.
///
/// When several articles of the input have one id, the last one wins, in the order of the files'
/// ids. The terms in this folder:
///
/// * id of a file: the path that identifies the file in the index; see `FileNames`
/// * indexed article: an article that was in the index before the update
/// * superseded article: an article of the input that loses to an article of a later file
/// * displaced article: an indexed article that wins, but must be indexed again, because the update
///   has already indexed a different article with its id
/// * stale article: an indexed article that its file no longer contains, or whose file is missing
/// * missing file: a file of the ledger that is not in the corpus
/// * finished file: a file that this update has read to the end
///
/// Results are processed in input order. A commit holds the segments of all tasks so far, and its
/// ledger the finished files, so that the next update continues where this one ends.
struct Ingestion {
  private let writer: IndexWriter
  private let options: IndexingOptions
  private let onFailure: @Sendable (ArticleError) -> Void
  private let start = ContinuousClock.now
  /// Nil for standard input.
  private let plan: IngestPlan?
  /// Nil when the update replaces the whole index.
  private let indexed: IndexedArticles?
  /// The index that a rebuild replaces.
  private let replaced: ReplacedIndex?
  private var ledger = FileLedger()
  private var seen: SeenArticles
  private var segments: SegmentSeries
  private var superseded: [ArticleIdentity] = []
  private var displaced: [ArticleIdentity] = []
  /// Files with failures. The next update reads them again, and their articles are not stale.
  private var failedFiles: Set<String> = []
  private var finishedFiles: Set<String> = []
  private var filesWithSuperseded: Set<String> = []
  private var filesWithStale: Set<String> = []
  /// False until all files are read. Until then, every changed file may have stale articles.
  private var knowsStaleArticles = false
  /// The files of the ledger before the update.
  private let recorded: [String: FileState]
  /// Names of the segments that the update has committed.
  private var addedSegments: Set<String> = []
  /// Names of the segments of the replaced index that an intermediate commit of a rebuild has kept.
  private var oldSegments: Set<String> = []
  private var uncommitted = 0
  private var committed = 0
  private let catalog: FieldCatalog
  private let fields: ArticleFields
  private var totals = IngestTotals()

  init(
    _ input: CorpusInput, into writer: IndexWriter, _ options: IndexingOptions, reindexed: Int?,
    onFailure: @escaping @Sendable (ArticleError) -> Void
  ) throws {
    self.writer = writer
    // The declared fields of the last commit stay.
    catalog = options.catalog(after: writer.commit?.fields ?? [])
    fields = ArticleFields(catalog)
    var options = options
    options.fields = options.fields.keeping(catalog.declared.map(\.name))
    self.options = options
    self.onFailure = onFailure
    segments = SegmentSeries(writer, jobs: options.jobs)
    let reader = options.rebuilds ? nil : try writer.reader()
    replaced = options.rebuilds ? try ReplacedIndex(writer) : nil
    if !options.rebuilds, let bytes = try writer.ledger() { ledger = try FileLedger(bytes) }
    // The ledger may be intact where the rest is damaged.
    if options.rebuilds, let bytes = try? writer.ledger(), let old = try? FileLedger(bytes) {
      ledger.rules = old.rules
      if case .folder(let path) = input {
        ledger.rules = old.rules(forUpdateFrom: FileSystem.realPath(path))
      }
    }
    recorded = ledger.files
    if case .folder(let path) = input {
      let plan = try IngestPlan(
        scanning: path, &ledger, options, index: writer.directory.path, catalog)
      if plan.isIndex, plan.files.isEmpty, plan.unchanged == 0 {
        throw XunwenError.indexAsCorpus(path: path)
      }
      self.plan = plan
    } else {
      plan = nil
    }
    let files = plan?.ids ?? []
    indexed = reader.map { IndexedArticles(reader: $0, files: files) }
    seen = SeenArticles(of: reader)
    totals.reindexed = reindexed
    totals.unchangedFiles = plan?.unchanged ?? 0
    totals.skipped = plan?.skipped ?? SkippedFiles()
    if let plan {
      (totals.rules, totals.formerRules, totals.reread) = (
        plan.rules, plan.formerRules, plan.reread
      )
    }
  }

  mutating func run(
    onProgress: @escaping @Sendable (IndexingProgress) -> Void
  ) async throws -> IndexingSummary {
    do {
      try await update(onProgress)
    } catch {
      // The last commit stays. The next writer retries removals that fail here.
      try? writer.removeUnreferencedFiles()
      guard totals.allCommits > 0 else { throw error }
      throw XunwenError.endedEarly(commits: totals.allCommits, reason: "\(error)")
    }
    // An interrupted update has not read all files of its plan.
    totals.files = plan == nil ? 1 : finishedFiles.union(failedFiles).count
    let merges = await merge()
    return totals.summary(
      try writer.reader(), merges: merges, elapsed: ContinuousClock.now - start)
  }

  /// Merges segments. The update is committed already, so a failure is a part of the summary.
  private mutating func merge() async -> MergeSummary {
    guard options.merges, !totals.isInterrupted else { return MergeSummary() }
    do {
      return try await writer.merge(jobs: options.jobs)
    } catch {
      totals.mergeFailure = "\(error)"
      return MergeSummary()
    }
  }

  private mutating func update(
    _ onProgress: @escaping @Sendable (IndexingProgress) -> Void
  ) async throws {
    try await read(plan, wanted: nil, onProgress)
    if totals.isInterrupted, wouldReplaceWithPart { return totals.discardArticles() }
    if options.isStrict, totals.failures > 0 {
      throw XunwenError.strictFailure(count: totals.failures)
    }
    let stale = totals.isInterrupted ? [:] : try staleArticles()
    knowsStaleArticles = !totals.isInterrupted
    let identities = indexed?.identities(of: stale) ?? []
    try await readAgain(removedIDs: options.prunes ? Set(identities.map(\.id)) : [], onProgress)
    if totals.isEmpty {
      throw XunwenError.nothingToIndex(failures: totals.failures, skipped: totals.skipped)
    }
    if !options.prunes { filesWithStale = Set(identities.map(\.file)) }
    try await commit(removing: options.prunes ? stale : [:], isLast: true)
  }

  /// True when the first commit of an interrupted update would replace a whole index by a part.
  private var wouldReplaceWithPart: Bool {
    options.rebuilds && totals.commits == 0 && (writer.commit != nil || writer.replacesUnreadable)
  }

  private func staleArticles() throws -> [String: [UInt32]] {
    guard let indexed, let plan else { return [:] }
    return try indexed.stale(
      missingFiles: plan.missingFiles,
      readFiles: finishedFiles.intersection(plan.multiArticleFiles).subtracting(failedFiles),
      seen: seen)
  }

  /// Reads displaced articles again, and superseded articles whose winners are removed.
  private mutating func readAgain(
    removedIDs: Set<String>, _ onProgress: @escaping @Sendable (IndexingProgress) -> Void
  ) async throws {
    guard indexed != nil, let plan, !totals.isInterrupted else { return }
    let wanted = superseded.filter { removedIDs.contains($0.id) } + displaced
    if wanted.isEmpty { return }
    try await read(
      plan.keeping(Set(wanted.map(\.file))), wanted: Set(wanted.map(\.id)), onProgress)
  }

  /// Reads the files of a plan, and indexes the articles with `wanted` ids; nil for all new and
  /// changed articles.
  private mutating func read(
    _ plan: IngestPlan?, wanted: Set<String>?,
    _ onProgress: @escaping @Sendable (IndexingProgress) -> Void
  ) async throws {
    let memory = MemoryPlan(options)
    var tasks = try IngestTaskReader(plan, taskBytes: memory.taskBytes, options)
    let progress = ProgressCounter(
      totalBytes: tasks.totalBytes, totalFiles: plan?.files.count ?? 0, onProgress)
    let indexer = TaskIndexer(
      directory: writer.directory, memoryLimit: memory.runMemory, memory: InversionMemory(),
      indexed: indexed, wanted: wanted, staleFiles: plan?.staleFiles ?? [],
      fields: fields, progress: progress)
    try await concurrentStream(
      jobs: memory.concurrency, weightLimit: memory.inputLimit, weight: { $0.weight },
      // Standard input ends itself, after the complete records that were read.
      next: { Task.isCancelled && plan != nil ? nil : tasks.next() }
    ) { task in
      try indexer.index(task)
    } emit: { result in
      try await add(result)
    }
    totals.isInterrupted = Task.isCancelled
    progress.finish()
  }

  private mutating func add(_ result: TaskResult) async throws {
    for run in result.runs { try await segments.add(run) }
    totals.add(result)
    uncommitted += result.counts.indexed
    superseded += result.superseded
    for (location, isUnchanged) in result.seen
    where seen.insert(location, isUnchanged: isUnchanged) {
      if let indexed { displaced.append(indexed.identity(at: location)) }
    }
    filesWithSuperseded.formUnion(result.superseded.map(\.file))
    failedFiles.formUnion(result.failedFiles)
    finishedFiles.formUnion(result.finishedFiles)
    result.failures.forEach(onFailure)
    if let limit = options.commitEvery, uncommitted >= limit, !options.isStrict,
      Double(uncommitted) >= options.commitGrowth * Double(committed)
    {
      try await commit(removing: [:], isLast: false)
    }
  }

  /// Commits the input so far, unless nothing has changed.
  private mutating func commit(removing removed: [String: [UInt32]], isLast: Bool) async throws {
    var segments = try await self.segments.finish()
    let before = ledger
    updateLedger(forgetsMissingFiles: isLast && options.prunes)
    if isLast, options.rebuilds, !totals.isInterrupted, let plan {
      // A rebuild forgets the other folders.
      ledger.rules.keep(inside: plan.scope.top.folder)
    }
    if isLast { segments += try await segmentsOfUnreadFiles(besides: segments) }
    var change = IndexChange()
    change.added = segments
    change.removed = removed
    if isLast { change.dropped = oldSegments }
    // Later commits of an update that replaces the index add to its first commit.
    change.replacesAll = indexed == nil && totals.commits == 0
    change.fields = catalog.declared
    guard
      !segments.isEmpty || !removed.isEmpty || !change.dropped.isEmpty || ledger != before
        || change.replacesAll
    else { return }
    if !isLast || totals.isInterrupted { noteUnfinishedFiles() }
    let prepared = try prepare(&change, isLast: isLast)
    let superseded = try superseded(by: prepared)
    ledger.markSuperseded(prepared.supersededFiles)
    let written = isLast || oldSegments.isEmpty ? ledger : ledgerWithUnfinishedFiles()
    try writer.commit(prepared, ledger: written.encoded())
    filesWithSuperseded.formUnion(prepared.supersededFiles)
    addedSegments.formUnion(segments.map(\.name))
    totals.add(prepared, superseded: superseded, ignoring: oldSegments)
    for duplicate in prepared.duplicates {
      onFailure(ArticleError(path: duplicate.id, reason: .duplicateID(count: duplicate.count)))
    }
    committed += uncommitted
    uncommitted = 0
  }

  /// Prepares a commit. Until its last commit, a rebuild keeps the old articles that it has not
  /// replaced: a process that is killed must not lose those whose files cannot be read.
  private mutating func prepare(
    _ change: inout IndexChange, isLast: Bool
  ) throws -> PreparedCommit {
    if change.replacesAll, !isLast, let replaced {
      change.replacesAll = false
      oldSegments = replaced.segmentNames
    }
    do throws(StorageError) {
      return try writer.prepare(change)
    } catch {
      // A damaged index is no reason to stop: the rebuild is its remedy.
      guard error.concernsContents, !oldSegments.isEmpty, !isLast else { throw error }
      change.dropped = oldSegments
      oldSegments = []
      return try writer.prepare(change)
    }
  }

  /// The ledger of an intermediate commit of a rebuild, with the files of the old index that have
  /// not been read. The next update reads them.
  private func ledgerWithUnfinishedFiles() -> FileLedger {
    guard let replaced else { return ledger }
    var result = ledger
    for (id, state) in replaced.files {
      result.add(unread: state, id, under: replaced.root(of: state.place))
    }
    return result
  }

  /// Writes segments of the articles in the replaced index whose files exist and were not read, or
  /// that came from standard input when a part of standard input is refused now.
  ///
  /// - Parameter segments: the segments of the same commit, whose articles are newer.
  private mutating func segmentsOfUnreadFiles(
    besides segments: [SegmentInfo]
  ) async throws -> [SegmentInfo] {
    guard let replaced else { return [] }
    let unread = unreadFiles(of: replaced)
    // Standard input has no file and no entry in the ledger.
    let ids = plan == nil ? failedFiles : Set(unread.map(\.id))
    if ids.isEmpty { return [] }
    let newer = try writer.readers(of: segments)
    let committed = try writer.reader()?.segments.filter { addedSegments.contains($0.info.name) }
    let memory = MemoryPlan(options)
    var runs = SpillingInverter(
      writer.directory, number: 0, analyzer: try Analyzer.opened(),
      memoryLimit: memory.runMemory, memory: InversionMemory())
    try replaced.forEachArticle(ofFiles: ids, fields) { id in
      newer.contains { !$0.columns.documents(withID: id).isEmpty }
        || committed?.contains { segment in
          segment.columns.documents(withID: id).contains { segment.isLive($0) }
        } ?? false
    } _: { document in
      try runs.add(document)
      totals.addKept()
    }
    for run in try runs.finish() { try await self.segments.add(run) }
    for file in unread {
      // The next update reads the file.
      if failedFiles.contains(file.id) { ledger.files[file.id] = nil }
      ledger.add(unread: file.state, file.id, under: replaced.root(of: file.state.place))
      if !totals.isInterrupted, let failure = file.failure {
        totals.addFailure()
        onFailure(failure)
      }
    }
    return try await self.segments.finish()
  }

  /// The files of the replaced index that exist and were not read completely.
  private func unreadFiles(of replaced: ReplacedIndex) -> [UnreadFile] {
    guard let plan else { return [] }
    let read = finishedFiles.subtracting(failedFiles).compactMap { plan.state(of: $0)?.place }
    return replaced.unreadFiles(
      of: plan.folder, read: Set(read.map { FilePath.join(ledger.roots[$0.root].path, $0.name) }))
  }

  /// Counts the articles of this update that the later articles of a commit replace.
  private func superseded(by commit: PreparedCommit) throws -> ArticleCounts {
    var superseded = commit.superseded
    for segment in try writer.reader()?.segments ?? []
    where addedSegments.contains(segment.info.name) {
      superseded.append((segment, commit.replaced[segment.info.name] ?? []))
    }
    var counts = ArticleCounts()
    for (segment, documents) in superseded {
      var records = segment.records
      for document in documents {
        let article = try segment.article(document, from: &records)
        counts.add(ArticleFacts(article, fields.values(of: article)), bytes: 0)
      }
    }
    return counts
  }

  /// Adds the files that are not read to the end to the ledger, because some of their articles may
  /// be in the commit. If a file disappears before the next update, its articles are then stale.
  private mutating func noteUnfinishedFiles() {
    for id in plan?.multiArticleFiles ?? [] {
      guard let state = plan?.state(of: id) else { continue }
      ledger.add(unread: state, id, under: ledger.roots[state.place.root])
    }
  }

  private mutating func updateLedger(forgetsMissingFiles: Bool) {
    guard let plan else { return }
    for path in finishedFiles.union(failedFiles) {
      guard var state = plan.state(of: path) else { continue }
      let mayHaveStale =
        recorded[path].map { $0.hasStaleArticles || $0.stamp != state.stamp }
        ?? (replaced != nil || indexed?.hasArticles(ofFile: path) ?? false)
      if failedFiles.contains(path) {
        // A failed file of one article has none in the index, unless it had one before.
        guard plan.multiArticleFiles.contains(path) || ledger.files[path] != nil else { continue }
        state.stamp.modified = 0
      }
      state.hasStaleArticles = knowsStaleArticles ? filesWithStale.contains(path) : mayHaveStale
      state.hasSupersededArticles = filesWithSuperseded.contains(path)
      ledger.files[path] = state
    }
    if forgetsMissingFiles, !totals.isInterrupted {
      for path in plan.missingFiles { ledger.files[path] = nil }
    }
    // An article that lost to an article of this corpus may win now, but its file was not scanned.
    if plan.readsOrMisses {
      for id in plan.outside where ledger.files[id]?.hasSupersededArticles == true {
        ledger.files[id]?.stamp.modified = 0
      }
    }
  }
}
