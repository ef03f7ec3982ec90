import Calendar
import InvertedIndex
import Search
import Storage
import TestSupport
import TextAnalysis

/// A small index and its articles. Queries are answered by the index and by a scan.
struct FuzzedIndex {
  private let folder = TemporaryDirectory()
  private let analyzer: Analyzer
  private let searcher: Searcher
  private let articles: [ScannedArticle]

  init() throws {
    var generator = ArticleGenerator(seed: 1)
    let documents = (0..<24).map { Document(generator.article(id: "\($0)", length: 30)) }
    let analyzer = try Analyzer()
    self.analyzer = analyzer
    let directory = IndexDirectory(folder.path)
    let writer = try IndexWriter(directory)
    var change = IndexChange()
    for half in [documents[..<12], documents[12...]] {
      let builder = DocumentInverter(
        directory: directory, name: writer.takeSegmentName(), analyzer: analyzer,
        memoryLimit: 1 << 20)
      for document in half { try builder.add(document.indexed) }
      change.added.append(try builder.finish())
    }
    try writer.commit(change)
    let texts = Dictionary(
      documents.map { ($0.indexed.id, $0.text) }, uniquingKeysWith: { first, _ in first })
    searcher = Searcher(try IndexReader(directory), analyzer: analyzer) { segment, document in
      texts[segment.columns.id(of: document)] ?? StoredText(text: [], zones: [])
    }
    articles = documents.map { $0.scanned(by: analyzer) }
  }

  /// Parses a query strictly and leniently, and compares the index with a scan.
  func ask(_ text: String) {
    let lenient = LenientQuery(text, today: CivilDate(year: 2023, month: 7, day: 1))
    do {
      if let query = try QueryParser.parse(text, today: CivilDate(year: 2023, month: 7, day: 1)) {
        if lenient.query != query { fatalError("lenient parsing changes \(query)") }
        compare(query)
      }
    } catch {
      _ = error.rendered(query: text)
      if let query = lenient.query { compare(query) }
    }
  }

  private func compare(_ query: Query) {
    var request = SearchRequest(query)
    (request.scope.match, request.page.limit, request.scope.scans) = (.all, 100, true)
    do {
      // A query of exclusions and clauses without units cannot be looked up.
      guard let found = try searcher.search(request)?.total else { return }
      let scan = try QueryScan(request.query, in: request.scope, using: analyzer)
      let expected = try articles.filter { try scan.matches($0) }.count
      if found != expected { fatalError("\(found) instead of \(expected) for \(query)") }
      request.scope.match = .best
      _ = try searcher.search(request)
    } catch {
      // A query beyond a limit is an error.
    }
  }
}

/// An article in the forms for the index and for the scan.
private struct Document {
  let indexed: IndexDocument
  let text: StoredText

  init(_ article: RandomArticle) {
    var text: [UInt8] = []
    var zones: [(zone: TextZone, range: Range<Int>)] = []
    for (part, content) in article.parts {
      let start = text.count
      text += Array(content.utf8)
      let zone: TextZone =
        switch part {
        case .title: .title
        case .body: .body
        case .tail: .tail
        }
      zones.append((zone, start..<text.count))
    }
    func ranges(_ wanted: TextZone) -> [Range<Int>] {
      zones.filter { $0.zone == wanted }.map(\.range)
    }
    indexed = IndexDocument(
      id: article.id, date: article.date, source: article.source, tags: article.tags, text: text,
      title: ranges(.title), body: ranges(.body), tail: ranges(.tail))
    self.text = StoredText(text: text, zones: zones)
  }

  func scanned(by analyzer: Analyzer) -> ScannedArticle {
    ScannedArticle(
      id: indexed.id, date: indexed.date, source: indexed.source, tags: indexed.tags, text,
      using: analyzer)
  }
}
