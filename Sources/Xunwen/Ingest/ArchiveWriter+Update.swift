public import Articles
import InvertedIndex

extension ArchiveWriter {
  /// Brings the index up to date with a corpus. Prepared deletions are committed first.
  ///
  /// Unchanged files (`FileStamp`) are skipped. Of the other files, new and changed articles are
  /// indexed. Articles that are no longer in the corpus stay, unless `options.prunes`. Input that
  /// cannot be read, decoded or parsed is reported and left out. The next update tries it again.
  ///
  /// The id of an article that is a whole file is the path of the file below the first indexed
  /// folder that contains it. A subfolder of an indexed folder, or a folder around it, therefore
  /// adds no article twice. `docs/INDEXING.md` has the details.
  ///
  /// When the task is cancelled, the articles read so far are committed. The next update continues.
  /// An update that replaces an index (`options.rebuilds`) is discarded instead, unless it has
  /// committed before.
  /// A failed merge does not undo the update, and `IndexingSummary.mergeFailure` describes it.
  ///
  /// - Parameters:
  ///   - onFailure: called for each failure in the order of the input, one call at a time.
  ///   - onProgress: called from time to time, from any thread.
  /// - Throws: `StorageError` when the index cannot be read or written; `ArticleError` for an
  ///   unknown encoding; `XunwenError.strictFailure`, `.nothingToIndex`, `.indexAsCorpus`, and
  ///   `.endedEarly` after a commit of a part of the input. Otherwise nothing is committed.
  /// - Complexity: O(*n* log *n*) in the size of the input that is read and in the number of files.
  ///   Memory is limited by `options.memory`.
  public func update(
    from input: CorpusInput, options: IndexingOptions = IndexingOptions(),
    onFailure: @escaping @Sendable (ArticleError) -> Void = { _ in },
    onProgress: @escaping @Sendable (IndexingProgress) -> Void = { _ in }
  ) async throws -> IndexingSummary {
    try input.check(forIndexAt: index.directory.path)
    try commit()
    let start = ContinuousClock.now
    let reindexed: Int?
    do {
      reindexed = try await declareFields(options, onProgress)
    } catch is CancellationError {
      var totals = IngestTotals()
      totals.isInterrupted = true
      return totals.summary(
        try index.reader(), merges: MergeSummary(), elapsed: ContinuousClock.now - start)
    }
    var ingestion = try Ingestion(
      input, into: index, options, reindexed: reindexed, onFailure: onFailure)
    return try await ingestion.run(onProgress: onProgress)
  }
}
