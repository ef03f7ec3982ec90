import TextAnalysis

/// Terms without a code of their own are looked up, and sorted by their bytes at the end:
///
/// ```
/// bucket = 1057 + (ordinal of TermHash >> 12)          ordinal: low 12 bits
/// ```
extension TermCodes {
  /// Buckets below hold terms whose codes are computed.
  static var firstHashedBucket: Int { bucketCount }

  /// The code of a term of `TermHash`.
  static func code(ofOrdinal ordinal: UInt32) -> UInt64 {
    UInt64(firstHashedBucket + Int(ordinal >> 12)) << lowBits | UInt64(ordinal & 0xFFF)
  }

  /// The first ordinal in a bucket of looked-up terms.
  static func firstOrdinal(ofBucket bucket: Int) -> UInt32 {
    UInt32(bucket - firstHashedBucket) << 12
  }

  /// Buckets there are when as many terms have been looked up.
  static func bucketCount(ordinals: Int) -> Int { firstHashedBucket + ordinals >> 12 + 1 }
}
