public import Articles
import InvertedIndex

extension ArchiveWriter {
  /// Brings the index up to date with a corpus.
  ///
  /// Unchanged files (same size and modification time) are skipped. Of the other files, new and
  /// changed articles are indexed. Articles that are no longer in the corpus stay, unless
  /// `options.prunes`. Input that cannot be read, decoded or parsed is reported, left out, and tried
  /// again by the next update.
  ///
  /// When the task is cancelled, the articles read so far are committed, and the summary says that
  /// the update was interrupted. The next update continues.
  ///
  /// - Parameters:
  ///   - onFailure: called for each failure in the order of the input, one call at a time.
  ///   - onProgress: called from time to time, from any thread.
  /// - Throws: `StorageError` when the index cannot be read or written; `ArticleError` for an
  ///   unknown encoding; `XunwenError.strictFailure` and `.nothingToIndex`.
  /// - Complexity: O(*n* log *n*) in the size of the input that is read and in the number of files.
  ///   Memory is limited by `options.memory`.
  public func update(
    from input: CorpusInput, options: IndexingOptions = IndexingOptions(),
    onFailure: @escaping @Sendable (ArticleError) -> Void = { _ in },
    onProgress: @escaping @Sendable (IndexingProgress) -> Void = { _ in }
  ) async throws -> IndexingSummary {
    let start = ContinuousClock.now
    try commit()
    let old = options.rebuilds ? nil : try index.reader()
    var ledger = FileLedger()
    if !options.rebuilds, let bytes = try index.ledger() { ledger = try FileLedger(bytes) }
    var plan: IngestPlan?
    if case .folder(let folder) = input {
      plan = IngestPlan(
        scanning: folder, &ledger, reading: options.reading, prunes: options.prunes)
    }
    let known = old.map { KnownArticles(reader: $0, files: plan?.paths ?? []) }
    var run = IngestRun(index, options, plan, ledger, known: known, onFailure: onFailure)
    var merges = MergeSummary()
    do {
      try await run.run(onProgress: onProgress)
      if options.merges, !run.totals.isInterrupted {
        merges = try await index.merge(jobs: options.jobs)
      }
    } catch {
      // The last commit stays. The next writer removes the files that this one could not remove.
      try? index.removeUnreferencedFiles()
      throw error
    }
    return run.totals.summary(
      try index.reader(), merges: merges, elapsed: ContinuousClock.now - start)
  }
}
