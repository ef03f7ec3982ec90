import Storage

/// The most that a document of a block can have: what block-max pruning is bounded by.
///
/// The largest frequencies and the smallest length of a block, taken each for itself, stay a true bound
/// whatever the average length and the headline's weight turn out to be when a query is asked. With the
/// usual parameters `share` bounds much closer: it is what one document really has.
public struct Impact: Sendable, Equatable {
  /// Largest number of occurrences; 255 stands for that many and more.
  public var frequency: UInt8 = 0
  /// Largest number of occurrences in a headline; 255 stands for that many and more.
  public var title: UInt8 = 0
  /// Smallest length in sixteens of units, rounded down; 255 stands for that many and more.
  public var length: UInt8 = .max
  /// Largest `DefaultSaturation`, in 65,535ths, rounded up.
  public var share: UInt16 = 0

  /// Units that `length` counts by.
  public static var lengthStep: UInt32 { 16 }
}

/// The impact of a block in the making, exact.
struct ImpactSummary {
  private(set) var frequency: UInt32 = 0
  private(set) var title: UInt32 = 0
  private(set) var length: UInt32 = .max
  private(set) var share = 0.0

  @inline(__always)
  mutating func include(
    frequency: UInt32, title: UInt32, length: UInt32, _ usual: DefaultSaturation
  ) {
    self.frequency = max(self.frequency, frequency)
    self.title = max(self.title, title)
    self.length = min(self.length, length)
    // Not `max`, which has to care for what is no number.
    let share = usual.share(frequency: frequency, title: title, length: length)
    self.share = share > self.share ? share : self.share
  }
}

extension Impact {
  init(_ summary: ImpactSummary) {
    frequency = UInt8(clamping: summary.frequency)
    title = UInt8(clamping: summary.title)
    length = UInt8(clamping: summary.length / Self.lengthStep)
    // One more than rounded down: above the exact value, whatever the rounding here and in a query.
    share = UInt16(min(65_535, Int(summary.share * 65_535) + 1))
  }
}

/// How much of the most that a term can contribute a document gets from it, with the usual parameters of
/// BM25 and the average length of one segment: *f* / (*f* + *k1* (1 − *b* + *b* · length / average)), with
/// *f* = occurrences + (headline's weight − 1) · occurrences in the headline.
public struct DefaultSaturation: Sendable {
  public static let k1 = 1.2
  public static let b = 0.75
  public static let titleWeight = 5.0

  private let lengthFactor: Double

  /// - Parameter averageLength: of all documents of the segment, in units; 0 when all are empty.
  public init(averageLength: Double) {
    lengthFactor = averageLength > 0 ? Self.k1 * Self.b / averageLength : 0
  }

  @inline(__always)
  func share(frequency: UInt32, title: UInt32, length: UInt32) -> Double {
    let f = Double(frequency) + (Self.titleWeight - 1) * Double(title)
    return f / (f + Self.k1 * (1 - Self.b) + lengthFactor * Double(length))
  }
}

/// One entry of the skip table of a term with at least one full block; 21 bytes.
///
/// ```
/// skip entry := last document: u32       data offset: u32        positions offset: u32
///               largest share: u16       smallest length / 16: u8
///               largest frequency: u8    largest headline frequency: u8    positions index: u8
///               heads of deltas, frequencies, headline frequencies: u8{3}
/// ```
/// The data offset counts from the end of the skip table; the positions offset from the start of the
/// term's positions, to the packed block (or the rest) in which value number `positions index` is the
/// first position of the block's first document.
struct SkipEntry {
  static let byteCount = 21
  /// Where in an entry the data offset is.
  static var dataOffsetPlace: Int { 4 }

  var lastDocument: UInt32
  var dataOffset: UInt32
  var positionsOffset: UInt32
  var positionsIndex: UInt8
  var impact: Impact
  var heads: (UInt8, UInt8, UInt8)

  func append(to bytes: inout [UInt8]) {
    for value in [lastDocument, dataOffset, positionsOffset] {
      for shift in [0, 8, 16, 24] as [UInt32] {
        bytes.append(UInt8(truncatingIfNeeded: value >> shift))
      }
    }
    bytes.append(UInt8(truncatingIfNeeded: impact.share))
    bytes.append(UInt8(truncatingIfNeeded: impact.share >> 8))
    bytes.append(impact.length)
    bytes.append(impact.frequency)
    bytes.append(impact.title)
    bytes.append(positionsIndex)
    bytes.append(heads.0)
    bytes.append(heads.1)
    bytes.append(heads.2)
  }
}

extension SkipEntry {
  /// - Precondition: an entry's bytes lie within `bytes` at `offset`.
  @inline(__always)
  init(_ bytes: RawSpan, at offset: Int) {
    // Checked once for all fields: a query reads an entry for every block of every term.
    let entry = bytes.extracting(offset..<offset &+ Self.byteCount)
    func number<T: FixedWidthInteger & BitwiseCopyable>(_ offset: Int, _ type: T.Type) -> T {
      // Safe: below, every field ends within the 21 bytes. Memory is little endian (see BlockCodec).
      unsafe entry.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: type)
    }
    lastDocument = number(0, UInt32.self)
    dataOffset = number(Self.dataOffsetPlace, UInt32.self)
    positionsOffset = number(8, UInt32.self)
    impact = Impact(
      frequency: number(15, UInt8.self), title: number(16, UInt8.self),
      length: number(14, UInt8.self), share: number(12, UInt16.self))
    positionsIndex = number(17, UInt8.self)
    heads = (number(18, UInt8.self), number(19, UInt8.self), number(20, UInt8.self))
  }
}
