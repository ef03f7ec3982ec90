import Calendar
import InvertedIndex
import Storage
import TestSupport
import Testing
import TextAnalysis

@testable import Search

/// Every answer of a damaged index is the correct answer or an error. The index has several
/// segments, deleted articles and lists of every form; one byte is changed or the end is missing.
///
/// A trap would end the test run.
@Suite struct DamageSweepTests {
  private let index: ModelIndex
  private let names: [String]
  private let requests: [SearchRequest]
  private let expected: [String]
  private let damaged = TemporaryDirectory()

  init() throws {
    var generator = ArticleGenerator(seed: 5)
    var articles = (0..<420).map { generator.article(id: "\($0)") }
    // Texts with several blocks of positions, and articles that replace earlier ones.
    articles += (0..<6).map { generator.article(id: "long\($0)", length: 3000) }
    articles += (0..<30).map { generator.article(id: "\(7 * $0)") }
    index = try ModelIndex(articles, segmentSizes: [300, 20])
    names = try index.directory.list().filter { $0 != WriteLock.fileName }
    var requests: [SearchRequest] = []
    var random = generator
    let queries = RandomQuery(index: index)
    let texts =
      [
        "国", "的", "title:国", "in:tail 国", "\"发展，的\"", "正文：「的国」", "养老 医保 服务", "国 OR 的", "-国 的",
        "source:新华社 国", "date:2022 国", "date:2022.. source:央视网",
      ] + (0..<24).map { _ in queries.text(&random) }
    for (number, text) in texts.enumerated() {
      guard let query = try QueryParser.parse(text) else { continue }
      var request = SearchRequest(query)
      request.scope.match = [.best, .all, .any][number % 3]
      request.page.sort = number % 5 == 4 ? .date : .score
      request.page.countsTotal = number % 7 != 6
      request.scope.scans = true
      requests.append(request)
      if number % 6 == 0 {
        request.scope.match = .any
        request.scope.sources = ["新华社", "人民日报"]
        request.scope.dates = try DateRange(parsing: "2021..2022")
        requests.append(request)
      }
    }
    self.requests = requests
    expected = try Self.answers(of: index.reader, requests, index.analyzer).map { try $0.get() }
    for name in names { damaged.write(index.contents(of: name), to: name) }
  }

  /// Reads an article. The record of an article is its text.
  private static func text(_ segment: SegmentReader, _ document: UInt32) throws -> StoredText {
    let text = try segment.record(of: document)
    return StoredText(text: text, zones: [(.body, 0..<text.count)])
  }

  /// The answers to all requests by one searcher, and every article with its columns.
  private static func answers(
    of reader: IndexReader, _ requests: [SearchRequest], _ analyzer: Analyzer
  ) -> [Result<String, any Error>] {
    let searcher = Searcher(reader, analyzer: analyzer, texts: text)
    var answers = requests.map { request in
      Result {
        guard let found = try searcher.search(request) else { return "nothing" }
        let hits = found.hits.map { "\($0.segment) \($0.document) \($0.score) \($0.isPartial)" }
        return "\(found.total) \(found.partialTotal) \(hits)"
      }
    }
    for segment in reader.segments {
      for document in 0..<UInt32(segment.documentCount) where document % 16 == 0 {
        answers.append(
          Result {
            let damage = reader.damageCount
            let columns = segment.columns
            let values = [
              columns.id(of: document), columns.sources[columns.sourceOrdinal(of: document)],
              columns.sections[columns.sectionOrdinal(of: document)],
              "\(columns.date(of: document)) \(columns.time(of: document))",
              "\(columns.contentHash(of: document)) \(segment.length(of: document, in: .tail))",
              String(describing: try reader.document(withID: columns.id(of: document))),
              String(decoding: try segment.record(of: document), as: UTF8.self),
            ]
            try reader.checkDamage(since: damage)
            return values.joined(separator: " ")
          })
      }
    }
    return answers
  }

  /// Opens the damaged copy and runs all requests.
  ///
  /// - Returns: The numbers of errors and of correct answers.
  private func ask(_ note: String) -> (errors: Int, answers: Int) {
    let reader: IndexReader
    do { reader = try IndexReader(IndexDirectory(damaged.path)) } catch { return (1, 0) }
    var counts = (errors: 0, answers: 0)
    let answers = Self.answers(of: reader, requests, index.analyzer)
    for (number, answer) in answers.enumerated() {
      switch answer {
      case .success(expected[number]): counts.answers += 1
      case .success(let found): Issue.record("\(note), answer \(number): \(found)")
      case .failure(let error):
        counts.errors += 1
        if "\(error)".isEmpty || !names.contains(where: { "\(error)".hasPrefix($0) }) {
          Issue.record("\(note) names no file: \(error)")
        }
      }
    }
    return counts
  }

  @Test func `a flip of any byte gives an error or the right answer`() throws {
    let seed: UInt64 = 17
    var random = SplitMix64(seed: seed)
    var counts = (errors: 0, answers: 0)
    for name in names {
      let bytes = index.contents(of: name)
      // All bytes of small files; of large files a sample, denser at both ends.
      let isSmall = bytes.count < 1000
      let step = isSmall ? 1 : max(1, bytes.count / TestScale.cases(8))
      var places = Array(stride(from: 0, to: bytes.count, by: step))
      if !isSmall {
        places = places.map { min(bytes.count - 1, $0 + Int.random(in: 0..<step, using: &random)) }
        for _ in 0..<TestScale.cases(2) {
          places.append(Int.random(in: 0..<64, using: &random))
          places.append(bytes.count - 1 - Int.random(in: 0..<64, using: &random))
        }
      }
      for place in places {
        var flipped = bytes
        flipped[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        damaged.write(flipped, to: name)
        let found = ask("\(name), byte \(place), seed \(seed)")
        counts.errors += found.errors
        counts.answers += found.answers
      }
      damaged.write(bytes, to: name)
    }
    // One damaged byte does not make the whole index unreadable.
    #expect(counts.errors > 300 && counts.answers > 300, "\(counts)")
    #expect(ask("restored").errors == 0)
  }

  @Test func `every truncation is reported when the index is opened`() throws {
    var random = SplitMix64(seed: 3)
    for name in names {
      let bytes = index.contents(of: name)
      let step = max(1, bytes.count / TestScale.cases(60))
      for start in stride(from: 0, to: bytes.count, by: step) {
        let count = min(bytes.count - 1, start + Int.random(in: 0..<step, using: &random))
        damaged.write(Array(bytes.prefix(count)), to: name)
        let error = #expect(throws: StorageError.self, "\(name), \(count) bytes") {
          try IndexReader(IndexDirectory(damaged.path))
        }
        #expect(error.map { "\($0)".contains(name) } ?? true)
      }
      damaged.write(bytes, to: name)
    }
  }

  /// A filter that was built from a damaged column is not cached.
  @Test func `the same query gives the same error again`() throws {
    var generator = ArticleGenerator(seed: 9)
    // Enough articles that opening the index reads no page with dates.
    let articles = (0..<620).map { generator.article(id: "\($0)", length: 3) }
    let large = try ModelIndex(articles, segmentSizes: [])
    for name in try large.directory.list() { damaged.write(large.contents(of: name), to: name) }
    let dates = 56 + 8 * articles.count
    var flipped = large.contents(of: "_0.col")
    flipped[dates + 100] ^= 1
    damaged.write(flipped, to: "_0.col")
    var request = SearchRequest(try #require(try QueryParser.parse("date:2022..")))
    request.scope.match = .all
    let reader = try IndexReader(IndexDirectory(damaged.path))
    let searcher = Searcher(reader, analyzer: large.analyzer)
    for _ in 0..<3 {
      let error = #expect(throws: StorageError.self) { try searcher.search(request) }
      #expect("\(error, default: "")".hasPrefix("_0.col: corrupt at byte \(dates / 4096 * 4096)"))
    }
    // Other queries are answered.
    request.query = try #require(try QueryParser.parse("title:国"))
    request.scope.match = .any
    request.page.limit = 0
    #expect(try searcher.search(request)?.total ?? 0 > 0)
  }
}
