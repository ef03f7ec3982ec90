public import Articles
import InvertedIndex
import Storage

extension Archive {
  /// Brings the index in a folder up to date with a corpus; makes it where there is none.
  ///
  /// Files that are as they were when they were indexed (size and time of change) are not read; of the others those
  /// articles are indexed that are new, or not what the index has under their id. What is not in the corpus
  /// any more stays, unless `options.prunes`. What cannot be read, decoded or parsed is reported and left out, and tried
  /// again the next time.
  ///
  /// Each commit is atomic: a reader has the old article or the new one, never both, never none. Readers are not
  /// disturbed. When this throws, the last commit stands.
  ///
  /// - Parameters:
  ///   - onFailure: called in the order of the input, one call at a time.
  ///   - onProgress: called now and then, from any thread.
  /// - Throws: `StorageError` when the index cannot be read or written, `.locked` while another process writes it;
  ///   `ArticleError` for an unknown encoding; `XunwenError.strictFailure` and `.nothingToIndex`.
  /// - Complexity: O(*n* log *n*) in the size of what is read, and of the list of files; memory as `options.memory`
  ///   says.
  public static func update(
    from input: CorpusInput, at path: String, options: IndexingOptions = IndexingOptions(),
    onFailure: @escaping @Sendable (ArticleError) -> Void = { _ in },
    onProgress: @escaping @Sendable (IndexingProgress) -> Void = { _ in }
  ) async throws -> IndexingSummary {
    try await update(
      from: input, in: IndexDirectory(path), options: options, onFailure: onFailure,
      onProgress: onProgress)
  }

  static func update(
    from input: CorpusInput, in directory: IndexDirectory, options: IndexingOptions,
    onFailure: @escaping @Sendable (ArticleError) -> Void = { _ in },
    onProgress: @escaping @Sendable (IndexingProgress) -> Void = { _ in }
  ) async throws -> IndexingSummary {
    let clock = ContinuousClock()
    let start = clock.now
    let writer = try IndexWriter(directory)
    let old = options.rebuilds ? nil : try writer.reader()
    var ledger = FileLedger()
    if !options.rebuilds, let bytes = try writer.ledger() { ledger = try FileLedger(bytes) }
    var plan: IngestPlan?
    if case .folder(let folder) = input {
      plan = IngestPlan(
        scanning: folder, &ledger, reading: options.reading, prunes: options.prunes)
    }
    let known = old.map { KnownArticles(reader: $0, files: plan?.paths ?? []) }
    var run = IngestRun(writer, options, plan, ledger, known: known, onFailure: onFailure)
    var merges = MergeSummary()
    do {
      try await run.run(onProgress: onProgress)
      if options.merges, !run.totals.isInterrupted {
        merges = try await writer.merge(jobs: options.jobs, shouldStop: options.shouldStop)
      }
    } catch {
      // The last commit stands. What could not be removed now, the next writer removes.
      try? writer.removeUnreferencedFiles()
      throw error
    }
    return run.totals.summary(try writer.reader(), merges: merges, elapsed: clock.now - start)
  }
}
