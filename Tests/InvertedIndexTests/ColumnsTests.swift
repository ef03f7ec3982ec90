import Storage
import TestSupport
import TextAnalysis
import Testing

@testable import InvertedIndex

@Suite struct ColumnsTests {
  let temporary = TemporaryDirectory()
  let analyzer: Analyzer
  var directory: IndexDirectory { IndexDirectory(temporary.path) }

  init() throws { analyzer = try Analyzer() }

  private func segment(_ documents: [IndexDocument]) throws -> SegmentReader {
    let builder = DocumentInverter(
      directory: directory, name: "_0", analyzer: analyzer, memoryLimit: 1 << 20)
    for document in documents { try builder.add(document) }
    return try SegmentReader(try builder.finish(), in: directory, liveDocuments: nil)
  }

  private func document(_ id: String, source: String = "", section: String = "") -> IndexDocument {
    IndexDocument(id: id, source: source, section: section, text: [], title: [], body: [])
  }

  @Test(arguments: [1, 2] as [UInt64]) func `values are read back by document`(seed: UInt64) throws
  {
    var generator = DocumentGenerator(seed: seed)
    let documents = generator.documents(70, words: 0...2)
    let columns = try segment(documents).columns
    for (number, document) in documents.enumerated() {
      let number = UInt32(number)
      #expect(columns.id(of: number) == document.id, "seed \(seed)")
      #expect(columns.date(of: number) == document.date, "seed \(seed)")
      #expect(columns.time(of: number) == document.time, "seed \(seed)")
      #expect(columns.contentHash(of: number) == document.contentHash, "seed \(seed)")
      #expect(columns.sources[columns.sourceOrdinal(of: number)] == document.source)
      #expect(columns.sections[columns.sectionOrdinal(of: number)] == document.section)
    }
  }

  @Test func `ordinals follow the order of the values`() throws {
    let names = ["新华社", "", "B", "a", "新华", "B"]
    let columns = try segment(names.enumerated().map { document("\($0.0)", source: $0.1) }).columns
    #expect((0..<columns.sources.count).map { columns.sources[$0] } == ["", "B", "a", "新华", "新华社"])
    #expect((0..<6).map { columns.sourceOrdinal(of: $0) } == [4, 0, 1, 2, 3, 1])
    for (ordinal, name) in ["", "B", "a", "新华", "新华社"].enumerated() {
      #expect(columns.sources.firstIndex(of: name) == ordinal)
    }
    #expect(columns.sources.firstIndex(of: "b") == nil)
    #expect(columns.sources.firstIndex(of: "新") == nil)
  }

  @Test func `values are equal only when their bytes are`() throws {
    // These strings are equal in Swift.
    let names = ["Le Caf\u{E9}", "Le Cafe\u{301}"]
    let columns = try segment(names.map { document($0, source: $0) }).columns
    for (number, name) in names.enumerated() {
      let source = columns.sources[columns.sourceOrdinal(of: UInt32(number))]
      #expect(Array(source.utf8) == Array(name.utf8))
      #expect(columns.documents(withID: name) == [UInt32(number)])
    }
  }

  @Test func `documents are found by id`() throws {
    var ids = (0..<200).map { "articles/\($0).html" } + ["", "é", "文章", "a", "articles"]
    var random = SplitMix64(seed: 3)
    ids.shuffle(using: &random)
    let columns = try segment(ids.map { document($0) }).columns
    for (number, id) in ids.enumerated() {
      #expect(columns.documents(withID: id) == [UInt32(number)], "\(id)")
    }
    for id in ["articles/", "articles/200.html", "文", "b", "\u{0}"] {
      #expect(columns.documents(withID: id) == [], "\(id)")
    }
    let sorted = ids.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    #expect((0..<ids.count).map { columns.id(of: columns.document(atIDRank: $0)) } == sorted)
    #expect(
      columns.isID(
        of: columns.document(atIDRank: 3), before: columns.document(atIDRank: 4), in: columns))
    #expect(!columns.isID(of: 3, before: 3, in: columns))
  }

  /// The widths of date, time, source, section, file and id order, and of the offsets of ids,
  /// sources, sections and files.
  private func widths() -> [UInt8] { Array(temporary.contents(of: "_0.col")[48..<58]) }

  @Test func `columns of zeros take no bytes`() throws {
    let columns = try segment([document(""), document("")]).columns
    #expect(widths() == [0, 0, 0, 0, 0, 1, 0, 0, 0, 0])
    for number in 0..<2 as Range<UInt32> {
      #expect(columns.id(of: number) == "" && columns.date(of: number) == 0)
      #expect(columns.time(of: number) == 0 && columns.sourceOrdinal(of: number) == 0)
      #expect(columns.sectionOrdinal(of: number) == 0)
    }
    #expect(columns.sources.count == 1 && columns.sources[0] == "")
    #expect(columns.documents(withID: "").sorted() == [0, 1])
    #expect(columns.documents(withID: "a") == [])
  }

  @Test func `the columns of an empty segment are empty`() throws {
    let columns = try segment([]).columns
    #expect(widths() == [UInt8](repeating: 0, count: 10))
    #expect(columns.sources.count == 0 && columns.sections.count == 0)
    #expect(columns.sources.firstIndex(of: "") == nil)
    #expect(columns.documents(withID: "") == [])
  }

  /// There are more than 65,535 bytes of ids and of sources, more than 255 sources, and dates that
  /// need four bytes.
  @Test func `columns of three and four bytes are read back`() throws {
    let names = (0..<300).map { String(repeating: "\($0 % 10)", count: 300) + String(1000 + $0) }
    let documents = names.enumerated().map { number, name in
      IndexDocument(
        id: name, date: number == 7 ? 99_991_231 : UInt32(number), time: UInt32(number) * 288,
        source: name, file: "\(number % 20)" + name.prefix(20), text: [], title: [], body: [])
    }
    let columns = try segment(documents).columns
    #expect(widths() == [4, 3, 2, 0, 1, 2, 3, 3, 0, 2])
    for (number, document) in documents.enumerated() {
      let number = UInt32(number)
      #expect(columns.id(of: number) == document.id)
      #expect(columns.date(of: number) == document.date)
      #expect(columns.time(of: number) == document.time)
      #expect(columns.sources[columns.sourceOrdinal(of: number)] == document.source)
      #expect(columns.file(of: number) == document.file)
      #expect(columns.documents(withID: document.id) == [number])
    }
  }

  @Test func `an id finds all documents that have it`() throws {
    let columns = try segment(["b", "a", "b", "c", "b"].map { document($0) }).columns
    #expect(columns.documents(withID: "b").sorted() == [0, 2, 4])
    #expect(columns.documents(withID: "a") == [1])
  }
}
