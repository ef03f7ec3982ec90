/// Terms as integers of 32 bits that tell where to sort their occurrences: those of nearly all of Chinese text.
///
/// ```
/// boundary; edge or gram of units from U+4E00 to U+CDFF; one-character word of them: computed, and in the
/// order of the terms
///   boundary:  bucket: 12 = 0                            letter: low 8 bits
///   edge:      bucket: 12 = 1 + (unit − 4E00 >> 11)      unit − 4E00: low 11 bits
///   gram:      bucket: 12 = 17 + (first − 4E00 >> 5)     first − 4E00: low 5 bits   second − 4E00: 15
///   word:      bucket: 12 = 1041 + (unit − 4E00 >> 11)   unit − 4E00: low 11 bits
/// any other term, and those of fields beside the main one: none
/// ```
/// The bucket stands above the 20 low bits.
public enum TermCodes {
  // Computed, so that they are constants in the code and not looked up.
  private static var boundary: UInt64 { UInt64(TermKind.boundary.rawValue) << 56 }
  private static var edge: UInt64 { UInt64(TermKind.edge.rawValue) << 56 }
  private static var gram: UInt64 { UInt64(TermKind.gram.rawValue) << 56 }
  private static var word: UInt64 { UInt64(TermKind.word.rawValue) << 56 }
  private static var kindBits: UInt64 { 0xFF << 56 }
  private static var firstUnit: UInt64 { 0x4E00 }
  static var unitLimit: UInt64 { 1 << 15 }

  private static var firstEdgeBucket: UInt64 { 1 }
  private static var firstGramBucket: UInt64 { 17 }
  private static var firstWordBucket: UInt64 { 1041 }
  /// The bits of a code below its bucket.
  @inlinable public static var lowBits: UInt64 { 20 }
  /// Buckets of codes; those from here on are free for other terms.
  @inlinable public static var bucketCount: Int { 1057 }

  /// The code of a `TermKey.rawValue`, if it has one.
  ///
  /// Kinds follow one another without a pattern, so grams and single units take the same way through.
  @inline(__always)
  public static func computed(_ key: UInt64) -> UInt64? {
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
    let pair = firstGramBucket &<< lowBits &+ (before &<< 15 | last)
    let unit = (unitBucket &+ last &>> 11) &<< lowBits | last & 0x7FF
    return pair & isGram | unit & ~isGram
  }

  /// A unit as it stands in codes.
  ///
  /// - Returns: a number below `unitLimit`, or not for a unit that is in no code.
  @inline(__always)
  static func number(_ unit: UInt16) -> UInt64 { UInt64(unit) &- firstUnit }

  /// The code of a gram of two units with numbers below `unitLimit`.
  @inline(__always)
  static func gram(_ first: UInt64, _ second: UInt64) -> UInt64 {
    firstGramBucket &<< lowBits &+ (first &<< 15 | second)
  }

  /// The code of a word of one such unit.
  @inline(__always)
  static func word(_ unit: UInt64) -> UInt64 {
    (firstWordBucket &+ unit &>> 11) &<< lowBits | unit & 0x7FF
  }

  /// The key of a code.
  ///
  /// - Parameter low: the code's bits within its bucket.
  public static func key(ofBucket bucket: Int, low: UInt64) -> UInt64 {
    let bucket = UInt64(bucket)
    if bucket < firstEdgeBucket { return boundary | low }
    if bucket < firstGramBucket {
      return edge | ((bucket - firstEdgeBucket) << 11 | low) + firstUnit
    }
    if bucket >= firstWordBucket {
      return word | ((bucket - firstWordBucket) << 11 | low) + firstUnit
    }
    let pair = (bucket - firstGramBucket) << lowBits | low
    return gram | (pair >> 15 + firstUnit) << 21 | (pair & 0x7FFF) + firstUnit
  }
}
