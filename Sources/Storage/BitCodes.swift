// Codes for lists too short for packed blocks. A list of postings has gaps near its mean, which is what Rice's
// code is made for (R. F. Rice, "Some practical universal noiseless coding techniques", 1979); frequencies are
// mostly 1, which Elias's gamma code writes in one bit (P. Elias, "Universal codeword sets and representations
// of the integers", 1975). Against bytes of seven bits each they take 30 % off positions and 15 % off documents.
//
//   rice  = q ones  0  low bits: parameter          // value = q << parameter | low bits;  q < 24
//         | 24 ones  value: 32 bits                 // otherwise
//   gamma = z zeros  1  low bits: z                 // value = 1 << z | low bits;  value > 0

/// Rice's code with a parameter for each list.
public enum RiceCode {
  /// Bits in which a parameter is stored.
  public static let parameterBits = 5
  @usableFromInline static var escape: Int { 24 }
  /// Bits of the longest code: of a value that is escaped.
  @inlinable public static var maximumBits: Int { escape + 32 }

  /// The parameter that suits values of this sum: the bits of about 0.69 of their mean, of which a geometric
  /// distribution has half its values on each side. Within 1 % of the best on lists of news.
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

  /// The bits that `encode` appends, 56 at most.
  @inlinable @inline(__always)
  public static func code(of value: UInt32, parameter: Int) -> (bits: UInt64, count: Int) {
    let quotient = Int(value &>> UInt32(truncatingIfNeeded: parameter))
    guard quotient < escape else {
      return ((1 &<< 24) &- 1 | UInt64(value) &<< 24, escape &+ 32)
    }
    let low = UInt64(value) & ((1 &<< UInt64(truncatingIfNeeded: parameter)) &- 1)
    let ones = (1 as UInt64 &<< UInt64(truncatingIfNeeded: quotient)) &- 1
    return (
      ones | (low &<< UInt64(truncatingIfNeeded: quotient &+ 1)), quotient &+ 1 &+ parameter
    )
  }

  /// Reads a value and moves the bit offset behind it.
  ///
  /// - Precondition: as for `BitReader.word`; `parameter` has at most `parameterBits`.
  @inlinable @inline(__always)
  public static func decode(_ bytes: RawSpan, at offset: inout Int, parameter: Int) -> UInt32 {
    var following: UInt64 = 0
    return decode(bytes, at: &offset, parameter: parameter, following: &following)
  }

  /// The same, and looks ahead.
  ///
  /// - Parameter following: receives two bits behind the value, and more of which nothing is known; 0 behind a
  ///   value that is escaped.
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
    // At most 55 bits of 57 were read.
    following = rest &>> UInt64(truncatingIfNeeded: parameter)
    let low = rest & ((1 &<< UInt64(truncatingIfNeeded: parameter)) &- 1)
    return UInt32(
      truncatingIfNeeded: (UInt64(truncatingIfNeeded: quotient)
        &<< UInt64(truncatingIfNeeded: parameter)) | low)
  }
}

/// Elias's gamma code.
public enum GammaCode {
  /// Bits of the longest code: of a value of 28 bits.
  @inlinable public static var maximumBits: Int { 55 }

  /// - Precondition: `value` is positive and below 2^28.
  @inlinable @inline(__always)
  public static func encode(_ value: UInt32, into bits: inout BitWriter) {
    let code = code(of: value)
    bits.append(code.bits, bits: code.count)
  }

  /// The bits that `encode` appends, 55 at most.
  ///
  /// - Precondition: as for `encode`.
  @inlinable @inline(__always)
  public static func code(of value: UInt32) -> (bits: UInt64, count: Int) {
    precondition(value > 0 && value < 1 << 28, "a positive number of at most 28 bits")
    let zeros = 31 &- value.leadingZeroBitCount
    let low = UInt64(value) & ((1 &<< UInt64(truncatingIfNeeded: zeros)) &- 1)
    return (((low &<< 1) | 1) &<< UInt64(truncatingIfNeeded: zeros), 2 &* zeros &+ 1)
  }

  /// Reads a value and moves the bit offset behind it; of damaged bytes, any value.
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
