import InvertedIndex
import Storage
import TestSupport
import TextAnalysis
import Testing

@testable import Search

/// Applies random changes, commits and merges to an index and compares it with a dictionary of
/// articles.
///
/// Writers and readers are opened and closed at random.
final class LifecycleModel {
  /// The expected articles of a commit, by id.
  typealias Contents = [String: RandomArticle]

  /// A commit that a reader keeps open, and its expected contents.
  private struct Pinned {
    let reader: IndexReader
    let contents: Contents
  }

  let seed: UInt64
  private let folder = TemporaryDirectory()
  private let analyzer: Analyzer
  private var generator: ArticleGenerator
  private var writer: IndexWriter?
  private var committed: Contents = [:]
  /// The ids of the committed articles, sorted, so that a random choice depends only on the seed.
  private var ids: [String] = []
  private var pinned: [Pinned] = []
  private var merges = 0
  var directory: IndexDirectory { IndexDirectory(folder.path) }

  init(seed: UInt64) throws {
    self.seed = seed
    analyzer = try Analyzer()
    generator = ArticleGenerator(seed: seed)
    // A reader needs a first commit.
    try change()
  }

  /// Makes one random change, and sometimes checks the index.
  func step(_ number: Int) async throws {
    let note = "seed \(seed), step \(number)"
    switch generator.number(0...19) {
    case 0: try await merge(isForced: true)
    case 1...3: try await merge(isForced: false)
    case 4: writer = nil  // Another process takes over.
    case 5: try pin()
    case 6: try checkPinned(note)
    default: try change()
    }
    if generator.chance(of: 4) { try check(try opened(), committed, note) }
  }

  /// Checks the pinned commits, the index and its files.
  func finish() async throws {
    try checkPinned("seed \(seed), at the end")
    try check(try opened(), committed, "seed \(seed), at the end")
    pinned = []
    _ = try currentWriter()
    let names = try directory.list().filter { $0 != WriteLock.fileName }
    let needed = try opened().commit.segments.flatMap { segment in
      ["si", "trm", "pst", "pos", "len", "col", "sto"].map { "\(segment.name).\($0)" }
        + (segment.deletedCount > 0
          ? ["\(segment.name)_\(String(segment.liveGeneration, radix: 36)).liv"] : [])
    }
    #expect(Set(names.filter { $0.hasPrefix("_") }) == Set(needed), "seed \(seed)")
    #expect(merges > 0, "seed \(seed)")
  }

  private func currentWriter() throws -> IndexWriter {
    if let writer { return writer }
    let new = try IndexWriter(directory)
    writer = new
    return new
  }

  /// Opens a reader, which sometimes shares segments with a pinned reader.
  private func opened() throws -> IndexReader {
    try IndexReader(directory, sharing: generator.chance(of: 2) ? pinned.last?.reader : nil)
  }

  private func merge(isForced: Bool) async throws {
    guard !committed.isEmpty else { return }
    var policy = MergePolicy()
    policy.factor = 3
    policy.floor = 40_000
    merges += try await currentWriter().merge(
      policy, isForced: isForced, jobs: generator.number(1...2)
    ).merges
  }

  /// Commits some additions, updates and deletions.
  private func change() throws {
    let writer = try currentWriter()
    var change = IndexChange()
    var contents = committed
    var removed: Set<String> = []
    if let reader = try writer.reader() {
      for _ in 0..<generator.number(0...2) where !ids.isEmpty {
        let id = generator.pick(ids)
        guard let (segment, document) = try reader.document(withID: id) else { continue }
        change.removed[reader.segments[segment].info.name, default: []].append(document)
        removed.insert(id)
        contents[id] = nil
      }
    }
    for _ in 0..<generator.number(0...2) {
      let inverter = DocumentInverter(
        directory: directory, name: writer.takeSegmentName(), analyzer: analyzer,
        memoryLimit: 1 << 20)
      for _ in 0..<generator.number(1...4) {
        // An id may occur several times, also within a segment.
        let article = generator.article(id: "\(generator.number(0...60))", length: 25)
        try inverter.add(IndexDocument(article))
        contents[article.id] = article
      }
      change.added.append(try inverter.finish())
    }
    try writer.commit(change)
    committed = contents
    ids = contents.keys.sorted()
  }

  private func pin() throws {
    guard let reader = try currentWriter().reader() else { return }
    if pinned.count > 4 { pinned.remove(at: generator.number(0...4)) }
    pinned.append(Pinned(reader: reader, contents: committed))
  }

  private func checkPinned(_ note: String) throws {
    for one in pinned { try check(one.reader, one.contents, note) }
  }

  /// Compares a reader with its expected contents.
  private func check(_ reader: IndexReader, _ contents: Contents, _ note: String) throws {
    #expect(reader.liveCount == contents.count, "\(note)")
    var found: Set<String> = []
    for segment in reader.segments {
      for document in 0..<UInt32(segment.documentCount) where segment.isLive(document) {
        let id = segment.columns.id(of: document)
        #expect(found.insert(id).inserted, "\(note): \(id) twice")
        #expect(segment.columns.date(of: document) == contents[id]?.date, "\(note): \(id)")
      }
    }
    #expect(found == Set(contents.keys), "\(note)")
    for _ in 0..<2 { try checkSearch(reader, contents, note) }
  }

  /// Searches for a random quotation and compares the hits with a scan.
  private func checkSearch(_ reader: IndexReader, _ contents: Contents, _ note: String) throws {
    guard let id = contents.keys.sorted().randomElement(using: &generator.random),
      let zone = contents[id]?.parts.filter({ $0.part != .tail }).randomElement(
        using: &generator.random)
    else { return }
    let scalars = Array(zone.text.unicodeScalars)
    let start = generator.number(0...scalars.count - 1)
    let end = min(scalars.count, start + generator.number(1...6))
    let text = String(String.UnicodeScalarView(scalars[start..<end]))
    let analyzed = analyzer.analyze(text)
    let wanted = SymbolSequence(analyzed).trimmed
    // The searcher has no texts, with which signs are compared.
    guard !wanted.isEmpty, analyzed.signs.isEmpty,
      let query = try QueryParser.parse(QueryZone.anywhere.written(text))
    else { return }
    var request = SearchRequest(query)
    request.page.limit = .max
    request.scope.match = .all
    guard let result = try Searcher(reader, analyzer: analyzer).search(request) else { return }
    let found = result.hits.map { reader.segments[$0.segment].columns.id(of: $0.document) }
    let expected = contents.values.filter { article in
      article.parts.contains { $0.part != .tail && contains($0.text, wanted) }
    }.map(\.id)
    #expect(found.sorted() == expected.sorted(), "\(note): \(text.debugDescription)")
  }

  private func contains(_ text: String, _ wanted: [Symbol]) -> Bool {
    let symbols = SymbolSequence(analyzer.analyze(text)).symbols
    guard symbols.count >= wanted.count else { return false }
    return (0...symbols.count - wanted.count).contains {
      symbols[$0..<$0 + wanted.count].elementsEqual(wanted)
    }
  }
}

@Suite struct LifecycleTests {
  @Test(arguments: 1...UInt64(TestScale.cases(3)))
  func `a changing index matches a dictionary of articles`(seed: UInt64) async throws {
    let model = try LifecycleModel(seed: seed)
    for number in 0..<120 { try await model.step(number) }
    try await model.finish()
  }
}
