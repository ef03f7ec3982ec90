/// The format of postings, `.pst`, and of positions, `.pos`: the lists of each term.
///
/// ```
/// .pst   postings := ( skip entry{blocks + tail?}  block{blocks} )?  tail?
/// block           := document deltas, frequencies − 1, title frequencies: each 128 values, patched
/// tail            := parameter: 5 bits                                        // < 128 documents
///                    { delta: rice  frequency: gamma
///                      ( 0: 1 bit | 1: 1 bit  title frequency: gamma ) }*
///                    zeros up to a byte
/// .pos   positions := ( { head: u8  128 values, patched }+  0xFF )?  rest?
/// rest            := parameter: 5 bits  { rice }*  zeros up to a byte         // < 128 values
/// skip entry      := see SkipEntry; present when the term has at least one full block
/// ```
/// A document's first position is stored as it is, the following ones as differences. Nothing
/// separates documents: the frequencies give the beginning of each. The title frequency is not
/// folded into the frequency. So positions can be skipped by frequency, `title:` needs no positions
/// for a single term, and a query chooses the weight of the title.
enum PostingsFormat {
  /// In place of a head: the next bytes are the rest of a term that has packed blocks.
  static let restFollows: UInt8 = 0xFF
}

/// An entry of the skip table of a term with at least one full block; 21 bytes.
///
/// ```
/// skip entry := last document: u32       data offset: u32        positions offset: u32
///               largest share: u16       smallest length / 16: u8
///               largest frequency: u8    largest title frequency: u8    positions index: u8
///               heads of deltas, frequencies, title frequencies: u8{3}
/// ```
/// The data offset counts from the end of the skip table. The positions offset counts from the
/// start of the term's positions to the packed block, or the rest, that holds the first position of
/// the block's first document. That position is value number `positions index` there.
struct SkipEntry {
  static let byteCount = 21
  /// The offset of the data offset in an entry.
  static var dataOffsetOffset: Int { 4 }

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
  /// - Precondition: `bytes` holds an entry at `offset`.
  @inline(__always)
  init(_ bytes: RawSpan, at offset: Int) {
    // Checked once for all fields: a query reads an entry for every block of every term.
    let entry = bytes.extracting(offset..<offset &+ Self.byteCount)
    func number<T: FixedWidthInteger & BitwiseCopyable>(_ offset: Int, _ type: T.Type) -> T {
      // Safe: below, every field ends within the 21 bytes. Memory is little endian (BlockCodec).
      unsafe entry.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: type)
    }
    lastDocument = number(0, UInt32.self)
    dataOffset = number(Self.dataOffsetOffset, UInt32.self)
    positionsOffset = number(8, UInt32.self)
    impact = Impact(
      frequency: number(15, UInt8.self), title: number(16, UInt8.self),
      length: number(14, UInt8.self), share: number(12, UInt16.self))
    positionsIndex = number(17, UInt8.self)
    heads = (number(18, UInt8.self), number(19, UInt8.self), number(20, UInt8.self))
  }
}
