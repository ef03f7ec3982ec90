import Storage
import TestSupport
import TextAnalysis
import Testing

@testable import InvertedIndex
@testable import Search

/// Compares merged segments with segments indexed at once.
@Suite struct MergeTests {
  /// An index to which each commit adds a segment.
  private struct Growing {
    let temporary = TemporaryDirectory()
    let analyzer: Analyzer
    var directory: IndexDirectory { IndexDirectory(temporary.path) }

    init() throws { analyzer = try Analyzer() }

    func commit(_ documents: [IndexDocument]) throws {
      let writer = try IndexWriter(directory)
      let inverter = DocumentInverter(
        directory: directory, name: writer.takeSegmentName(), analyzer: analyzer,
        memoryLimit: 1 << 20)
      for document in documents { try inverter.add(document) }
      var change = IndexChange()
      change.added = [try inverter.finish()]
      try writer.commit(change)
    }
  }

  private let fixture: Growing
  private let whole: Growing

  init() throws {
    fixture = try Growing()
    whole = try Growing()
  }

  /// The contents of the files that serve search, by file-name ending.
  private func files(_ fixture: Growing) throws -> [String: [UInt8]] {
    let reader = try IndexReader(fixture.directory)
    #expect(reader.segments.count == 1)
    let name = reader.segments[0].info.name
    return Dictionary(
      uniqueKeysWithValues: ["trm", "pst", "pos", "len", "col"].map {
        ($0, fixture.temporary.contents(of: "\(name).\($0)"))
      })
  }

  private func records(_ fixture: Growing) throws -> [[UInt8]] {
    let segment = try IndexReader(fixture.directory).segments[0]
    var cursor = segment.records
    return try (0..<UInt32(segment.documentCount)).map { try cursor.record(of: $0) }
  }

  @Test(arguments: [(1, 2, 40), (2, 9, 60), (3, 3, 700), (4, 40, 80)])
  func `a forced merge equals indexing at once, byte for byte`(
    seed: UInt64, batches: Int, articles: Int
  ) async throws {
    var generator = ArticleGenerator(seed: seed)
    var random = SplitMix64(seed: seed)
    // The index in `all` of the last document with each id.
    var last: [String: Int] = [:]
    var all: [IndexDocument] = []
    for batch in 0..<batches {
      var documents: [IndexDocument] = []
      for number in 0..<articles / batches {
        let isUpdate = batch > 0 && generator.chance(of: 20)
        let id = isUpdate ? all.randomElement(using: &random)!.id : "\(batch).\(number)"
        var document = IndexDocument(generator.article(id: id, length: 60))
        document.file = generator.chance(of: 50) ? "\(batch % 3).jsonl" : ""
        document.record = document.text
        documents.append(document)
      }
      for document in documents {
        last[document.id] = all.count
        all.append(document)
      }
      try fixture.commit(documents)
    }
    let kept = all.indices.filter { last[all[$0].id] == $0 }.map { all[$0] }
    let writer = try IndexWriter(fixture.directory)
    let summary = try await writer.merge(isForced: true, jobs: Int(seed % 2) + 1)
    #expect(summary.merges == 1)
    try whole.commit(kept)
    let (merged, expected) = (try files(fixture), try files(whole))
    for (ending, bytes) in expected {
      #expect(merged[ending] == bytes, "seed \(seed): .\(ending)")
    }
    #expect(try records(fixture) == records(whole), "seed \(seed)")
    #expect(try IndexReader(fixture.directory).segments[0].liveDocuments == nil)
    // Nothing is left to merge.
    #expect(try await writer.merge(isForced: true).merges == 0)
  }

  /// Each task merges about a megabyte of terms.
  @Test func `a merge by several tasks equals indexing at once, byte for byte`() async throws {
    var random = SplitMix64(seed: 6)
    var all: [IndexDocument] = []
    for segment in 0..<2 {
      let documents = (0..<10).map { number in
        // Random characters have many different terms.
        let units = (0..<4000).map { _ in UInt16.random(in: 0x4E00...0x9FA5, using: &random) }
        let text = Array(String(decoding: units, as: UTF16.self).utf8)
        return IndexDocument(
          id: "\(segment).\(number)", text: text, title: [], body: [0..<text.count])
      }
      try fixture.commit(documents)
      all += documents
    }
    let segments = try IndexReader(fixture.directory).segments
    let terms = MergedTerms(
      segments: segments,
      numbers: segments.map { DocumentNumbers($0, keeping: nil, from: 0) })
    #expect(terms.batches.count > 1)
    _ = try await IndexWriter(fixture.directory).merge(isForced: true, jobs: 2)
    try whole.commit(all)
    let (merged, expected) = (try files(fixture), try files(whole))
    for (ending, bytes) in expected { #expect(merged[ending] == bytes, ".\(ending)") }
  }

  @Test func `merges keep segments few and rewrite documents rarely`() async throws {
    let policy = MergePolicy()
    var sizes: [Int] = []
    var (written, total) = (0, 0)
    var random = SplitMix64(seed: 5)
    for _ in 0..<5_000 {
      let size = Int.random(in: 20_000...3_000_000, using: &random)
      sizes.append(size)
      total += size
      while let group = policy.next(
        sizes.map { .init(size: $0, documentCount: 1, deletedCount: 0) })
      {
        let sum = group.reduce(0) { $0 + sizes[$1] }
        #expect(sum <= policy.limit && group.count > 1)
        written += sum
        for index in group.reversed() { sizes.remove(at: index) }
        sizes.append(sum)
      }
      let full = total / policy.limit
      #expect(sizes.count <= 5 * policy.factor + 2 * full)
    }
    #expect(Double(written) / Double(total) < 5, "\(Double(written) / Double(total))")
  }

  @Test func `a segment that lost a third is rewritten alone, and the largest segments are left`() {
    let policy = MergePolicy()
    func next(_ segments: [(Int, Int, Int)]) -> [Int]? {
      policy.next(segments.map { .init(size: $0.0, documentCount: $0.1, deletedCount: $0.2) })
    }
    #expect(next([]) == nil)
    #expect(next([(1000, 10, 3), (1000, 10, 0)]) == nil)
    #expect(next([(1000, 10, 0), (1000, 10, 4)]) == [1])
    #expect(next(Array(repeating: (1000, 10, 0), count: 8)) == Array(0..<8))
    #expect(next(Array(repeating: (2 << 30, 10, 0), count: 20)) == nil)
    #expect(policy.all([]).isEmpty)
    let large = MergePolicy.Candidate(size: 2 << 30, documentCount: 10, deletedCount: 0)
    let small = MergePolicy.Candidate(size: 1 << 20, documentCount: 10, deletedCount: 1)
    #expect(policy.all([large, large, small, small]) == [[1, 2, 3]])
    #expect(policy.all([small]) == [[0]] && policy.all([large]).isEmpty)
  }

  @Test func `a damaged segment is not merged`() async throws {
    var generator = ArticleGenerator(seed: 9)
    for id in ["a", "b"] {
      try fixture.commit([IndexDocument(generator.article(id: id, length: 2000))])
    }
    var bytes = fixture.temporary.contents(of: "_0.pst")
    bytes[40] ^= 1
    fixture.temporary.write(bytes, to: "_0.pst")
    let writer = try IndexWriter(fixture.directory)
    await #expect(throws: StorageError.self) { try await writer.merge(isForced: true) }
    #expect(writer.commit?.generation == 2)
  }

  @Test func `a cancelled merge leaves the last commit and no other files`() async throws {
    var generator = ArticleGenerator(seed: 10)
    for id in ["a", "b"] {
      try fixture.commit([IndexDocument(generator.article(id: id, length: 20))])
    }
    let directory = fixture.directory
    let names = try directory.list()
    let merging = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await IndexWriter(directory).merge(isForced: true)
    }
    merging.cancel()
    let summary = try await merging.value
    #expect(summary.isInterrupted && summary.merges == 0)
    #expect(try directory.list() == names)
  }
}
