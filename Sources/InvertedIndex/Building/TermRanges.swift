import TextAnalysis

/// The ranges into which the terms of every run are cut. A merger handles each range independently.
///
/// ```
/// range := one bucket of computed terms, and the hashed terms from its first term
///          to the first term of the next bucket
///        | hashed terms alone: tokens with the same first byte
/// ```
/// The cuts are the same in every run, so that a range of all runs is a range of the segment.
enum TermRanges {
  private static let cuts: [(prefix: UInt64, bucket: Int?)] = {
    var cuts: [(prefix: UInt64, bucket: Int?)] = [(0, nil)]
    for bucket in 0..<TermCodes.firstHashedBucket {
      cuts.append((TermCodes.prefix(ofBucket: bucket, low: 0), bucket))
    }
    let token = TermKind.token.byte(in: .main)
    for first in 0...UInt8.max { cuts.append((TermBytes.prefix(of: [token, first]), nil)) }
    return cuts.sorted { $0.prefix < $1.prefix }
  }()

  static var count: Int { cuts.count }

  /// The bucket of the range's computed terms; nil when it has only hashed terms.
  static func bucket(of range: Int) -> Int? { cuts[range].bucket }

  static func start(of range: Int) -> UInt64 { cuts[range].prefix }

  /// The smallest `TermBytes.prefix` of the next range. No term has the end of the last range.
  static func end(of range: Int) -> UInt64 {
    range + 1 < cuts.count ? cuts[range + 1].prefix : .max
  }

  /// Divides all ranges into batches, each of which ends when it reaches the limit of the size.
  static func batches(of limit: Int, size: (_ range: Int) -> Int) -> [Range<Int>] {
    var batches: [Range<Int>] = []
    var start = 0
    var sum = 0
    for range in 0..<count {
      sum += size(range)
      if sum >= limit || range + 1 == count {
        batches.append(start..<range + 1)
        start = range + 1
        sum = 0
      }
    }
    return batches
  }
}

extension TermCodes {
  static func prefix(ofBucket bucket: Int, low: UInt64) -> UInt64 {
    var bytes: [UInt8] = []
    Term.appendBytes(of: key(ofBucket: bucket, low: low), spelling: Span(), to: &bytes)
    return TermBytes.prefix(of: bytes)
  }
}
