import InvertedIndex
import Search
import Storage
import TextAnalysis

/// Stored articles that are inverted again, because the declared fields change.
struct FieldReindexing {
  let writer: IndexWriter
  let options: IndexingOptions
  let fields: [IndexField]

  /// The usual ratio of the bytes of texts to the bytes of stored articles.
  private static let compression = 3

  private struct Batch: Sendable {
    let number: Int
    let segment: SegmentReader
    let documents: Range<UInt32>
  }

  /// Replaces all segments in one commit, which keeps the ledger.
  ///
  /// - Returns: the number of articles.
  /// - Throws: `StorageError`; `XunwenError.damagedArticle`; `CancellationError`. The last commit
  ///   then stays.
  /// - Complexity: O(*n* log *n*) in the size of the articles.
  func run(onProgress: @escaping @Sendable (IndexingProgress) -> Void) async throws -> Int {
    guard let reader = try writer.reader() else { return 0 }
    let memory = MemoryPlan(options)
    let values = ArticleFields(FieldCatalog(declared: fields))
    let runMemory = InversionMemory()
    let progress = ProgressCounter(
      totalBytes: reader.segments.reduce(0) { $0 + $1.storedBytes }, onProgress)
    var rest = tasks(reader, ofBytes: memory.taskBytes / Self.compression)[...]
    var series = SegmentSeries(writer, jobs: options.jobs)
    var articles = 0
    try await concurrentStream(
      jobs: memory.concurrency,
      next: {
        try Task.checkCancellation()
        return rest.popFirst()
      }
    ) { [directory = writer.directory] task in
      var runs = SpillingInverter(
        directory, number: task.number, analyzer: try Analyzer.opened(),
        memoryLimit: memory.runMemory, memory: runMemory)
      var count = 0
      var records = task.segment.records
      for document in task.documents where task.segment.isLive(document) {
        let article = try task.segment.article(document, from: &records)
        try runs.add(
          IndexDocument(
            article, file: task.segment.columns.file(of: document),
            fields: values.values(of: article).terms))
        count += 1
      }
      let bytes = task.segment.storedBytes * task.documents.count / task.segment.documentCount
      progress.add(articles: count, bytes: bytes, articleBytes: bytes)
      return (runs: try runs.finish(), count: count)
    } emit: { result in
      for run in result.runs { try await series.add(run) }
      articles += result.count
    }
    for segment in reader.segments { try segment.damage.check(since: 0) }
    var change = IndexChange()
    change.added = try await series.finish()
    change.dropped = Set(reader.segments.map(\.info.name))
    change.fields = fields
    try writer.commit(change)
    progress.finish()
    return articles
  }

  private func tasks(_ reader: IndexReader, ofBytes size: Int) -> [Batch] {
    var tasks: [Batch] = []
    for segment in reader.segments {
      for documents in segment.documentRanges(ofBytes: size) {
        tasks.append(Batch(number: tasks.count, segment: segment, documents: documents))
      }
    }
    return tasks
  }
}

extension SegmentReader {
  /// The bytes of the stored articles.
  fileprivate var storedBytes: Int {
    info.files.first { $0.name.hasSuffix(".\(SegmentFormat.endings.stored)") }?.byteCount ?? 0
  }
}

extension ArchiveWriter {
  /// Inverts the stored articles again when the declared fields change, unless the update replaces
  /// them in one commit.
  ///
  /// - Returns: the number of articles that were inverted again; nil without a commit.
  func declareFields(
    _ options: IndexingOptions, _ onProgress: @escaping @Sendable (IndexingProgress) -> Void
  ) async throws -> Int? {
    let declared = options.catalog(after: index.commit?.fields ?? []).declared
    guard declared.count <= IndexField.countLimit else {
      throw XunwenError.tooManyFields(limit: IndexField.countLimit)
    }
    guard let commit = index.commit, commit.fields != declared,
      !options.rebuilds || options.commitEvery != nil
    else { return nil }
    return try await FieldReindexing(writer: index, options: options, fields: declared)
      .run(onProgress: onProgress)
  }
}
