import TextAnalysis

/// Terms of a run being built → integers that say where to sort their occurrences.
///
/// ```
/// boundary; edge or gram of units from U+4E00 to U+CDFF; one-character word of them: computed, and in the
/// order of the terms
///   boundary:  bucket: 12 = 0                            letter: low 8 bits
///   edge:      bucket: 12 = 1 + (unit − 4E00 >> 11)      unit − 4E00: low 11 bits
///   gram:      bucket: 12 = 17 + (first − 4E00 >> 5)     first − 4E00: low 5 bits   second − 4E00: 15
///   word:      bucket: 12 = 1041 + (unit − 4E00 >> 11)   unit − 4E00: low 11 bits
/// any other term: looked up, and sorted by its bytes at the end
///   bucket = 1057 + (ordinal of TermHash >> 12)          ordinal: low 12 bits
/// ```
/// The first kinds, of the main field alone, are nearly all occurrences of Chinese text.
enum TermCodes {
  // Computed, so that they are constants in the code and not looked up.
  private static var boundary: UInt64 { UInt64(TermKind.boundary.rawValue) << 56 }
  private static var edge: UInt64 { UInt64(TermKind.edge.rawValue) << 56 }
  private static var gram: UInt64 { UInt64(TermKind.gram.rawValue) << 56 }
  private static var word: UInt64 { UInt64(TermKind.word.rawValue) << 56 }
  private static var kindBits: UInt64 { 0xFF << 56 }
  private static var firstUnit: UInt64 { 0x4E00 }
  private static var unitLimit: UInt64 { 1 << 15 }

  private static var firstEdgeBucket: UInt64 { 1 }
  private static var firstGramBucket: UInt64 { 17 }
  private static var firstWordBucket: UInt64 { 1041 }
  /// Buckets below hold terms whose codes are computed.
  static var firstHashedBucket: Int { 1057 }

  /// The code of a term that needs no look-up; nil for others.
  ///
  /// Kinds follow one another without a pattern, so grams and single units take the same way through.
  @inline(__always)
  static func computed(_ key: UInt64) -> UInt64? {
    let kind = key & kindBits
    let isGram: UInt64 = kind == gram ? .max : 0
    // Safe to wrap: a unit below the first becomes far larger than the limit. A spelled term has a mark that
    // no unit has.
    let last = (key & 0x1F_FFFF) &- firstUnit
    let before = (key & ~kindBits) &>> 21 &- (firstUnit & isGram)
    guard last < unitLimit, before <= (unitLimit &- 1) & isGram,
      kind == gram || kind == word || kind == edge
    else { return kind == boundary ? key & 0xFF : nil }
    let unitBucket = kind == word ? firstWordBucket : firstEdgeBucket
    let pair = firstGramBucket &<< OccurrenceBuckets.codeBits &+ (before &<< 15 | last)
    let unit = (unitBucket &+ last &>> 11) &<< OccurrenceBuckets.codeBits | last & 0x7FF
    return pair & isGram | unit & ~isGram
  }

  /// The code of a term of `TermHash`.
  static func code(ofOrdinal ordinal: UInt32) -> UInt64 {
    UInt64(firstHashedBucket + Int(ordinal >> 12)) << OccurrenceBuckets.codeBits
      | UInt64(ordinal & 0xFFF)
  }

  /// The first ordinal in a bucket of looked-up terms.
  static func firstOrdinal(ofBucket bucket: Int) -> UInt32 {
    UInt32(bucket - firstHashedBucket) << 12
  }

  /// Buckets there are when as many terms have been looked up.
  static func bucketCount(ordinals: Int) -> Int { firstHashedBucket + ordinals >> 12 + 1 }

  /// The key of a term that needed no look-up.
  ///
  /// - Parameter low: the code's bits within its bucket.
  static func key(ofBucket bucket: Int, low: UInt64) -> UInt64 {
    let bucket = UInt64(bucket)
    if bucket < firstEdgeBucket { return boundary | low }
    if bucket < firstGramBucket {
      return edge | ((bucket - firstEdgeBucket) << 11 | low) + firstUnit
    }
    if bucket >= firstWordBucket {
      return word | ((bucket - firstWordBucket) << 11 | low) + firstUnit
    }
    let pair = (bucket - firstGramBucket) << OccurrenceBuckets.codeBits | low
    return gram | (pair >> 15 + firstUnit) << 21 | (pair & 0x7FFF) + firstUnit
  }
}
