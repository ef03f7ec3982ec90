import Storage

/// Inverted documents in a temporary file, to be merged with other runs into a segment.
///
/// ```
/// spill file := computed{ranges}  hashed{ranges}
/// computed   := section of { code delta: varint  size }*                // from 0 in every range
/// hashed     := section of { term bytes: varint  term  size }*
/// size       := documents << 1 | (occurrences > documents): varint
///               occurrences − documents: varint, if over 0
/// section of terms := documents: u32  positions: u32
///               large documents: u32  large positions: u32
///               { frequency: u32  title frequency: u32 }{large documents}
///               position delta: u32{large positions}
///               document delta: u16{documents}  position delta: u16{positions}
///               counts: u8{documents}  terms                            // empty without terms
/// counts     := min(frequency − 1, 15) | min(title frequency, 15) << 4
/// ```
/// A range is one of `TermRanges`. Its computed terms have codes that follow from their bytes, its
/// hashed terms are spelled; both are in ascending order. Codes are relative to the bucket. A
/// section stores the documents and positions of all its terms, one term after the other. Document
/// numbers begin at 0 in every run, and document deltas count from −1. A document's first position
/// is stored as it is. Terms of kinds without positions store none.
///
/// Fields have fixed widths, because the branches of variable-width codes cost more than writing
/// and reading the extra bytes. Integers are in the byte order of the machine. A document of
/// frequency 16 or more is also a large document. A position delta of 0xFFFF or more is stored as
/// 0xFFFF and as a large position.
public struct InvertedRun: Sendable {
  let file: SpillFile
  /// The file offset of the computed terms of each range, and their end.
  let computedOffsets: [Int]
  /// The file offset of the hashed terms of each range, and their end.
  let hashedOffsets: [Int]
  let columns: ColumnsWriter
  let stored: StoredBlocks
  /// The compressed articles; empty after they are written to the segment.
  var frames: [UInt8]

  /// The number of documents.
  public var documentCount: Int { columns.documentCount }

  /// The approximate bytes that the run adds to a segment.
  var byteCount: Int { file.byteCount + (stored.ends.last ?? 0) }

  /// The bytes of the terms of some ranges.
  func byteCount(of ranges: Range<Int>) -> Int {
    let (start, end) = (ranges.lowerBound, ranges.upperBound)
    return computedOffsets[end] - computedOffsets[start]
      + hashedOffsets[end] - hashedOffsets[start]
  }
}

/// Limits of the fields of a run; see `InvertedRun`.
enum RunFormat {
  /// The largest value in a field of `counts`: of the frequency minus one, and of the title
  /// frequency.
  static var largestCount: UInt32 { 15 }
  /// The largest value in the field of a position delta.
  static var largestPosition: UInt32 { 0xFFFF }
  /// The most bytes of a term's code and size.
  static var longestHead: Int { 15 }
}
