import Storage
import TestSupport
import Testing

@testable import InvertedIndex
@testable import TextAnalysis

/// Compares merged runs with dictionaries of arrays.
@Suite struct TermRangeMergerTests {
  struct Posting: Equatable {
    var document: UInt32
    var titles: UInt32 = 0
    var positions: [UInt32] = []
  }

  private let temporary = TemporaryDirectory()

  /// Computed and hashed terms of all kinds, in several buckets. Some hashed terms sort between
  /// computed terms.
  private static let terms: [(key: TermKey, spelling: String?)] = {
    var terms: [(TermKey, String?)] = []
    let scalars = "\u{4E00}\u{4E01}\u{4E3F}的中〇\u{9FFF}\u{20000}".unicodeScalars
    for field in Field.allCases {
      for a in scalars {
        terms.append((.edge(a, in: field), nil))
        terms.append((.word(a, in: field), nil))
        for b in scalars { terms.append((.gram(a, b, in: field), nil)) }
      }
      for boundary in Boundary.allCases { terms.append((.boundary(boundary, in: field), nil)) }
    }
    for text in ["1", "2023", "20230101", "2023010", "covid", "é", "中华人民", "的确良"] {
      let kind: TermKind = text.unicodeScalars.allSatisfy { $0.value < 0x300 } ? .token : .word
      for field in Field.allCases {
        terms.append((TermKey.spelled(kind, 0..<text.utf8.count, in: field), text))
      }
    }
    return terms
  }()

  /// Writes a run of random occurrences and adds them to `expected`.
  private func run(
    _ number: Int, base: UInt32, documents: Int, _ random: inout SplitMix64,
    into expected: inout [[UInt8]: [Posting]]
  ) throws -> InvertedRun {
    var inverter = Inverter(limit: 1 << 20, memory: InversionMemory())
    var columns = ColumnsWriter()
    for document in 0..<UInt32(documents) {
      let extent = [0, 3, 20, 255, 70_000].randomElement(using: &random) ?? 0
      columns.add(
        IndexDocument(id: "\(number).\(document)", text: [], title: [], body: []), length: 10,
        titleExtent: UInt32(extent), tailLength: 3)
      // Most documents are empty, so that some deltas are large.
      guard document < 40 || document + 1 == documents || document % 1000 == 0 else { continue }
      var terms = TermBuffer()
      for (key, spelling) in Self.terms where Int.random(in: 0..<4, using: &random) == 0 {
        var position = UInt32.random(in: 0...5, using: &random)
        let start = terms.counts.bytes
        terms.spellingBytes += (spelling ?? "").utf8
        terms.counts.bytes = terms.spellingBytes.count
        let kind = TermKind(byte: key.kindByte) ?? .gram
        let field: Field = key.kindByte & 0x20 == 0 ? .tail : .main
        let ownKey =
          spelling == nil
          ? key : TermKey.spelled(kind, start..<terms.counts.bytes, in: field)
        let term = Term(ownKey, spelling: terms.spelling).bytes
        var posting = Posting(document: base + document)
        // Some frequencies and title frequencies exceed the field of a run.
        let most = Int.random(in: 0..<16, using: &random) == 0 ? 40 : 3
        for _ in 0...Int.random(in: 0...most, using: &random) {
          terms.append(ownKey, at: position)
          posting.positions.append(position)
          if field == .main, position < extent { posting.titles += 1 }
          let far = Int.random(in: 0..<8, using: &random) == 0
          position += far ? UInt32.random(in: 65_530...140_000, using: &random) : 1
        }
        expected[term, default: []].append(posting)
      }
      inverter.add(terms, document: document)
    }
    var writer = RunWriter(
      try SpillWriter(directory: IndexDirectory(temporary.path), name: "_\(number).run"))
    try inverter.write(to: &writer, titleExtents: TitleExtents(columns.titleExtents))
    var stored = StoredBuffer()
    try stored.finish()
    return try writer.finish(stored, columns)
  }

  private static func postings(
    _ list: borrowing OccurrenceList, hasPositions: Bool
  ) -> [Posting] {
    var postings: [Posting] = []
    var occurrence = 0
    for entry in 0..<list.documentCount {
      var posting = Posting(document: list.documents[entry], titles: list.titles[entry])
      var position: UInt32 = 0
      for index in 0..<Int(list.frequencies[entry]) {
        let delta = hasPositions ? list.positionDeltas[occurrence] : 0
        position = index == 0 ? delta : position + delta
        posting.positions.append(position)
        occurrence += 1
      }
      postings.append(posting)
    }
    return postings
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `merged runs contain all their occurrences`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var expected: [[UInt8]: [Posting]] = [:]
    var runs: [InvertedRun] = []
    var base: UInt32 = 0
    for number in 0..<Int(seed) {
      // The last run has many documents, so that some deltas are large.
      let documents = number + 1 == Int(seed) ? 40_000 : 50
      runs.append(
        try run(number, base: base, documents: documents, &random, into: &expected))
      base += UInt32(documents)
    }
    for key in expected.keys where !TermBytes.hasPositions(key) {
      expected[key] = expected[key]?.map { posting in
        var posting = posting
        posting.positions = posting.positions.map { _ in 0 }
        return posting
      }
    }
    // Merged in one batch and in several.
    for cuts in [[0, TermRanges.count], [0, 1, 2, 700, TermRanges.count - 1, TermRanges.count]] {
      var terms: [[UInt8]] = []
      for (start, end) in zip(cuts, cuts.dropFirst()) {
        let merger = try TermRangeMerger(runs, start..<end)
        merger.forEach { term, list in
          terms.append(term)
          let found = Self.postings(list, hasPositions: TermBytes.hasPositions(term))
          #expect(found == expected[term], "\(term), seed \(seed)")
        }
      }
      #expect(terms == expected.keys.sorted { $0.lexicographicallyPrecedes($1) }, "seed \(seed)")
    }
  }
}
