import Storage
import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct TermDictionaryTests {
  /// The arguments of a term's entry.
  struct Entry {
    var term: [UInt8]
    var documentFrequency: Int
    var occurrences: Int
    var location: PostingsEncoder.Location
    /// The bytes that contain an inline location.
    var inlined: [UInt8] = []
  }

  let temporary = TemporaryDirectory()

  private func dictionary(_ entries: [Entry]) throws -> (TermDictionary, MappedFile) {
    let directory = IndexDirectory(temporary.path)
    var writer = TermDictionaryWriter(
      try FileWriter(
        directory: directory, name: "_0.trm", component: SegmentFormat.terms, segmentID: 1))
    for entry in entries {
      try writer.add(
        entry.term.span, documentFrequency: entry.documentFrequency,
        occurrences: entry.occurrences, location: entry.location, inlined: entry.inlined.span)
    }
    _ = try writer.finish()
    let opened = try EnvelopedFile(
      directory: directory, name: "_0.trm", component: SegmentFormat.terms, segmentID: 1)
    try opened.verifyChecksum()
    return (try TermDictionary(opened, documentCount: 1 << 20), opened.file)
  }

  private func randomTerm(_ random: inout SplitMix64) -> [UInt8] {
    let long = Int.random(in: 0..<12, using: &random) == 0
    let length = Int.random(in: 1...(long ? 2000 : 6), using: &random)
    // Few different bytes, so that terms share prefixes. Long terms share hundreds of bytes.
    let alphabet: [UInt8] = long ? [0x61] : [0x00, 0x61, 0x62, 0x7F, 0x80, 0xFF]
    return (0..<length).map { _ in alphabet.randomElement(using: &random) ?? 0 }
  }

  private func randomEntries(_ count: Int, _ random: inout SplitMix64) -> [Entry] {
    var terms: Set<[UInt8]> = []
    while terms.count < count { terms.insert(randomTerm(&random)) }
    var postings = 32
    var positions = 32
    return terms.sorted { $0.lexicographicallyPrecedes($1) }.map { term in
      let documentFrequency = Int.random(in: 1...(1 << 20), using: &random)
      var entry = Entry(
        term: term, documentFrequency: documentFrequency,
        occurrences: documentFrequency + Int.random(in: 0...(1 << 30), using: &random),
        location: .file(postings: postings, positions: positions))
      if Bool.random(using: &random) {
        entry.occurrences = .random(
          in: documentFrequency...max(documentFrequency, SegmentFormat.inlineOccurrences),
          using: &random)
        let size = Int.random(in: 0...SegmentFormat.inlineLimit, using: &random)
        // With other bytes before and after.
        let start = Int.random(in: 0...3, using: &random)
        entry.inlined = (0..<start + size + 2).map { UInt8(truncatingIfNeeded: $0 + postings) }
        entry.location = .inline(start..<start + size)
      } else {
        postings += Int.random(in: 0...200_000, using: &random)
        positions += Int.random(in: 0...3, using: &random)
      }
      return entry
    }
  }

  private func expect(_ info: TermInfo?, is entry: Entry, in file: MappedFile, _ seed: UInt64) {
    #expect(info?.documentFrequency == entry.documentFrequency, "seed \(seed)")
    #expect(info?.occurrences == entry.occurrences, "seed \(seed)")
    switch entry.location {
    case .file(let postings, let positions):
      #expect(info?.isInline == false, "seed \(seed)")
      #expect(info?.postingsOffset == postings, "seed \(seed)")
      #expect(info?.positionsOffset == positions, "seed \(seed)")
    case .inline(let range):
      let payload = Array(entry.inlined[range])
      #expect(info?.isInline == true, "seed \(seed)")
      guard let start = info?.postingsOffset else { return }
      let bytes = payload.indices.map { file.bytes.uint8(at: start + $0) }
      #expect(bytes == payload, "seed \(seed)")
    }
  }

  @Test(arguments: [0, 1, 2, 31, 32, 33, 63, 64, 65, 300])
  func `lookups find exactly the terms of the dictionary`(count: Int) throws {
    let seed = UInt64(count)
    var random = SplitMix64(seed: seed)
    let entries = randomEntries(count, &random)
    let (dictionary, file) = try dictionary(entries)
    #expect(dictionary.termCount == count)
    for entry in entries { expect(dictionary.lookup(entry.term), is: entry, in: file, seed) }
    let present = Set(entries.map(\.term))
    for entry in entries {
      for neighbour in [
        entry.term + [0], Array(entry.term.dropLast()), entry.term.dropLast() + [0x63],
      ]
      where !present.contains(neighbour) {
        #expect(dictionary.lookup(neighbour) == nil, "\(neighbour), seed \(seed)")
      }
    }
    for _ in 0..<50 {
      let term = randomTerm(&random)
      #expect((dictionary.lookup(term) != nil) == present.contains(term), "\(term), seed \(seed)")
    }
  }

  @Test(arguments: [0, 1, 32, 33, 64, 300])
  func `all terms with a prefix are visited in order`(count: Int) throws {
    let seed = UInt64(1000 + count)
    var random = SplitMix64(seed: seed)
    let entries = randomEntries(count, &random)
    let (dictionary, file) = try dictionary(entries)
    var prefixes: [[UInt8]] = [[], [0], [0x61], [0x61, 0x61], [0xFF], [0xFF, 0xFF], [0x63]]
    for entry in entries {
      prefixes.append(entry.term)
      prefixes.append(Array(entry.term.prefix(Int.random(in: 1...3, using: &random))))
    }
    for prefix in prefixes {
      var found: [[UInt8]] = []
      dictionary.forEach(prefix: prefix) { term, info in
        found.append(term)
        if let entry = entries.first(where: { $0.term == term }), prefix.count < 2 {
          expect(info, is: entry, in: file, seed)
        }
      }
      #expect(
        found == entries.map(\.term).filter { $0.starts(with: prefix) },
        "prefix \(prefix), seed \(seed)")
    }
  }

  @Test func `a term shares at most 255 bytes with the previous one`() throws {
    let long = [UInt8](repeating: 0x61, count: 1998)
    let entries = [long, long + [0x61], long + [0x62]].map {
      Entry(term: $0, documentFrequency: 1, occurrences: 1, location: .inline(0..<0))
    }
    let (dictionary, file) = try dictionary(entries)
    for entry in entries { expect(dictionary.lookup(entry.term), is: entry, in: file, 0) }
    #expect(file.byteCount > 3 * (1998 - 255))
  }

  @Test func `inline terms may have the maximum number of occurrences`() throws {
    let entries = [1, SegmentFormat.inlineOccurrences].enumerated().map { number, occurrences in
      Entry(
        term: [UInt8(number)], documentFrequency: 1, occurrences: occurrences,
        location: .inline(0..<SegmentFormat.inlineLimit),
        inlined: Array(repeating: 7, count: SegmentFormat.inlineLimit))
    }
    let (dictionary, file) = try dictionary(entries)
    for entry in entries { expect(dictionary.lookup(entry.term), is: entry, in: file, 0) }
  }

  @Test func `offsets up to 32 bits are read back`() throws {
    let top = Int(UInt32.max)
    let entries = [(0x61, 32), (0x62, top), (0x63, top)].map { byte, offset in
      Entry(
        term: [UInt8(byte)], documentFrequency: 1, occurrences: 1,
        location: .file(postings: offset, positions: offset))
    }
    let (dictionary, file) = try dictionary(entries)
    for entry in entries { expect(dictionary.lookup(entry.term), is: entry, in: file, 0) }
  }
}
