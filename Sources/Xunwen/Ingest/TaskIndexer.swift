import Articles
import InvertedIndex
import Storage
import TextAnalysis

/// The result of one task.
struct TaskResult: Sendable {
  var runs: [InvertedRun] = []
  var failures: [ArticleError] = []
  /// The first articles with repaired bytes.
  var repairs: [RepairedArticle] = []
  var counts = ArticleCounts()
  var superseded: [ArticleIdentity] = []
  /// Indexed articles whose ids were seen; `isUnchanged` is true when the article is equal.
  var seen: [(location: IndexedArticles.Location, isUnchanged: Bool)] = []
  /// Members of archives that no format reads.
  var skipped = SkippedFiles()
  /// Paths of files that were read to the end.
  var finishedFiles: [String] = []
  var failedFiles: [String] = []

  fileprivate mutating func add(
    _ damage: DecodingDamage, in part: ArticlePart, of file: CorpusFile
  ) {
    guard repairs.count < IndexingSummary.repairLimit else { return }
    repairs.append(RepairedArticle(path: part.path(in: file), damage: damage))
  }

  fileprivate mutating func add(_ failure: ArticleError, in file: CorpusFile?) {
    failures.append(failure)
    if let file { failedFiles.append(file.relativePath) }
  }
}

/// Counts of the articles that an update has read.
struct ArticleCounts: Sendable {
  /// Articles that the index holds already.
  var unchanged = 0
  /// New and changed articles without superseded ones. The properties below concern only these.
  private(set) var indexed = 0
  /// Bytes of input, including superseded articles.
  private(set) var bytes = 0
  private(set) var undated = 0
  private(set) var unsourced = 0
  /// Articles with malformed bytes, including superseded articles.
  private(set) var repaired = 0
  private(set) var encodings: [String: Int] = [:]
  /// Values that have another type than their field, by field.
  private(set) var misfits: [String: Int] = [:]

  mutating func add(_ facts: ArticleFacts, bytes: Int) {
    indexed += 1
    self.bytes += bytes
    if facts.isUndated { undated += 1 }
    if facts.isUnsourced { unsourced += 1 }
    if facts.damage != nil { repaired += 1 }
    encodings[facts.encoding, default: 0] += 1
    for field in facts.misfits { misfits[field, default: 0] += 1 }
  }

  static func += (total: inout Self, part: Self) {
    total.unchanged += part.unchanged
    total.indexed += part.indexed
    total.bytes += part.bytes
    total.undated += part.undated
    total.unsourced += part.unsourced
    total.repaired += part.repaired
    total.encodings.merge(part.encodings, uniquingKeysWith: +)
    total.misfits.merge(part.misfits, uniquingKeysWith: +)
  }

  static func -= (total: inout Self, part: Self) {
    total.unchanged -= part.unchanged
    total.indexed -= part.indexed
    total.bytes -= part.bytes
    total.undated -= part.undated
    total.unsourced -= part.unsourced
    total.encodings.merge(part.encodings.mapValues { -$0 }, uniquingKeysWith: +)
    total.misfits.merge(part.misfits.mapValues { -$0 }, uniquingKeysWith: +)
  }
}

/// The facts of an article that are counted.
struct ArticleFacts {
  let isUndated: Bool
  let isUnsourced: Bool
  let encoding: String
  /// Nil also for an article of an index.
  let damage: DecodingDamage?
  let misfits: [String]

  init(_ article: Article, _ values: ArticleFields.Values) {
    misfits = values.misfits
    isUndated = article.published == nil
    isUnsourced = article.source.isEmpty
    encoding = article.encoding
    damage = article.damage
  }
}

/// An indexer that parses, analyzes and inverts a task on one thread.
struct TaskIndexer {
  let directory: IndexDirectory
  let memoryLimit: Int
  let memory: InversionMemory
  /// The articles in the index; nil when the index is empty or will be replaced.
  let indexed: IndexedArticles?
  /// Ids of the articles to index; nil for all.
  let wanted: Set<String>?
  /// See `IngestPlan.staleFiles`.
  let staleFiles: Set<String>
  let fields: ArticleFields
  let progress: ProgressCounter

  func index(_ task: IngestTask) throws -> TaskResult {
    var result = TaskResult()
    var runs = SpillingInverter(
      directory, number: task.number, analyzer: try Analyzer.opened(), memoryLimit: memoryLimit,
      memory: memory)
    for item in task.items {
      switch item {
      case .endOfFile(let file, let skipped):
        result.finishedFiles.append(file.relativePath)
        progress.addFile()
        // A file of which some articles are read again has been counted before.
        if wanted == nil { result.skipped += skipped }
      case .failure(let error, let file): result.add(error, in: file)
      case .article(let part, let file):
        let (document, facts): (IndexDocument, ArticleFacts)
        do throws(ArticleError) {
          (document, facts) = try read(part, of: file)
        } catch {
          if part.mayBeEmpty, error.reason == .empty {
            if wanted == nil { result.skipped.addRecord() }
          } else {
            result.add(error, in: file)
          }
          progress.add(part, isArticle: false)
          continue
        }
        if try isWanted(document, &result) {
          // Given away, so that the bytes of a large article are released as early as possible.
          try runs.add(consume document)
          result.counts.add(facts, bytes: part.byteCount)
          if let damage = facts.damage { result.add(damage, in: part, of: file) }
        }
        progress.add(part, isArticle: true)
      }
    }
    result.runs = try runs.finish()
    return result
  }

  private func read(
    _ part: ArticlePart, of file: CorpusFile
  ) throws(ArticleError) -> (IndexDocument, ArticleFacts) {
    let article = try part.parse()
    let values = fields.values(of: article)
    let origin = Origin(file: file.relativePath, member: part.member)
    let document = IndexDocument(
      article, file: origin.columnValue(isWholeFile: !file.format.holdsSeveralArticles),
      fields: values.terms)
    return (document, ArticleFacts(article, values))
  }

  /// Returns true for an article to index; otherwise notes the reason in the result.
  private func isWanted(_ document: IndexDocument, _ result: inout TaskResult) throws -> Bool {
    if let wanted { return wanted.contains(document.id) }
    guard let indexed else { return true }
    switch try indexed.compare(document) {
    case .new: return !staleFiles.contains(document.origin.file)
    case .changed(let location):
      result.seen.append((location, false))
      return true
    case .unchanged(let location):
      result.seen.append((location, true))
      result.counts.unchanged += 1
      return false
    case .superseded:
      result.superseded.append(ArticleIdentity(id: document.id, file: document.origin.file))
      return false
    }
  }
}

extension IndexDocument {
  /// Creates the indexed form of an article. `file` is the value of the column of that name.
  init(_ article: Article, file: String, fields: [FieldTerm]) {
    let record = ArticleRecord.encode(article)
    func ranges(_ isWanted: (ZoneKind) -> Bool) -> [Range<Int>] {
      article.zones.filter { isWanted($0.kind) }.map(\.range)
    }
    self.init(
      id: article.id, date: article.published?.date.packed ?? 0,
      time: article.published?.packedTime ?? 0, source: article.source,
      section: article.section, tags: article.tags, fields: fields, file: file,
      contentHash: XXH64.hash(record.span),
      text: article.text,
      title: ranges { $0 == .title }, body: ranges { $0 == .body },
      tail: ranges { $0.textZone == .tail }, record: record)
  }
}

/// A writer of runs to segments of the maximum size.
struct SegmentSeries {
  private let writer: IndexWriter
  private let jobs: Int
  private var segment: RunMerger?
  private var finished: [SegmentInfo] = []

  init(_ writer: IndexWriter, jobs: Int) {
    (self.writer, self.jobs) = (writer, jobs)
  }

  mutating func add(_ run: InvertedRun) async throws {
    if segment?.isFull == true { try await finishSegment() }
    var target =
      try segment.take()
      ?? RunMerger(directory: writer.directory, name: writer.takeSegmentName())
    try target.add(run)
    segment = target
  }

  /// Writes the segments, and returns the segments written since the last call.
  mutating func finish() async throws -> [SegmentInfo] {
    try await finishSegment()
    defer { finished = [] }
    return finished
  }

  private mutating func finishSegment() async throws {
    guard let full = segment.take() else { return }
    finished.append(try await full.finish(jobs: jobs))
  }
}

extension ArticlePart {
  /// The path of the file, and of the member in an archive.
  func path(in file: CorpusFile) -> String {
    member.map { FilePath.join(file.path, $0) } ?? file.path
  }
}
