import Storage
import TestSupport
import TextAnalysis
import Testing

@testable import InvertedIndex

@Suite struct DocumentInverterTests {
  let temporary = TemporaryDirectory()
  let analyzer: Analyzer
  var directory: IndexDirectory { IndexDirectory(temporary.path) }

  init() throws { analyzer = try Analyzer() }

  private func segment(
    _ documents: [IndexDocument], memoryLimit: Int = 1 << 24
  ) throws -> SegmentReader {
    let inverter = DocumentInverter(
      directory: directory, name: "_0", analyzer: analyzer, memoryLimit: memoryLimit)
    for document in documents { try inverter.add(document) }
    #expect(inverter.documentCount == documents.count)
    return try SegmentReader(try inverter.finish(), in: directory, liveDocuments: nil)
  }

  private func postings(
    of term: [UInt8], _ info: TermInfo, in segment: SegmentReader
  ) -> [NaiveInversion.Posting] {
    let cursor = segment.cursor(for: info, in: TermBytes.field(of: term))
    let reader = TermBytes.hasPositions(term) ? PositionsReader(cursor) : nil
    var postings: [NaiveInversion.Posting] = []
    while cursor.document != PostingsCursor.noMoreDocuments {
      var posting = NaiveInversion.Posting(
        document: cursor.document, titles: cursor.titleFrequency)
      if let reader {
        reader.read(cursor.document, into: &posting.positions)
      } else {
        // Words have no stored positions, so only their number is compared.
        posting.positions = Array(repeating: 0, count: Int(cursor.frequency))
      }
      postings.append(posting)
      cursor.advance()
    }
    return postings
  }

  private func expectEqual(
    _ segment: SegmentReader, _ naive: NaiveInversion, _ seed: UInt64
  ) {
    var terms: [[UInt8]] = []
    segment.terms.forEach(prefix: []) { term, info in
      terms.append(term)
      var expected = naive.postings[term] ?? []
      if !TermBytes.hasPositions(term) {
        for index in expected.indices {
          expected[index].positions = expected[index].positions.map { _ in 0 }
        }
      }
      let found = postings(of: term, info, in: segment)
      #expect(found == expected, "\(String(decoding: term, as: UTF8.self)), seed \(seed)")
      #expect(info.occurrences == expected.reduce(0) { $0 + $1.positions.count })
    }
    #expect(
      terms == naive.postings.keys.sorted { $0.lexicographicallyPrecedes($1) }, "seed \(seed)")
    for document in 0..<UInt32(segment.documentCount) {
      let index = Int(document)
      #expect(segment.length(of: document, in: .main) == naive.lengths[index], "seed \(seed)")
      #expect(segment.length(of: document, in: .tail) == naive.tailLengths[index], "seed \(seed)")
      #expect(segment.titleExtent(of: document) == naive.titleExtents[index], "seed \(seed)")
    }
    #expect(segment.info.totalLength == naive.lengths.reduce(0) { $0 + UInt64($1) })
    #expect(segment.info.totalTailLength == naive.tailLengths.reduce(0) { $0 + UInt64($1) })
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `few documents match the naive inversion`(seed: UInt64) throws {
    var generator = DocumentGenerator(seed: seed)
    let documents = generator.documents(12)
    expectEqual(try segment(documents), NaiveInversion(documents, analyzer), seed)
  }

  @Test func `many documents match the naive inversion`() throws {
    // The lists of some terms have several blocks of documents and of positions.
    var generator = DocumentGenerator(seed: 5)
    let documents = generator.documents(400, words: 10...25)
    let naive = NaiveInversion(documents, analyzer)
    #expect(naive.postings.values.contains { $0.count > 2 * SegmentFormat.blockSize })
    expectEqual(try segment(documents), naive, 5)
  }

  @Test func `a long document matches the naive inversion`() throws {
    var generator = DocumentGenerator(seed: 6)
    let documents = generator.documents(2, words: 4000...4000)
    expectEqual(try segment(documents), NaiveInversion(documents, analyzer), 6)
  }

  @Test func `the body begins one position after the title`() throws {
    let text = Array("头条正文尾".utf8)
    let document = IndexDocument(
      id: "a", text: text, title: [0..<6], body: [6..<12], tail: [12..<15])
    let segment = try segment([document])
    #expect(segment.titleExtent(of: 0) == 2)
    var positions: [UInt32] = []
    let body = try #require(segment.cursor(for: Term.gram("正", "文", field: .main).bytes))
    PositionsReader(body).read(0, into: &positions)
    #expect(positions == [3])
    #expect(segment.cursor(for: Term.gram("条", "正", field: .main).bytes) == nil)
    #expect(segment.cursor(for: Term.boundary(.gap, field: .main).bytes) == nil)
    #expect(segment.cursor(for: Term.edge("尾", field: .tail).bytes) != nil)
    #expect(segment.cursor(for: Term.edge("尾", field: .main).bytes) == nil)
  }

  /// Hashed terms fill several buckets, and the memory grows for each document.
  @Test func `documents far above the memory limit match the naive inversion`() throws {
    var random = SplitMix64(seed: 21)
    let documents = (0..<2).map { number in
      let words = (0..<6000).map { _ in
        Int.random(in: 0..<8, using: &random) == 0 ? "托育" : "w\(random.next() % 20_000)"
      }
      let text = Array(words.joined(separator: " ").utf8)
      return IndexDocument(
        id: "\(number)", text: text, title: [], body: [0..<text.count / 2],
        tail: [text.count / 2..<text.count], record: text)
    }
    let segment = try segment(documents, memoryLimit: 1000)
    expectEqual(segment, NaiveInversion(documents, analyzer), 21)
    for (number, document) in documents.enumerated() {
      #expect(try segment.record(of: UInt32(number)) == document.text)
    }
  }

  @Test func `documents without text and segments without documents are valid`() throws {
    let empty = IndexDocument(id: "", text: [], title: [], body: [])
    let one = try segment([empty, IndexDocument(id: "b", text: [], title: [0..<0], body: [0..<0])])
    #expect(one.documentCount == 2 && one.terms.termCount == 0)
    #expect(one.titleExtent(of: 0) == 0 && one.titleExtent(of: 1) == 0)
    #expect(one.columns.id(of: 0) == "" && one.columns.documents(withID: "") == [0])
    #expect(try one.record(of: 1) == [])
    let none = try segment([])
    #expect(none.documentCount == 0 && none.cursor(for: [0x67]) == nil)
    #expect(none.columns.documents(withID: "") == [])
  }

  @Test func `an inverter is full when it reaches its memory limit`() throws {
    let inverter = DocumentInverter(
      directory: directory, name: "_0", analyzer: analyzer, memoryLimit: 400_000)
    #expect(!inverter.isFull)
    var generator = DocumentGenerator(seed: 7)
    var count = 0
    while !inverter.isFull {
      try inverter.add(generator.document(count, words: 60...60))
      count += 1
      try #require(count < 10_000)
    }
    #expect(count > 100)
    // A full inverter still accepts documents and can be finished.
    try inverter.add(generator.document(count))
    #expect(try inverter.finish().documentCount == count + 1)
  }
}
