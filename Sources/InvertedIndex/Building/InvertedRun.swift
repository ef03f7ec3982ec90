import Storage

/// Documents inverted in memory and put aside, to be merged with others into a segment.
///
/// ```
/// spill file := computed{ranges}  looked up{ranges}  zstd frame*             // frames: stored articles
/// computed   := { code delta: varint  list }*                                // from 0 in every range
/// looked up  := { term bytes: varint  term  list }*
/// list       := documents << 1 | (occurrences > documents): varint
///               occurrences − documents: varint, if over 0
///               head: u16{documents}
///               position delta: u16{occurrences}, if terms of its kind have positions
///               document's rest{documents}  { position delta − 0xFFFF: varint }{position deltas of 0xFFFF}
/// head       := document delta << 2 | (frequency > 1) << 1 | (headline frequency > 0)
/// document's rest := document delta − 0x3FFF: varint, if the head has 0x3FFF
///                    frequency: varint, if over 1   headline frequency: varint, if over 0
/// ```
/// Fixed widths, since the branches of variable ones cost more than reading and writing the bytes they save.
/// Ranges are `TermRanges`, in order; terms ascend within. Codes are those within a bucket. Documents are
/// numbered from 0 in every run, deltas count from −1; a document's first position is stored as it is. A value
/// too large for its field is stored as the largest there, and the rest of it behind.
public final class InvertedRun: Sendable {
  let file: SpillFile
  /// By range, where its computed terms begin; and where those of the last end.
  let computedOffsets: [Int]
  /// By range, where its looked-up terms begin; and where those of the last end, and the stored articles begin.
  let lookedUpOffsets: [Int]
  let columns: ColumnsWriter
  let stored: StoredBlocks

  init(
    _ file: SpillFile, computedOffsets: [Int], lookedUpOffsets: [Int], columns: ColumnsWriter,
    stored: StoredBlocks
  ) {
    self.file = file
    self.computedOffsets = computedOffsets
    self.lookedUpOffsets = lookedUpOffsets
    self.columns = columns
    self.stored = stored
  }

  /// Documents in it.
  public var documentCount: Int { columns.documentCount }

  /// Bytes of the terms of some ranges.
  func byteCount(of ranges: Range<Int>) -> Int {
    let (start, end) = (ranges.lowerBound, ranges.upperBound)
    return computedOffsets[end] - computedOffsets[start]
      + lookedUpOffsets[end] - lookedUpOffsets[start]
  }

  /// Where the stored articles begin.
  var framesStart: Int { lookedUpOffsets[lookedUpOffsets.count - 1] }
}
