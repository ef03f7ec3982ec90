public import InvertedIndex
import Storage
import Synchronization
import TextAnalysis

/// The result of a repair.
public struct RepairReport: Sendable, Codable {
  /// The number of articles in the new index.
  public let saved: Int
  /// The number of deleted or replaced articles, which were left out.
  public let deleted: Int
  /// The number of articles left out because a later one has the same id.
  public let replaced: Int
  /// The parts of the index that could not be read.
  public let losses: [SalvageLoss]
  /// The articles in files of the index that belong to another index. They were left out.
  public let foreign: [ForeignArticles]
  /// Segments whose deletions are unknown. Deleted articles of these may be in the new index.
  public let withoutDeletions: [String]
  /// False when the declared fields are unknown. The new index then declares none.
  public let knowsFields: Bool
  /// Invalid lines of the user's dictionary, which were left out.
  public let dictionaryFaults: [DictionaryFault]
  /// The files that could not be read and were skipped.
  public let unreadable: [UnreadableFile]
  /// The time taken.
  public let elapsed: Duration

  /// True when nothing was lost.
  public var isComplete: Bool { losses.isEmpty }
  /// True when the new index has exactly the articles of the damaged one.
  public var isExact: Bool { isComplete && foreign.isEmpty && withoutDeletions.isEmpty }
  /// The number of lost articles, as far as they can be counted.
  public var lost: Int { losses.reduce(0) { $0 + ($1.articles ?? 0) } }
}

extension Archive {
  /// Creates a new index of all articles that can still be read in a damaged index.
  ///
  /// Only the files of stored articles are needed. The other files tell which articles belong to
  /// the index and which are deleted. The valid lines of the user's dictionary are copied. The
  /// record of indexed files is not: the next update reads all files, and restores lost and deleted
  /// articles.
  ///
  /// - Parameters:
  ///   - path: the folder of the damaged index.
  ///   - target: the folder of the new index, absent or empty, or with the remains of a killed
  ///     repair or snapshot.
  ///   - skipsUnreadable: true to treat files that exist and cannot be read as lost.
  ///   - jobs: the number of threads.
  ///   - memory: the bytes for inverting, as in `IndexingOptions`.
  ///   - onProgress: called from time to time, one call at a time.
  /// - Throws: `XunwenError.noIndex` when the folder has neither stored articles nor a commit;
  ///   `XunwenError.unreadable` when a file cannot be read; `StorageError`; `CancellationError`.
  ///   The target is then empty.
  /// - Complexity: O(*n* log *n*) in the size of the articles.
  public static func repair(
    at path: String, to target: String, skipsUnreadable: Bool = false, jobs: Int = 1,
    memory: Int = 512 << 20,
    onProgress: (IndexingProgress) -> Void = { _ in }
  ) async throws -> RepairReport {
    let start = ContinuousClock.now
    let records = StoredArticles(name: "record")
    let index = try finding(path) { () throws(StorageError) in
      try IndexSalvage(IndexDirectory(path), records: records)
    }
    if !skipsUnreadable, !index.unreadable.isEmpty {
      throw XunwenError.unreadable(index.unreadable)
    }
    let directory = IndexDirectory(target)
    let pending = try PendingIndex(directory, copying: IndexDirectory(path))
    do {
      let report = try await repair(path, index, in: directory, jobs, memory, start, onProgress)
      // The writer ignores an error when it removes the claim.
      try pending.finish()
      return report
    } catch {
      pending.abandon()
      throw error
    }
  }

  private static func repair(
    _ path: String, _ index: IndexSalvage, in directory: IndexDirectory, _ jobs: Int,
    _ memory: Int, _ start: ContinuousClock.Instant, _ onProgress: (IndexingProgress) -> Void
  ) async throws -> RepairReport {
    let writer = try IndexWriter(directory)
    var options = IndexingOptions()
    (options.jobs, options.memory) = (jobs, memory)
    let plan = MemoryPlan(options)
    var salvage = SalvageQueue(index)
    var series = SegmentSeries(writer, jobs: jobs)
    let runMemory = InversionMemory()
    var articles = 0
    try await concurrentStream(
      jobs: plan.concurrency, weightLimit: plan.inputLimit, weight: { $0.byteCount },
      next: {
        try Task.checkCancellation()
        return salvage.next(bytes: plan.taskBytes)
      }
    ) { batch in
      var runs = SpillingInverter(
        directory, number: batch.number, analyzer: try Analyzer.opened(),
        memoryLimit: plan.runMemory, memory: runMemory)
      var rest: [IndexDocument] = batch.takeDocuments().reversed()
      let count = rest.count
      while let document = rest.popLast() { try runs.add(consume document) }
      return (runs: try runs.finish(), count: count, bytesRead: batch.bytesRead)
    } emit: { result in
      for run in result.runs { try await series.add(run) }
      articles += result.count
      onProgress(
        IndexingProgress(
          articles: articles, bytes: result.bytesRead, articleBytes: result.bytesRead,
          totalBytes: index.progress.total, files: 0, totalFiles: 0))
    }
    var change = IndexChange()
    change.added = try await series.finish()
    change.fields = index.fields
    let skipsDictionary = index.unreadable.contains { $0.file == WordsFile.name }
    let faults =
      skipsDictionary ? [] : try copyDictionary(of: IndexDirectory(path), into: directory)
    let published = try writer.commit(change)
    let replaced = published.duplicates.reduce(0) { $0 + $1.count - 1 }
    return RepairReport(
      saved: articles - replaced, deleted: salvage.index.deletedCount, replaced: replaced,
      losses: salvage.index.losses, foreign: salvage.index.foreign,
      withoutDeletions: salvage.index.withoutDeletions, knowsFields: index.fields != nil,
      dictionaryFaults: faults,
      unreadable: index.unreadable, elapsed: ContinuousClock.now - start)
  }

  /// Copies the valid lines of the user's dictionary, and returns the invalid ones.
  private static func copyDictionary(
    of damaged: IndexDirectory, into directory: IndexDirectory
  ) throws -> [DictionaryFault] {
    let analyzer = try Analyzer.opened()
    _ = try WordsFile.copy(from: damaged, into: directory) {
      WordList($0, using: analyzer).validBytes
    }
    return try UserDictionary(of: damaged).faults
  }
}

private struct SalvageQueue {
  private(set) var index: IndexSalvage
  private var number = 0

  final class Batch: Sendable {
    let number: Int
    /// The bytes of the texts.
    let byteCount: Int
    /// The bytes read through the end of the batch.
    let bytesRead: Int
    private let documents: Mutex<[IndexDocument]>

    init(_ documents: [IndexDocument], number: Int, byteCount: Int, bytesRead: Int) {
      self.documents = Mutex(documents)
      (self.number, self.byteCount, self.bytesRead) = (number, byteCount, bytesRead)
    }

    /// Removes the documents and returns them, so that each is released when it is inverted.
    func takeDocuments() -> [IndexDocument] {
      documents.withLock { documents in
        defer { documents = [] }
        return documents
      }
    }
  }

  init(_ index: IndexSalvage) { self.index = index }

  /// Returns the next articles, with about `bytes` of text; nil after the last.
  mutating func next(bytes: Int) -> Batch? {
    var documents: [IndexDocument] = []
    var size = 0
    while size < bytes, let block = index.nextBlock() {
      documents += block
      size += block.reduce(0) { $0 + $1.text.count }
    }
    if documents.isEmpty { return nil }
    defer { number += 1 }
    return Batch(
      documents, number: number, byteCount: size, bytesRead: index.progress.done)
  }
}
