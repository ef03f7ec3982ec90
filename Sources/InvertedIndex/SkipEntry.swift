import Storage

/// The most that a document of a block can have: what block-max pruning is bounded by.
///
/// The largest frequencies and the smallest length of a block, taken each for itself, stay a true bound
/// whatever the average length and the headline's weight turn out to be when a query is asked.
public struct Impact: Sendable, Equatable {
  /// Largest number of occurrences; 65,535 stands for that many and more.
  public var frequency: UInt16 = 0
  /// Largest number of occurrences in a headline; 255 stands for that many and more.
  public var title: UInt8 = 0
  /// Smallest length in units.
  public var length: UInt32 = .max

  mutating func formUnion(_ other: Impact) {
    frequency = max(frequency, other.frequency)
    title = max(title, other.title)
    length = min(length, other.length)
  }

  mutating func include(frequency: UInt32, title: UInt32, length: UInt32) {
    self.frequency = max(self.frequency, UInt16(clamping: frequency))
    self.title = max(self.title, UInt8(clamping: title))
    self.length = min(self.length, length)
  }
}

/// One entry of the skip table of a term with at least one full block; 24 bytes.
///
/// ```
/// skip entry := last document: u32       data offset: u32        positions offset: u32
///               smallest length: u32     largest frequency: u16  largest headline frequency: u8
///               widths of deltas, frequencies, headlines: u8{3}  positions index: u8   0: u8
/// ```
/// The data offset counts from the end of the skip table; the positions offset from the start of the
/// term's positions, to the packed block (or the varints) in which value number `positions index` is the
/// first position of the block's first document.
struct SkipEntry {
  static let byteCount = 24

  var lastDocument: UInt32
  var dataOffset: UInt32
  var positionsOffset: UInt32
  var positionsIndex: UInt8
  var impact: Impact
  var widths: (UInt8, UInt8, UInt8)

  func append(to bytes: inout [UInt8]) {
    for value in [lastDocument, dataOffset, positionsOffset, impact.length] {
      for shift in [0, 8, 16, 24] as [UInt32] {
        bytes.append(UInt8(truncatingIfNeeded: value >> shift))
      }
    }
    bytes.append(UInt8(truncatingIfNeeded: impact.frequency))
    bytes.append(UInt8(truncatingIfNeeded: impact.frequency >> 8))
    bytes.append(impact.title)
    bytes.append(widths.0)
    bytes.append(widths.1)
    bytes.append(widths.2)
    bytes.append(positionsIndex)
    bytes.append(0)
  }
}

extension SkipEntry {
  init(_ bytes: RawSpan, at offset: Int) {
    lastDocument = bytes.uint32(at: offset)
    dataOffset = bytes.uint32(at: offset + 4)
    positionsOffset = bytes.uint32(at: offset + 8)
    impact = Impact(
      frequency: bytes.uint16(at: offset + 16), title: bytes.uint8(at: offset + 18),
      length: bytes.uint32(at: offset + 12))
    widths = (
      bytes.uint8(at: offset + 19), bytes.uint8(at: offset + 20), bytes.uint8(at: offset + 21)
    )
    positionsIndex = bytes.uint8(at: offset + 22)
  }
}
