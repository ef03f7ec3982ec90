import TextAnalysis

/// Where the terms of a run are cut into ranges that are merged with those of other runs by themselves.
///
/// ```
/// range := one bucket of terms whose codes are computed, and the looked-up terms between its first term
///          and that of the next bucket; or looked-up terms alone, between tokens of two first bytes
/// ```
/// The cuts are the same in every run, so that a range of all runs is a range of the segment. Without those
/// between tokens, all of them would be in the range of the last grams.
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

  /// The bucket of the terms with computed codes of a range, if it has one.
  static func bucket(of range: Int) -> Int? { cuts[range].bucket }

  /// The smallest `TermBytes.prefix` of the range after this one; no term has the last.
  static func end(of range: Int) -> UInt64 {
    range + 1 < cuts.count ? cuts[range + 1].prefix : .max
  }

  /// The smallest `TermBytes.prefix` of a range.
  static func start(of range: Int) -> UInt64 { cuts[range].prefix }

  /// Stretches of ranges to be taken at a time, which together are all.
  ///
  /// - Parameters:
  ///   - limit: size after which a stretch ends.
  ///   - size: of a range, in any unit.
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
  /// The `TermBytes.prefix` of a term that needed no look-up.
  static func prefix(ofBucket bucket: Int, low: UInt64) -> UInt64 {
    var bytes: [UInt8] = []
    Term.appendBytes(of: key(ofBucket: bucket, low: low), spelling: Span(), to: &bytes)
    return TermBytes.prefix(of: bytes)
  }
}
