// Codes for lists that are too short for packed blocks. The Rice code suits document gaps, which
// are near their mean; the gamma code writes the most common frequency, 1, in one bit.
//
//   rice  = q ones  0  low bits: parameter          // value = q << parameter | low bits;  q < 24
//         | 24 ones  value: 32 bits                 // otherwise
//   gamma = z zeros  1  low bits: z                 // value = 1 << z | low bits;  value > 0

/// The Rice code, with a parameter for each list.
///
/// R. F. Rice, "Some practical universal noiseless coding techniques", 1979.
public enum RiceCode {
  /// The number of bits of a stored parameter.
  public static let parameterBits = 5
  @usableFromInline static var escape: Int { 24 }
  /// The number of bits of the longest code, which is the code of an escaped value.
  @inlinable public static var maximumBits: Int { escape + 32 }

  /// The parameter for `count` values with a given sum: the number of bits of about 0.69 of the
  /// mean, which is the median of a geometric distribution.
  @inlinable
  public static func parameter(sum: UInt64, count: Int) -> Int {
    let median = sum * 11 / 16 / UInt64(max(1, count))
    return max(0, 63 - median.leadingZeroBitCount)
  }

  @inlinable @inline(__always)
  public static func encode(_ value: UInt32, parameter: Int, into bits: inout BitWriter) {
    let code = code(of: value, parameter: parameter)
    bits.append(code.bits, bits: code.count)
  }

  /// The code of a value, at most 56 bits.
  @inlinable @inline(__always)
  public static func code(of value: UInt32, parameter: Int) -> (bits: UInt64, count: Int) {
    let quotient = Int(value &>> UInt32(truncatingIfNeeded: parameter))
    guard quotient < escape else { return ((1 &<< 24) &- 1 | UInt64(value) &<< 24, escape &+ 32) }
    let low = UInt64(value) & ((1 &<< UInt64(truncatingIfNeeded: parameter)) &- 1)
    let ones = (1 as UInt64 &<< UInt64(truncatingIfNeeded: quotient)) &- 1
    return (ones | (low &<< UInt64(truncatingIfNeeded: quotient &+ 1)), quotient &+ 1 &+ parameter)
  }

  /// Reads a value and moves the bit offset past it. Bits of a word that is not completely within
  /// `bytes` are 0.
  @inlinable @inline(__always)
  public static func decode(_ bytes: RawSpan, at offset: inout Int, parameter: Int) -> UInt32 {
    var following: UInt64 = 0
    return decode(bytes, at: &offset, parameter: parameter, following: &following)
  }

  /// Reads a value, and sets the lowest two bits of `following` to the bits after it, or to 0 after
  /// an escaped value.
  @inlinable @inline(__always)
  public static func decode(
    _ bytes: RawSpan, at offset: inout Int, parameter: Int, following: inout UInt64
  ) -> UInt32 {
    let word = BitReader.word(bytes, at: offset)
    let quotient = (~word).trailingZeroBitCount
    guard quotient < escape else {
      offset &+= escape &+ 32
      following = 0
      return UInt32(truncatingIfNeeded: word &>> UInt64(truncatingIfNeeded: escape))
    }
    offset &+= quotient &+ 1 &+ parameter
    let rest = word &>> UInt64(truncatingIfNeeded: quotient &+ 1)
    // At least two bits are left: at most 55 of 57 were read.
    following = rest &>> UInt64(truncatingIfNeeded: parameter)
    let low = rest & ((1 &<< UInt64(truncatingIfNeeded: parameter)) &- 1)
    return UInt32(
      truncatingIfNeeded: (UInt64(truncatingIfNeeded: quotient)
        &<< UInt64(truncatingIfNeeded: parameter)) | low)
  }
}

/// The Elias gamma code, for positive numbers below 2^28.
///
/// P. Elias, "Universal codeword sets and representations of the integers", 1975.
public enum GammaCode {
  /// The number of bits of the longest code, which is the code of a 28-bit value.
  @inlinable public static var maximumBits: Int { 55 }

  @inlinable @inline(__always)
  public static func encode(_ value: UInt32, into bits: inout BitWriter) {
    let code = code(of: value)
    bits.append(code.bits, bits: code.count)
  }

  /// The code of a positive value below 2^28, at most 55 bits.
  @inlinable @inline(__always)
  public static func code(of value: UInt32) -> (bits: UInt64, count: Int) {
    precondition(value > 0 && value < 1 << 28, "a positive number of at most 28 bits")
    let zeros = 31 &- value.leadingZeroBitCount
    let low = UInt64(value) & ((1 &<< UInt64(truncatingIfNeeded: zeros)) &- 1)
    return (((low &<< 1) | 1) &<< UInt64(truncatingIfNeeded: zeros), 2 &* zeros &+ 1)
  }

  /// Reads a value and moves the bit offset past it. Damaged bytes give an arbitrary value.
  @inlinable @inline(__always)
  public static func decode(_ bytes: RawSpan, at offset: inout Int) -> UInt32 {
    let word = BitReader.word(bytes, at: offset)
    let zeros = word.trailingZeroBitCount & 31
    offset &+= 2 &* zeros &+ 1
    let low =
      (word &>> UInt64(truncatingIfNeeded: zeros &+ 1))
      & ((1 &<< UInt64(truncatingIfNeeded: zeros)) &- 1)
    return UInt32(truncatingIfNeeded: (1 &<< UInt64(truncatingIfNeeded: zeros)) | low)
  }
}
