import TextAnalysis
import Testing

@testable import InvertedIndex

@Suite struct TermCodesTests {
  private static let scalars: [UInt32] = [
    0x3400, 0x4DFF, 0x4E00, 0x4E01, 0x4E1F, 0x4E20, 0x5600, 0x9FFF, 0xAC00, 0xCDFF, 0xCE00, 0xD7A3,
    0x20000,
  ]

  private static var terms: [Term] {
    let scalars = scalars.compactMap { Unicode.Scalar($0) }
    var terms: [Term] = []
    for field in Field.allCases {
      for a in scalars {
        terms.append(.edge(a, field: field))
        terms.append(Term(kind: .word, field: field, text: String(a)))
        for b in scalars { terms.append(.gram(a, b, field: field)) }
      }
      for boundary in Boundary.allCases { terms.append(.boundary(boundary, field: field)) }
    }
    return terms
  }

  private static func key(_ term: Term) -> TermKey {
    let scalars = Array(term.text.unicodeScalars)
    switch term.kind {
    case .gram: return .gram(scalars[0], scalars[1], in: term.field)
    case .edge: return .edge(scalars[0], in: term.field)
    case .word: return .word(scalars[0], in: term.field)
    default:
      return .boundary(Boundary(rawValue: UInt8(scalars[0].value)) ?? .gap, in: term.field)
    }
  }

  @Test func `computed codes sort like their terms and give back the keys`() {
    var computed: [(code: UInt64, term: Term)] = []
    for term in Self.terms {
      let key = Self.key(term)
      let isUsual =
        term.field == .main
        && (term.kind == .boundary
          || term.text.unicodeScalars.allSatisfy { (0x4E00...0xCDFF).contains($0.value) })
      let code = TermCodes.computed(key.rawValue)
      #expect((code != nil) == isUsual, "\(term)")
      guard let code else { continue }
      let bucket = Int(code >> OccurrenceBuckets.codeBits)
      #expect(bucket < TermCodes.firstHashedBucket)
      let low = code & (1 << OccurrenceBuckets.codeBits - 1)
      #expect(TermCodes.key(ofBucket: bucket, low: low) == key.rawValue, "\(term)")
      computed.append((code, term))
    }
    #expect(computed.count == 8 * 8 + 2 * 8 + 3)
    computed.sort { $0.code < $1.code }
    #expect(computed.map(\.term) == computed.map(\.term).sorted())
  }

  @Test func `spelled terms have no computed code`() {
    for kind in [TermKind.token, .word] {
      // The range has the bits of a Han character.
      let key = TermKey.spelled(kind, 0..<0x4E05, in: .main)
      #expect(TermCodes.computed(key.rawValue) == nil)
    }
  }

  @Test func `each range contains the terms of its one bucket`() {
    var before: UInt64 = 0
    var buckets: [Int] = []
    for range in 0..<TermRanges.count {
      let end = TermRanges.end(of: range)
      #expect(end > before)
      if let bucket = TermRanges.bucket(of: range) {
        buckets.append(bucket)
        // The bucket's first term begins the range. Its last term is before the next range.
        #expect(TermCodes.prefix(ofBucket: bucket, low: 0) == before)
        let isGram = TermCodes.key(ofBucket: bucket, low: 0) >> 21 & 0x1F_FFFF != 0
        let last: UInt64 = bucket == 0 ? 0x73 : isGram ? 1 << 20 - 1 : 2047
        #expect(TermCodes.prefix(ofBucket: bucket, low: last) < end)
      }
      before = end
    }
    #expect(buckets == Array(0..<TermCodes.firstHashedBucket))
  }

  @Test func `hashed terms have their own buckets`() {
    var previous: UInt64 = 0
    for ordinal in [0, 1, 4095, 4096, 1 << 20] as [UInt32] {
      let code = TermCodes.code(ofOrdinal: ordinal)
      let bucket = Int(code >> OccurrenceBuckets.codeBits)
      #expect(bucket >= TermCodes.firstHashedBucket && code > previous)
      #expect(bucket < TermCodes.bucketCount(ordinals: Int(ordinal) + 1))
      let low = UInt32(code & (1 << OccurrenceBuckets.codeBits - 1))
      #expect(TermCodes.firstOrdinal(ofBucket: bucket) + low == ordinal)
      previous = code
    }
  }
}
