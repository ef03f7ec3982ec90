public import InvertedIndex
import Storage
import TextAnalysis

/// What a repair has saved.
public struct RepairReport: Sendable {
  /// Articles in the new index.
  public let saved: Int
  /// Articles that were left out since they had been deleted or replaced.
  public let deleted: Int
  /// Articles that were left out since one with the same id came after them.
  public let replaced: Int
  /// What could not be read any more.
  public let losses: [SalvageLoss]
  /// Segments of which nobody knows what had been deleted, so that all of their articles are there again.
  public let withoutDeletions: [String]
  public let elapsed: Duration

  /// Nothing is missing.
  public var isComplete: Bool { losses.isEmpty }
  /// Articles that are lost, as far as they can be counted.
  public var lost: Int { losses.reduce(0) { $0 + ($1.articles ?? 0) } }
}

extension Archive {
  /// Makes a new index of all articles that can still be read in one that may be damaged in any way; that one is not
  /// touched.
  ///
  /// Articles are taken from the stored files alone, whatever has happened to the others; each is as it was stored,
  /// or it is lost. They are analyzed and indexed anew. The user's words are copied. The state of the files that had been indexed is not taken
  /// over: the next update reads all of them, and brings back what is lost here, and articles that had been deleted.
  ///
  /// - Parameters:
  ///   - path: folder of the damaged index.
  ///   - target: folder of the new one, absent or empty.
  ///   - jobs: threads.
  ///   - memory: as in `IndexingOptions`.
  ///   - onProgress: called now and then, one call at a time.
  /// - Throws: `XunwenError.noIndex` without any file of articles or commit; `StorageError` when the new index cannot
  ///   be written.
  /// - Complexity: O(*n* log *n*) in the size of the articles.
  public static func repair(
    at path: String, to target: String, jobs: Int = 1, memory: Int = 512 << 20,
    onProgress: (IndexingProgress) -> Void = { _ in }
  ) async throws -> RepairReport {
    let clock = ContinuousClock()
    let start = clock.now
    let segments = try finding(path) { () throws(StorageError) in
      try IndexSalvage.segments(
        of: IndexDirectory(path), records: StoredArticles(name: "record"))
    }
    let directory = IndexDirectory(target)
    try directory.createEmpty()
    let writer = try IndexWriter(directory)
    var options = IndexingOptions()
    (options.jobs, options.memory) = (jobs, memory)
    let plan = MemoryPlan(options)
    var salvage = SalvageQueue(segments)
    var series = SegmentSeries(writer, jobs: jobs)
    do {
      let runMemory = InversionMemory()
      var articles = 0
      try await concurrentStream(
        jobs: plan.concurrency, next: { salvage.next(bytes: plan.unitBytes) }
      ) { batch in
        var runs = SpillingInverter(
          directory, number: batch.number, analyzer: try Analyzer.opened(),
          memoryLimit: plan.runMemory, memory: runMemory)
        for document in batch.documents { try runs.add(document) }
        return (runs: try runs.finish(), batch: batch)
      } emit: { result in
        for run in result.runs { try await series.add(run) }
        articles += result.batch.documents.count
        onProgress(
          IndexingProgress(
            articles: articles, bytes: result.batch.bytesRead, totalBytes: salvage.totalBytes))
      }
      var change = IndexChange()
      change.added = try await series.finish()
      let published = try writer.commit(change)
      _ = try WordsFile.copy(from: IndexDirectory(path), into: directory)
      let replaced = published.duplicates.reduce(0) { $0 + $1.count - 1 }
      return RepairReport(
        saved: articles - replaced, deleted: salvage.deleted, replaced: replaced,
        losses: salvage.losses, withoutDeletions: salvage.withoutDeletions,
        elapsed: clock.now - start)
    } catch {
      try? writer.removeUnreferencedFiles()
      throw error
    }
  }
}

/// The articles of segments, one segment after another.
private struct SalvageQueue {
  private var segments: ArraySlice<SegmentSalvage>
  private var number = 0
  private var bytesDone = 0
  private(set) var deleted = 0
  private(set) var losses: [SalvageLoss] = []
  let withoutDeletions: [String]
  let totalBytes: Int

  struct Batch: Sendable {
    let number: Int
    let documents: [IndexDocument]
    /// Bytes of all files that were looked at up to it.
    let bytesRead: Int
  }

  init(_ segments: [SegmentSalvage]) {
    self.segments = segments[...]
    totalBytes = segments.reduce(0) { $0 + $1.progress.total }
    withoutDeletions = segments.filter { !$0.knowsDeletions }.map(\.name)
  }

  /// The next articles, of about so many bytes of text; nil behind the last.
  mutating func next(bytes: Int) -> Batch? {
    var documents: [IndexDocument] = []
    var size = 0
    while size < bytes, let index = segments.indices.first {
      if let block = segments[index].nextBlock() {
        documents += block
        size += block.reduce(0) { $0 + $1.text.count }
      } else if let done = segments.popFirst() {
        bytesDone += done.progress.total
        deleted += done.deletedCount
        if let loss = done.loss { losses.append(loss) }
      }
    }
    if documents.isEmpty { return nil }
    defer { number += 1 }
    let current = segments.first?.progress.done ?? 0
    return Batch(number: number, documents: documents, bytesRead: bytesDone + current)
  }
}
