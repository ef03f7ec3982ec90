import Storage
import TestSupport
import Testing

@testable import InvertedIndex

/// Tests of the readers of postings, with random lists and random moves.
@Suite struct PostingsContractTests {
  static let seeds: [UInt64] = [1, 2, 3]

  @Test(arguments: seeds) func `cursors read the postings that were written`(seed: UInt64) throws {
    let fixture = try PostingsFixture.random(seed: seed)
    for model in fixture.models {
      let failure = try Self.read(fixture.reader, model)
      #expect(failure == nil, "\(Self.name(model)), seed \(seed)")
    }
  }

  /// Reads a whole list.
  ///
  /// - Returns: the first difference from the model; nil without one.
  static func read(_ segment: SegmentReader, _ model: PostingsModel) throws -> String? {
    let cursor = try #require(segment.cursor(for: model.term))
    let reader = TermBytes.hasPositions(model.term) ? PositionsReader(cursor) : nil
    var positions: [UInt32] = []
    guard cursor.documentFrequency == model.documents.count else { return "document frequency" }
    for entry in model.documents.indices {
      let here = model.documents[entry]
      guard cursor.document == here else { return "document \(cursor.document), not \(here)" }
      guard cursor.frequency == model.frequency(entry) else { return "frequency at \(here)" }
      guard cursor.titleFrequency == model.titles[entry] else { return "headline at \(here)" }
      if let reader {
        reader.read(here, into: &positions)
        guard positions == model.positions[entry] else { return "positions at \(here)" }
      }
      cursor.advance()
    }
    return cursor.document == PostingsCursor.noMoreDocuments ? nil : "not exhausted"
  }

  @Test(arguments: seeds) func `random moves reach the documents of the model`(seed: UInt64) throws
  {
    let fixture = try PostingsFixture.random(seed: seed)
    var random = SplitMix64(seed: seed)
    for model in fixture.models {
      for _ in 0..<3 {
        let failure = try Self.walk(fixture.reader, model, &random)
        #expect(failure == nil, "\(Self.name(model)), seed \(seed)")
      }
    }
  }

  /// Moves a new cursor at random to its end.
  ///
  /// - Returns: the first difference from the model; nil without one.
  static func walk(
    _ segment: SegmentReader, _ model: PostingsModel, _ random: inout SplitMix64
  ) throws -> String? {
    let cursor = try #require(segment.cursor(for: model.term))
    let reader = TermBytes.hasPositions(model.term) ? PositionsReader(cursor) : nil
    var positions: [UInt32] = []
    var entry = 0
    let stride: UInt32 = [2, 30, 3000].randomElement(using: &random) ?? 2
    while entry < model.documents.count {
      let here = model.documents[entry]
      guard cursor.document == here else { return "document \(cursor.document), not \(here)" }
      // Data is decoded on demand. Reading it only sometimes reveals stale state.
      if Int.random(in: 0..<3, using: &random) == 0 {
        guard cursor.frequency == model.frequency(entry) else { return "frequency at \(here)" }
        guard cursor.titleFrequency == model.titles[entry] else { return "headline at \(here)" }
      }
      if let reader, Int.random(in: 0..<3, using: &random) == 0 {
        reader.read(here, into: &positions)
        guard positions == model.positions[entry] else { return "positions at \(here)" }
      }
      switch Int.random(in: 0..<6, using: &random) {
      case 0, 1, 2:
        cursor.advance()
        entry += 1
      case 3:  // backwards or to the current document, which does not move the cursor
        cursor.seek(UInt32.random(in: 0...here, using: &random))
      case 4:
        let target = here + UInt32.random(in: 0...stride, using: &random)
        cursor.seek(target)
        entry = model.entry(seeking: target)
      default:  // after the block, like block-max pruning
        guard let block = cursor.impacts.first(where: { $0.last >= here }) else {
          return "no impact at \(here)"
        }
        let last = min(block.last, model.documents[model.documents.count - 1])
        cursor.seek(last + 1)
        entry = model.entry(seeking: last + 1)
      }
    }
    guard cursor.document == PostingsCursor.noMoreDocuments else { return "not exhausted" }
    cursor.advance()
    cursor.seek(5)
    cursor.seek(PostingsCursor.noMoreDocuments)
    return cursor.document == PostingsCursor.noMoreDocuments ? nil : "moved when exhausted"
  }

  @Test func `seeking beyond the last document exhausts the cursor`() throws {
    let fixture = try PostingsFixture.random(seed: 4)
    for model in fixture.models {
      let last = try #require(model.documents.last)
      for target in [last + 1, PostingsCursor.noMoreDocuments] {
        let cursor = try #require(fixture.reader.cursor(for: model.term))
        cursor.seek(target)
        #expect(cursor.document == PostingsCursor.noMoreDocuments)
      }
    }
  }

  @Test(arguments: seeds) func `matching finds the documents of the list and the batch`(
    seed: UInt64
  ) throws {
    let fixture = try PostingsFixture.random(seed: seed)
    var random = SplitMix64(seed: seed)
    for model in fixture.models {
      let term = try #require(fixture.reader.cursor(for: model.term))
      let again = try #require(fixture.reader.cursor(for: model.term))
      let positions = TermBytes.hasPositions(model.term) ? PositionsReader(term) : nil
      let entries = Dictionary(
        uniqueKeysWithValues: model.documents.enumerated().map { ($0.element, $0.offset) })
      var next: UInt32 = 0
      var isEqual = true
      var matches = PostingsBatch()
      // Batches of all sizes, dense and sparse, within and beyond the list.
      while next < 30_000 {
        let stride = [1, 3, 50, 900].randomElement(using: &random) ?? 1
        var wanted: [UInt32] = []
        for _ in 0..<Int.random(in: 1...300, using: &random) where next < 30_000 {
          wanted.append(next)
          next += UInt32.random(in: 1...UInt32(stride), using: &random)
        }
        let expected = wanted.indices.filter { entries[wanted[$0]] != nil }
        term.match(wanted.span, into: &matches)
        isEqual = isEqual && matches.indices[..<matches.count].map { Int($0) } == expected
        for (match, index) in expected.enumerated() {
          let entry = entries[wanted[index]] ?? 0
          let field = TermBytes.field(of: model.term)
          isEqual =
            isEqual && matches.frequencies[match] == model.frequency(entry)
            && matches.titles[match] == model.titles[entry]
            && matches.lengths[match] == fixture.reader.length(of: wanted[index], in: field)
        }
        let kept = again.intersection(wanted).documents
        isEqual = isEqual && kept == Self.intersection(of: wanted, model, fixture)
        isEqual = isEqual && kept == expected.map { wanted[$0] }
        if let positions {
          let lists = kept.map { model.positions[entries[$0] ?? 0] }
          isEqual = isEqual && positions.read(kept) == lists
        }
      }
      #expect(isEqual, "\(Self.name(model)), seed \(seed)")
    }
  }

  /// Intersects a list with a bit set of the wanted documents.
  private static func intersection(
    of wanted: [UInt32], _ model: PostingsModel, _ fixture: PostingsFixture
  ) -> [UInt32] {
    let count = fixture.reader.documentCount
    var bits = FixedBitSet(count: count)
    let known = wanted.filter { $0 < count }
    bits.insert(contentsOf: known.span)
    guard let first = known.first, let last = known.last else { return [] }
    return fixture.reader.cursor(for: model.term)?.intersection(
      bits, around: first...last, count: known.count
    ).documents ?? []
  }

  @Test(arguments: seeds) func `a restricted cursor matches like an unrestricted one`(
    seed: UInt64
  ) throws {
    let fixture = try PostingsFixture.random(seed: seed)
    var random = SplitMix64(seed: seed)
    for model in fixture.models {
      let unrestricted = try #require(fixture.reader.cursor(for: model.term))
      let share = [1, 2, 30, 1000].randomElement(using: &random) ?? 1
      let candidates = (0..<UInt32(fixture.reader.documentCount)).filter { _ in
        Int.random(in: 0..<share, using: &random) == 0
      }
      let restricted = try #require(fixture.reader.cursor(for: model.term))
      if share == 1 {
        restricted.restrict(to: restricted.all())
      } else if Bool.random(using: &random) {
        restricted.restrict(to: restricted.intersection(candidates))
      } else {
        var bits = FixedBitSet(count: fixture.reader.documentCount)
        bits.insert(contentsOf: candidates.span)
        restricted.restrict(
          to: restricted.intersection(
            bits, around: 0...UInt32(bits.count - 1), count: candidates.count))
      }
      let hasPositions = TermBytes.hasPositions(model.term)
      let positions = hasPositions ? PositionsReader(restricted) : nil
      let expectedPositions = hasPositions ? PositionsReader(unrestricted) : nil
      var found = PostingsBatch()
      var expected = PostingsBatch()
      // Batches of some of the candidates.
      var rest = candidates.filter { _ in Int.random(in: 0..<3, using: &random) > 0 }[...]
      var isEqual = true
      while !rest.isEmpty {
        let wanted = Array(rest.prefix(Int.random(in: 1...200, using: &random)))
        rest = rest.dropFirst(wanted.count)
        restricted.match(wanted.span, into: &found)
        unrestricted.match(wanted.span, into: &expected)
        isEqual = isEqual && found.count == expected.count
        for index in 0..<min(found.count, expected.count) {
          isEqual =
            isEqual && found.indices[index] == expected.indices[index]
            && found.frequencies[index] == expected.frequencies[index]
            && found.titles[index] == expected.titles[index]
            && found.lengths[index] == expected.lengths[index]
        }
        let documents = (0..<expected.count).map { wanted[Int(expected.indices[$0])] }
        if let positions, let expectedPositions {
          isEqual = isEqual && positions.read(documents) == expectedPositions.read(documents)
        }
      }
      #expect(isEqual, "\(Self.name(model)), seed \(seed)")
    }
  }

  @Test(arguments: seeds) func `matching a window finds the documents with set bits`(
    seed: UInt64
  ) throws {
    let fixture = try PostingsFixture.random(seed: seed)
    var random = SplitMix64(seed: seed)
    for model in fixture.models {
      let cursor = try #require(fixture.reader.cursor(for: model.term))
      let field = TermBytes.field(of: model.term)
      var matches = PostingsBatch()
      var start: UInt32 = 0
      var isEqual = true
      while start < 30_000 {
        start += [0, 1, 64, 700].randomElement(using: &random) ?? 0
        let size = [64, 128, 1024].randomElement(using: &random) ?? 64
        let end = start + UInt32(Int.random(in: 1...size, using: &random))
        // Bits after the end are set too. They belong to the next window.
        var bits = [UInt64](repeating: 0, count: size / 64)
        for index in bits.indices {
          bits[index] = random.next() & (Bool.random(using: &random) ? .max : random.next())
        }
        cursor.match(in: bits.span, from: start, before: end, into: &matches)
        let expected = model.documents.indices.filter {
          let document = model.documents[$0]
          guard (start..<end).contains(document) else { return false }
          return bits[Int(document - start) / 64] >> UInt64((document - start) % 64) & 1 == 1
        }
        isEqual = isEqual && matches.count == expected.count
        for (match, entry) in expected.enumerated() where isEqual {
          let document = model.documents[entry]
          isEqual =
            matches.indices[match] == document - start
            && matches.frequencies[match] == model.frequency(entry)
            && matches.titles[match] == model.titles[entry]
            && matches.lengths[match] == fixture.reader.length(of: document, in: field)
        }
        let next = model.documents.first { $0 >= end } ?? PostingsCursor.noMoreDocuments
        isEqual = isEqual && cursor.document == next
        start = end
      }
      #expect(isEqual, "\(Self.name(model)), seed \(seed)")
    }
  }

  @Test func `the current and all later blocks are inserted into a set`() throws {
    let seed: UInt64 = 5
    let fixture = try PostingsFixture.random(seed: seed)
    var random = SplitMix64(seed: seed)
    for model in fixture.models {
      let cursor = try #require(fixture.reader.cursor(for: model.term))
      let entry = Int.random(in: 0..<model.documents.count, using: &random)
      cursor.seek(model.documents[entry])
      var bits = FixedBitSet(count: fixture.reader.documentCount)
      cursor.insertBlocks(into: &bits)
      let block = entry / SegmentFormat.blockSize * SegmentFormat.blockSize
      var members: [UInt32] = []
      bits.forEach { members.append(UInt32($0)) }
      #expect(members == Array(model.documents[block...]), "\(Self.name(model)), seed \(seed)")
      #expect(cursor.document == PostingsCursor.noMoreDocuments)
    }
  }

  @Test func `the blocks that overlap a range are inserted into a set`() throws {
    let seed: UInt64 = 6
    let fixture = try PostingsFixture.random(seed: seed)
    var random = SplitMix64(seed: seed)
    for model in fixture.models {
      let first = UInt32.random(in: 0..<30_000, using: &random)
      let range = first...first + [0, 10, 2_000, 30_000].randomElement(using: &random)!
      var bits = FixedBitSet(count: fixture.reader.documentCount)
      try #require(fixture.reader.cursor(for: model.term))
        .insertBlocks(around: range, into: &bits)
      // The blocks that overlap the range.
      let blocks = stride(from: 0, to: model.documents.count, by: SegmentFormat.blockSize).map {
        model.documents[$0..<min($0 + SegmentFormat.blockSize, model.documents.count)]
      }
      let expected = blocks.filter {
        $0.last! >= range.lowerBound && $0.first! <= range.upperBound
      }.flatMap { $0 }
      var members: [UInt32] = []
      bits.forEach { members.append(UInt32($0)) }
      #expect(members == expected, "\(Self.name(model)), \(range), seed \(seed)")
    }
  }

  @Test func `the members of a set in a range are counted`() throws {
    let seed: UInt64 = 7
    let fixture = try PostingsFixture.random(seed: seed)
    var random = SplitMix64(seed: seed)
    let documentCount = UInt32(fixture.reader.documentCount)
    for model in fixture.models {
      let first = UInt32.random(in: 0..<documentCount, using: &random)
      let last = min(documentCount - 1, first + [0, 90, 3_000].randomElement(using: &random)!)
      var set = FixedBitSet(count: Int(documentCount))
      for document in first...last where Bool.random(using: &random) {
        set.insert(Int(document))
      }
      let cursor = try #require(fixture.reader.cursor(for: model.term))
      let count = cursor.count(in: set, around: first...last)
      #expect(
        count == model.documents.count { set[Int($0)] }, "\(Self.name(model)), seed \(seed)")
    }
  }

  static func name(_ model: PostingsModel) -> String {
    "\(String(decoding: model.term, as: UTF8.self)) in \(model.documents.count) documents"
  }
}
