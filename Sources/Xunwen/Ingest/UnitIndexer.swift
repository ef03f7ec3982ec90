import Articles
import Calendar
import InvertedIndex
import Storage
import TextAnalysis

/// What one work unit became.
struct UnitResult: Sendable {
  let number: Int
  var runs: [InvertedRun] = []
  var failures: [ArticleError] = []
  /// Articles that were new or not as before, and those that were as before.
  var articles = 0
  var unchanged = 0
  /// Articles that a later file has too, and their files.
  var shadowed: [(id: String, file: String)] = []
  /// Known articles under whose ids articles were met, and whether those were the same.
  var met: [(place: KnownArticles.Place, isSame: Bool)] = []
  /// Files that were read to their end, and those of which something could not be read.
  var finishedFiles: [String] = []
  var failedFiles: [String] = []
  var bytes = 0
  var undated = 0
  var unsourced = 0
  var encodings: [String: Int] = [:]
}

/// Reads, analyzes and inverts one work unit, on one thread.
struct UnitIndexer {
  let directory: IndexDirectory
  /// Number that no other unit has: names the unit's runs.
  let number: Int
  let memoryLimit: Int
  let memory: InversionMemory
  let encoding: String?
  /// What is in the index already; nil when nothing is, or all is to be replaced.
  let known: KnownArticles?
  /// The articles that are wanted; nil for all.
  let wanted: Set<String>?
  let progress: ProgressCounter

  func index(_ unit: WorkUnit) throws -> UnitResult {
    var result = UnitResult(number: unit.number)
    let pages = try PageReader(encoding: encoding)
    let records = JSONRecordParser()
    var runs = SpillingInverter(
      directory, number: number, analyzer: try Analyzer.opened(), memoryLimit: memoryLimit,
      memory: memory)
    for item in unit.items {
      if case .end(let path) = item { result.finishedFiles.append(path) }
      let read: Article?
      do throws(ArticleError) {
        read = try self.read(item, pages, records)
      } catch {
        result.failures.append(error)
        result.failedFiles.append(item.path)
        progress.add(articles: 0, bytes: item.byteCount)
        continue
      }
      guard let article = read else { continue }
      if case .page(let file) = item { result.finishedFiles.append(file.relativePath) }
      let document = IndexDocument(article, file: item.recordsPath)
      guard try isWanted(document, &result) else {
        progress.add(articles: 1, bytes: item.byteCount)
        continue
      }
      try runs.add(document)
      result.count(article, bytes: item.byteCount)
      progress.add(articles: 1, bytes: item.byteCount)
    }
    result.runs = try runs.finish()
    return result
  }

  /// Whether an article is to be indexed; and what there is to be known of it if not.
  private func isWanted(_ document: IndexDocument, _ result: inout UnitResult) throws -> Bool {
    if let wanted, !wanted.contains(document.id) { return false }
    guard wanted == nil, let known else { return true }
    switch try known.look(up: document) {
    case .new: return true
    case .changed(let place):
      result.met.append((place, false))
      return true
    case .unchanged(let place):
      result.met.append((place, true))
      result.unchanged += 1
      return false
    case .shadowed:
      result.shadowed.append((document.id, document.origin.file))
      return false
    }
  }

  private func read(
    _ item: WorkUnit.Item, _ pages: PageReader, _ records: JSONRecordParser
  ) throws(ArticleError) -> Article? {
    switch item {
    case .end: return nil
    case .page(let file): return try pages.read(file)
    case .failure(let error, path: _): throw error
    case .record(let line, let path, let shown):
      do throws(ArticleError) {
        // Lines of standard input have no place that lasts: what they say is their name.
        let isFile = path != WorkUnitReader.standardInput
        let defaultID = isFile ? nil : "\(path)#" + String(XXH64.hash(line.bytes.span), radix: 16)
        return try records.parse(line, path: path, defaultID: defaultID)
      } catch {
        throw ArticleError(path: shown, line: error.line, reason: error.reason)
      }
    }
  }
}

extension UnitResult {
  fileprivate mutating func count(_ article: Article, bytes: Int) {
    articles += 1
    self.bytes += bytes
    if article.published == nil { undated += 1 }
    if article.source.isEmpty { unsourced += 1 }
    encodings[article.encoding, default: 0] += 1
  }
}

extension WorkUnit.Item {
  fileprivate var byteCount: Int {
    switch self {
    case .page(let file): file.byteCount
    case .record(let line, path: _, shown: _): line.bytes.count
    case .failure, .end: 0
    }
  }

  /// Of the file, as ids are made of it.
  fileprivate var path: String {
    switch self {
    case .page(let file): file.relativePath
    case .record(_, let path, shown: _), .failure(_, let path), .end(let path): path
    }
  }

  /// The same of a file of records; empty for a page, whose id it is.
  fileprivate var recordsPath: String {
    if case .page = self { return "" }
    return path
  }
}

extension IndexDocument {
  /// An article as the index sees it.
  ///
  /// - Parameter file: path of the file of records that it is from; empty for a page.
  init(_ article: Article, file: String) {
    let record = ArticleRecord.encode(article)
    func ranges(_ isWanted: (ZoneKind) -> Bool) -> [Range<Int>] {
      article.zones.filter { isWanted($0.kind) }.map(\.range)
    }
    self.init(
      id: article.id, date: article.published?.date.packed ?? 0,
      time: article.published?.packedTime ?? 0, source: article.source,
      section: article.section, tags: article.tags, file: file,
      contentHash: XXH64.hash(record.span),
      text: article.text,
      title: ranges { $0 == .title }, body: ranges { $0 == .body },
      tail: ranges { $0.textZone == .tail }, record: record)
  }
}
