/// Codes of 32 bits for the terms that make up nearly all of Chinese text.
///
/// The high bits of a code are a bucket; the inverter sorts occurrences into buckets. Codes are
/// computed and have the order of the terms:
/// ```
///                bits from 20 on: bucket          low 20 bits
///   boundary     0                                letter: 8 bits
///   edge         1 + (unit − 4E00 >> 11)          unit − 4E00: 11 bits
///   gram         17 + (first − 4E00 >> 5)         first − 4E00: 5 bits, second − 4E00: 15 bits
///   word         1041 + (unit − 4E00 >> 11)       unit − 4E00: 11 bits
/// ```
/// Only terms of the main field have codes, with units from U+4E00 to U+CDFF.
public enum TermCodes {
  // Computed properties, so that the compiler makes them constants.
  private static var boundary: UInt64 { UInt64(TermKind.boundary.rawValue) << 56 }
  private static var edge: UInt64 { UInt64(TermKind.edge.rawValue) << 56 }
  private static var gram: UInt64 { UInt64(TermKind.gram.rawValue) << 56 }
  private static var word: UInt64 { UInt64(TermKind.word.rawValue) << 56 }
  private static var kindBits: UInt64 { 0xFF << 56 }
  private static var firstUnit: UInt64 { 0x4E00 }
  /// The number of units with codes.
  static var unitLimit: UInt64 { 1 << 15 }

  private static var firstEdgeBucket: UInt64 { 1 }
  private static var firstGramBucket: UInt64 { 17 }
  private static var firstWordBucket: UInt64 { 1041 }
  /// The number of bits of a code below its bucket.
  @inlinable public static var lowBits: UInt64 { 20 }
  /// The number of buckets of codes. Buckets from this number on are free for other terms.
  @inlinable public static var bucketCount: Int { 1057 }

  /// Returns the code of a `TermKey.rawValue`, or nil. Grams and single units share one path
  /// without branches, because their order is unpredictable.
  @inline(__always)
  public static func computed(_ key: UInt64) -> UInt64? {
    let kind = key & kindBits
    let isGram: UInt64 = kind == gram ? .max : 0
    // A unit below the first wraps to above the limit, as does the flag of a spelled term.
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

  /// Returns the number of a unit in codes, which is at least `unitLimit` for a unit without codes.
  @inline(__always)
  static func number(_ unit: UInt16) -> UInt64 { UInt64(unit) &- firstUnit }

  /// Returns the code of a gram of two units, given their numbers.
  @inline(__always)
  static func gram(_ first: UInt64, _ second: UInt64) -> UInt64 {
    firstGramBucket &<< lowBits &+ (first &<< 15 | second)
  }

  /// Returns the code of a word of one unit, given its number.
  @inline(__always)
  static func word(_ unit: UInt64) -> UInt64 {
    (firstWordBucket &+ unit &>> 11) &<< lowBits | unit & 0x7FF
  }

  /// Returns the key of a code with given low bits.
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
