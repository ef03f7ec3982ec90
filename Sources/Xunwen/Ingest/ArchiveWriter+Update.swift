public import Articles
import InvertedIndex

extension ArchiveWriter {
  /// Brings the index up to date with a corpus.
  ///
  /// Unchanged files (same size and modification time) are skipped. Of the other files, new and
  /// changed articles are indexed. Articles that are no longer in the corpus stay, unless
  /// `options.prunes`. Input that cannot be read, decoded or parsed is reported and left out. The
  /// next update tries it again.
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
    try commit()
    var ingestion = try Ingestion(input, into: index, options, onFailure: onFailure)
    return try await ingestion.run(onProgress: onProgress)
  }
}
