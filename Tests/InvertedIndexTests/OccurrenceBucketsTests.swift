import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct OccurrenceBucketsTests {
  private struct Occurrence: Hashable {
    let code: UInt64
    let document: UInt64
    let position: UInt64
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func `buckets are returned sorted`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    // Reused memory contains arbitrary values.
    let memory = InversionMemory()
    memory.put((0..<2000).map { $0 &* 0x9E37_79B9_7F4A_7C15 })
    var buckets = OccurrenceBuckets(reserving: 1 << 16, memory: memory)
    var expected: [Int: [Occurrence]] = [:]
    // Few buckets have many chunks each, many buckets are short. Documents and positions reach both
    // ends of their fields.
    let bucketCount = [1, 3, 60, 2000][Int(seed) - 1]
    let documents = [0, 1, 2, 500, 65_534] as [UInt32]
    for document in documents {
      for piece in 0..<3 {
        var coded: [UInt64] = []
        for index in 0..<Int.random(in: 0...3000, using: &random) {
          let low = UInt64.random(in: 0...(seed % 2 == 0 ? 5 : 1 << 20 - 1), using: &random)
          let bucket = Int.random(in: 0..<bucketCount, using: &random)
          // Positions ascend within the document, and the last piece reaches their limit.
          let position =
            UInt32(piece) << 16 + UInt32(index) + (piece == 2 ? 0xFFF_0000 - 0x20000 : 0)
          coded.append((UInt64(bucket) << 20 | low) << 32 | UInt64(position))
          expected[bucket, default: []].append(
            Occurrence(code: low, document: UInt64(document), position: UInt64(position)))
        }
        buckets.add(coded.span, of: document, bucketCount: bucketCount)
      }
    }
    var sorted: [UInt64] = []
    var scratch: [UInt64] = []
    for bucket in 0..<buckets.bucketCount {
      let count = buckets.take(bucket, into: &sorted, scratch: &scratch)
      let found = sorted[..<count].map {
        Occurrence(
          code: OccurrenceBuckets.code(of: $0), document: OccurrenceBuckets.document(of: $0),
          position: OccurrenceBuckets.position(of: $0))
      }
      let inOrder = (expected[bucket] ?? []).sorted {
        ($0.code, $0.document, $0.position) < ($1.code, $1.document, $1.position)
      }
      #expect(found == inOrder, "bucket \(bucket), seed \(seed)")
    }
  }

  @Test func `buckets may end anywhere in a chunk`() {
    let memory = InversionMemory()
    for count in [0, 1, 510, 511, 512, 513, 1021, 1022, 1023, 1533, 1534] {
      var buckets = OccurrenceBuckets(reserving: 64, memory: memory)
      let positions = (0..<UInt32(count)).map { $0 }
      let coded = positions.map { 7 << 32 | UInt64($0) }
      buckets.add(coded.span, of: 0, bucketCount: 2)
      var sorted: [UInt64] = []
      var scratch: [UInt64] = []
      #expect(buckets.take(0, into: &sorted, scratch: &scratch) == count)
      #expect(sorted[..<count].map { UInt32(OccurrenceBuckets.position(of: $0)) } == positions)
      #expect(buckets.take(1, into: &sorted, scratch: &scratch) == 0)
    }
  }

  /// The masks give several digits to both passes, to one pass, and to none.
  @Test(arguments: [1 << 20 - 1, 2047, 0xFF800, 0] as [UInt64])
  func `the radix sort is stable`(mask: UInt64) {
    var random = SplitMix64(seed: mask)
    var sorted: [UInt64] = []
    var scratch: [UInt64] = []
    for count in [0, 1, 2, 100, 5000] {
      let values = (0..<UInt64(count)).map { random.next() << 44 & mask << 44 | $0 }
      let cut = count / 3
      let found = OccurrenceSort.sort(
        values.span, [0..<cut, cut..<count], into: &sorted, scratch: &scratch)
      #expect(found == count)
      #expect(Array(sorted[..<count]) == values.sorted(), "\(count) values, mask \(mask)")
    }
  }
}
