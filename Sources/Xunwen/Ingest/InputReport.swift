public import Articles
import InvertedIndex
import Storage

/// A report about the files of a folder, read as an update reads them.
public struct InputReport: Sendable {
  /// Findings of one kind.
  public struct Findings<Element: Sendable>: Sendable {
    /// The number of findings.
    public fileprivate(set) var count = 0
    /// The first findings in the order of the input, at most `InputReport.limit`.
    public fileprivate(set) var first: [Element] = []

    mutating func add(_ element: Element) {
      count += 1
      if first.count < InputReport.limit { first.append(element) }
    }

    static func += (total: inout Self, part: Self) {
      total.count += part.count
      total.first += part.first.prefix(InputReport.limit - total.first.count)
    }
  }

  /// The largest number of findings of a kind that are kept.
  public static let limit = 1000

  /// Number of files that were read.
  public internal(set) var files = 0
  /// Bytes of the articles, decompressed.
  public internal(set) var bytes = 0
  /// Number of articles.
  public internal(set) var articles = 0
  /// Articles by format, the most frequent first.
  public internal(set) var formats: [NamedCount] = []
  /// Articles by encoding, the most frequent first.
  public internal(set) var encodings: [NamedCount] = []
  /// Files, members and records that cannot be read.
  public internal(set) var failures = Findings<ArticleError>()
  /// Files that hold neither an article nor a failure.
  public internal(set) var empty = Findings<String>()
  /// Articles in which malformed bytes became U+FFFD.
  public internal(set) var repaired = Findings<RepairedArticle>()
  /// Files whose encoding is not certain, or is not the one that they declare.
  public internal(set) var doubtful = Findings<DoubtfulText>()
  /// Articles without a title.
  public internal(set) var untitled = Findings<ArticlePlace>()
  /// Articles without a date.
  public internal(set) var undated = Findings<ArticlePlace>()
  /// Articles without a source.
  public internal(set) var unsourced = Findings<ArticlePlace>()
  /// The rules by which the files were read.
  public internal(set) var rules = ReadingRules()
  /// The entries of the folder that are not read.
  public internal(set) var skipped = SkippedFiles()
  /// True when the task was cancelled before the end of the input.
  public internal(set) var isInterrupted = false
  /// The time taken.
  public internal(set) var elapsed = Duration.zero

  /// True when every file was read and decoded without a doubt. Articles may lack a title, a date
  /// or a source.
  public var isClean: Bool {
    failures.count == 0 && empty.count == 0 && repaired.count == 0 && doubtful.count == 0
  }
}

/// A file, or a member of an archive, with a doubt about its encoding.
public struct DoubtfulText: Sendable, Hashable {
  /// The path of the file, and of the member in an archive.
  public let path: String
  public let doubt: DecodingDoubt
}

/// The place of an article in the input.
public struct ArticlePlace: Sendable, Hashable {
  /// The path of the file, and of the member in an archive.
  public let path: String
  /// The id of the article.
  public let id: String
}

extension InputReport {
  /// Reads the files of a folder, or a single file, as an update does, and writes nothing.
  ///
  /// - Parameters:
  ///   - options: the options of the update. Those about the index mean nothing here.
  ///   - archive: the index that the update would change; its rules and fields count.
  ///   - onProgress: called from time to time, from any thread.
  /// - Throws: `ArticleError` for an unknown encoding; `StorageError` when the index is damaged.
  /// - Complexity: O(*n*) in the bytes of the input. Memory is limited by `options.memory`.
  public static func examine(
    _ folder: String, options: IndexingOptions = IndexingOptions(), for archive: Archive? = nil,
    onProgress: @escaping @Sendable (IndexingProgress) -> Void = { _ in }
  ) async throws -> InputReport {
    let start = ContinuousClock.now
    var ledger = FileLedger()
    if let archive {
      ledger.rules = try archive.ledger.rules(forUpdateFrom: FileSystem.realPath(folder))
    }
    let plan = try IngestPlan(
      scanning: folder, &ledger, options, index: "",
      options.catalog(after: archive?.fields.declared ?? []))
    let memory = MemoryPlan(options)
    var tasks = try IngestTaskReader(plan, taskBytes: memory.taskBytes, options)
    let progress = ProgressCounter(totalBytes: tasks.totalBytes, onProgress)
    var examination = InputExamination(skipped: plan.skipped, rules: plan.rules)
    try await concurrentStream(
      jobs: memory.concurrency, weightLimit: memory.inputLimit, weight: { $0.weight },
      next: { Task.isCancelled ? nil : tasks.next() }
    ) { task in
      ExaminedTask(task, progress)
    } emit: { task in
      examination.add(task)
    }
    progress.finish()
    return examination.report(isInterrupted: Task.isCancelled, ContinuousClock.now - start)
  }
}

/// The sum of examined tasks.
private struct InputExamination {
  private var report = InputReport()
  private var formats: [String: Int] = [:]
  private var encodings: [String: Int] = [:]
  /// Articles and failures of the file that is not read to its end.
  private var itemsOfFile = 0

  init(skipped: SkippedFiles, rules: ReadingRules) {
    (report.skipped, report.rules) = (skipped, rules)
  }

  mutating func add(_ task: ExaminedTask) {
    report.files += task.files.count { $0.isEnd }
    report.bytes += task.bytes
    report.articles += task.articles
    report.failures += task.failures
    report.repaired += task.repaired
    report.doubtful += task.doubtful
    report.untitled += task.untitled
    report.undated += task.undated
    report.unsourced += task.unsourced
    report.skipped += task.skipped
    formats.merge(task.formats, uniquingKeysWith: +)
    encodings.merge(task.encodings, uniquingKeysWith: +)
    for file in task.files {
      itemsOfFile += file.items
      guard file.isEnd else { continue }
      if itemsOfFile == 0 { report.empty.add(file.path) }
      itemsOfFile = 0
    }
  }

  func report(isInterrupted: Bool, _ elapsed: Duration) -> InputReport {
    var report = report
    report.formats = Self.sorted(formats)
    report.encodings = Self.sorted(encodings)
    (report.isInterrupted, report.elapsed) = (isInterrupted, elapsed)
    return report
  }

  private static func sorted(_ counts: [String: Int]) -> [NamedCount] {
    counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { NamedCount(name: $0.key, count: $0.value) }
  }
}

/// The findings in a part of the input.
private struct ExaminedTask: Sendable {
  /// A part of a file, with the number of its articles and failures.
  struct FilePart {
    let path: String
    var items = 0
    var isEnd = false
  }

  private(set) var files: [FilePart] = []
  private(set) var bytes = 0
  private(set) var articles = 0
  private(set) var formats: [String: Int] = [:]
  private(set) var encodings: [String: Int] = [:]
  private(set) var failures = InputReport.Findings<ArticleError>()
  private(set) var repaired = InputReport.Findings<RepairedArticle>()
  private(set) var doubtful = InputReport.Findings<DoubtfulText>()
  private(set) var untitled = InputReport.Findings<ArticlePlace>()
  private(set) var undated = InputReport.Findings<ArticlePlace>()
  private(set) var unsourced = InputReport.Findings<ArticlePlace>()
  private(set) var skipped = SkippedFiles()

  init(_ task: IngestTask, _ progress: ProgressCounter) {
    for item in task.items {
      switch item {
      case .failure(let error, let file):
        failures.add(error)
        if let file { count(file) }
      case .endOfFile(let file, let members):
        count(file, items: 0)
        files[files.count - 1].isEnd = true
        skipped += members
      case .article(let part, let file):
        count(file)
        do throws(ArticleError) {
          add(try part.parse(), part, of: file)
          progress.add(part, isArticle: true)
        } catch {
          failures.add(error)
          progress.add(part, isArticle: false)
        }
      }
    }
  }

  private mutating func count(_ file: CorpusFile, items: Int = 1) {
    if files.last.map({ $0.isEnd || $0.path != file.path }) ?? true {
      files.append(FilePart(path: file.path))
    }
    files[files.count - 1].items += items
  }

  private mutating func add(_ article: Article, _ part: ArticlePart, of file: CorpusFile) {
    articles += 1
    bytes += part.byteCount
    formats[file.format.name, default: 0] += 1
    encodings[article.encoding, default: 0] += 1
    let path = part.path(in: file)
    if let damage = article.damage { repaired.add(RepairedArticle(path: path, damage: damage)) }
    if let doubt = article.doubt { doubtful.add(DoubtfulText(path: path, doubt: doubt)) }
    let place = ArticlePlace(path: path, id: article.id)
    if article.title.isEmpty { untitled.add(place) }
    if article.published == nil { undated.add(place) }
    if article.source.isEmpty { unsourced.add(place) }
  }
}
