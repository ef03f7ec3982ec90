import Articles

/// A part of the input that one thread parses and inverts.
struct IngestTask: Sendable {
  enum Item: Sendable {
    case article(ArticlePart, in: CorpusFile)
    /// Input that cannot be read; the file is nil for failures of the scan.
    case failure(ArticleError, in: CorpusFile?)
    /// The end of a file, with the members that were not read.
    case endOfFile(CorpusFile, skipped: SkippedFiles)
  }

  let number: Int
  private(set) var items: [Item] = []
  /// Bytes of input.
  private(set) var byteCount = 0

  /// The memory of an item beside its bytes.
  private static let itemBytes = 512

  mutating func append(_ item: Item) {
    items.append(item)
    if case .article(let part, _) = item { byteCount += part.byteCount }
  }

  /// The bytes of input that take the same memory as the task. Very short records take more than
  /// their bytes.
  var weight: Int { byteCount + items.count * Self.itemBytes / MemoryPlan.taskExpansion }

  /// True when the task has at least as many bytes, or very short records that take their memory.
  func isFull(_ bytes: Int) -> Bool {
    byteCount >= bytes || items.count * Self.itemBytes >= MemoryPlan.taskExpansion * bytes
  }
}

/// A reader that cuts the input into tasks. The cuts depend only on the input and the memory, so
/// the runs are equal for any number of threads.
struct IngestTaskReader {
  private let taskBytes: Int
  private let plan: IngestPlan?
  /// The decoder for the files of the scanned folder, and for standard input.
  private let decoder: TextDecoder
  /// The decoders for folders with other rules, by the forced encoding; "" for detection.
  private var innerDecoders: [String: TextDecoder] = [:]
  private var files: ArraySlice<CorpusFile>
  private var current: (file: CorpusFile, reader: any ArticleReader)?
  private var pendingFailures: [ArticleError] = []
  private var number = 0
  /// Size of all files in bytes; 0 for standard input.
  let totalBytes: Int

  /// Starts reading a plan, or standard input. Every task but the last has at least `taskBytes`, or
  /// as many short records as take their memory.
  ///
  /// - Throws: `ArticleError` for an unknown encoding or unreadable standard input.
  init(
    _ plan: IngestPlan?, taskBytes: Int, _ options: IndexingOptions
  ) throws(ArticleError) {
    self.plan = plan
    func opened(_ encoding: String?) throws(ArticleError) -> TextDecoder {
      try TextDecoder(forced: encoding, maximumBytes: options.maximumArticleBytes)
    }
    if let plan {
      decoder = try opened(plan.scope.top.encoding)
      for encoding in plan.scope.inner.map(\.encoding) {
        innerDecoders[encoding ?? ""] = try opened(encoding)
      }
      files = plan.files[...]
      pendingFailures = plan.failures
      totalBytes = plan.files.reduce(0) { $0 + $1.byteCount }
    } else {
      let input = InputFormats.standardInput(fields: options.fields)
      files = []
      decoder = try opened(options.encoding)
      current = (input, try input.format.open(input, decoder: decoder))
      totalBytes = 0
    }
    // Even a large input with little memory makes a few thousand runs at most.
    self.taskBytes = max(taskBytes, totalBytes / 4096)
  }

  mutating func next() -> IngestTask? {
    var task = IngestTask(number: number)
    for failure in pendingFailures { task.append(.failure(failure, in: nil)) }
    pendingFailures = []
    while !task.isFull(taskBytes), readItem(into: &task) {}
    number += 1
    return task.items.isEmpty ? nil : task
  }

  /// Opens a file or reads an item; returns false at the end of the input, or when the task is
  /// cancelled.
  private mutating func readItem(into task: inout IngestTask) -> Bool {
    guard let (file, reader) = current else {
      guard let file = files.popFirst() else { return false }
      let inner = innerDecoders[plan?.part(of: file).encoding ?? ""]
      do throws(ArticleError) {
        current = (file, try file.format.open(file, decoder: inner ?? decoder))
      } catch {
        task.append(.failure(error, in: file))
      }
      return true
    }
    do throws(ArticleError) {
      let part = try reader.next()
      if let part { task.append(.article(part, in: file)) }
      if part?.isLast ?? true {
        current = nil
        if reader.isInterrupted { return false }
        task.append(.endOfFile(file, skipped: reader.skipped))
      }
    } catch {
      task.append(.failure(error, in: file))
    }
    return true
  }
}
