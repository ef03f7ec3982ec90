import Articles
import InvertedIndex
import Storage
import TextAnalysis

/// What one work unit became.
struct UnitResult: Sendable {
  let number: Int
  var runs: [InvertedRun] = []
  var failures: [ArticleError] = []
  var articles = 0
  var bytes = 0
  var undated = 0
  var unsourced = 0
  var encodings: [String: Int] = [:]
}

/// Reads, analyzes and inverts one work unit, on one thread.
struct UnitIndexer {
  let directory: IndexDirectory
  /// Number that no other unit has: names the unit's runs.
  let number: UInt64
  let memoryLimit: Int
  let memory: InversionMemory
  let encoding: String?
  let progress: ProgressCounter

  func index(_ unit: WorkUnit) throws -> UnitResult {
    var result = UnitResult(number: unit.number)
    let pages = try PageReader(encoding: encoding)
    let records = JSONRecordParser()
    let analyzer = try Analyzer.opened()
    var builder: SegmentBuilder?
    for item in unit.items {
      let article: Article
      do throws(ArticleError) {
        article = try read(item, pages, records)
      } catch {
        result.failures.append(error)
        progress.add(articles: 0, bytes: item.byteCount)
        continue
      }
      let target =
        builder
        ?? SegmentBuilder(
          directory: directory,
          name: IndexWriter.segmentName(number, part: result.runs.count), analyzer: analyzer,
          memoryLimit: memoryLimit, memory: memory)
      builder = target
      try target.add(IndexDocument(article))
      result.count(article, bytes: item.byteCount)
      progress.add(articles: 1, bytes: item.byteCount)
      if target.isFull {
        result.runs.append(try target.finishRun())
        builder = nil
      }
    }
    if let builder { result.runs.append(try builder.finishRun()) }
    return result
  }

  private func read(
    _ item: WorkUnit.Item, _ pages: PageReader, _ records: JSONRecordParser
  ) throws(ArticleError) -> Article {
    switch item {
    case .page(let file): return try pages.read(file)
    case .failure(let error): throw error
    case .record(let line, let path, let shown):
      do throws(ArticleError) {
        return try records.parse(line, path: path)
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
    case .failure: 0
    }
  }
}

extension IndexDocument {
  /// An article as the index sees it.
  init(_ article: Article) {
    let record = ArticleRecord.encode(article)
    func ranges(_ isWanted: (ZoneKind) -> Bool) -> [Range<Int>] {
      article.zones.filter { isWanted($0.kind) }.map(\.range)
    }
    self.init(
      id: article.id, date: article.published?.packedDate ?? 0,
      time: article.published?.packedTime ?? 0, source: article.source,
      section: article.section, contentHash: XXH64.hash(record.span), text: article.text,
      title: ranges { $0 == .title }, body: ranges { $0 == .body },
      tail: ranges { $0.textZone == .tail }, record: record)
  }
}
