import Storage

/// Documents inverted in memory and put aside, to be merged with others into a segment.
///
/// ```
/// spill file := computed{ranges}  looked up{ranges}
/// computed   := section of { code delta: varint  size }*                     // from 0 in every range
/// looked up  := section of { term bytes: varint  term  size }*
/// size       := documents << 1 | (occurrences > documents): varint
///               occurrences − documents: varint, if over 0
/// section of terms := documents: u32  positions: u32  large documents: u32  large positions: u32
///               { frequency: u32  headline frequency: u32 }{large documents}
///               position delta: u32{large positions}
///               document delta: u16{documents}  position delta: u16{positions}
///               counts: u8{documents}  terms                                 // nothing of it without terms
/// counts     := min(frequency − 1, 15) | min(headline frequency, 15) << 4
/// ```
/// Documents and positions are those of all terms, one after the other. Fixed widths, since the branches of variable
/// ones cost more than reading and writing the bytes they save; in the machine's own order of bytes.
/// Ranges are `TermRanges`, in order; terms ascend within. Codes are those within a bucket. Documents are
/// numbered from 0 in every run, deltas count from −1; a document's first position is stored as it is.
/// Positions are those of terms of kinds that have some. A document of frequency 16 or more is also a large one, and
/// a position delta of 0xFFFF or more, stored as that, a large one.
public struct InvertedRun: Sendable {
  let file: SpillFile
  /// By range, where its computed terms begin; and where those of the last end.
  let computedOffsets: [Int]
  /// By range, where its looked-up terms begin; and where those of the last end.
  let lookedUpOffsets: [Int]
  let columns: ColumnsWriter
  let stored: StoredBlocks
  /// The stored articles, until they are written.
  var frames: [UInt8]

  init(
    _ file: SpillFile, computedOffsets: [Int], lookedUpOffsets: [Int], columns: ColumnsWriter,
    stored: StoredBlocks, frames: [UInt8]
  ) {
    self.file = file
    self.computedOffsets = computedOffsets
    self.lookedUpOffsets = lookedUpOffsets
    self.columns = columns
    self.stored = stored
    self.frames = frames
  }

  /// Documents in it.
  public var documentCount: Int { columns.documentCount }

  /// Bytes of the terms of some ranges.
  func byteCount(of ranges: Range<Int>) -> Int {
    let (start, end) = (ranges.lowerBound, ranges.upperBound)
    return computedOffsets[end] - computedOffsets[start]
      + lookedUpOffsets[end] - lookedUpOffsets[start]
  }

  /// Bytes that it adds to a segment, about.
  var byteCount: Int { file.byteCount + (stored.ends.last ?? 0) }
}
