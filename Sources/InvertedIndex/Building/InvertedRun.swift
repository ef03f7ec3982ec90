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
/// A range is one of `TermRanges`. Its computed terms have codes that follow from their bytes,
/// relative to the bucket. Its hashed terms are spelled. Both are in ascending order. Document
/// numbers begin at 0 in every run, and document deltas count from −1. A document's first position
/// is stored as it is. Terms of kinds without positions store none.
///
/// Fields have fixed widths, because branches would cost more than extra bytes. Integers are in the
/// byte order of the machine. A document of frequency 16 or more is also a large document. A
/// position delta of 0xFFFF or more is stored as 0xFFFF and as a large position.
public struct InvertedRun: Sendable {
  let file: SpillFile
  /// The file offset of the computed terms of each range, and their end.
  let computedOffsets: [Int]
  /// The file offset of the hashed terms of each range, and their end.
  let hashedOffsets: [Int]
  /// The values and the articles of the documents; empty after `takeDocuments`.
  private(set) var documents: RunDocuments
  /// The number of documents.
  public let documentCount: Int
  /// The approximate bytes that the run adds to a segment.
  let byteCount: Int

  init(
    _ file: SpillFile, computedOffsets: [Int], hashedOffsets: [Int], documents: RunDocuments
  ) {
    self.file = file
    self.computedOffsets = computedOffsets
    self.hashedOffsets = hashedOffsets
    self.documents = documents
    documentCount = documents.columns.documentCount
    byteCount = file.byteCount + (documents.stored.ends.last ?? 0)
  }

  /// Removes the values and the articles of the documents, and returns them.
  mutating func takeDocuments() -> RunDocuments {
    var taken = RunDocuments()
    swap(&taken, &documents)
    return taken
  }

  func byteCount(of ranges: Range<Int>) -> Int {
    let (start, end) = (ranges.lowerBound, ranges.upperBound)
    return computedOffsets[end] - computedOffsets[start] + hashedOffsets[end] - hashedOffsets[start]
  }
}

/// The values of a run's documents and the compressed articles.
struct RunDocuments: Sendable {
  var columns = ColumnsWriter()
  var stored = StoredBlocks()
  var frames: [UInt8] = []
}

/// Limits of the fields of a run; see `InvertedRun`.
enum RunFormat {
  /// The largest frequency minus one, and the largest title frequency, in `counts`.
  static var largestCount: UInt32 { 15 }
  static var largestPosition: UInt32 { 0xFFFF }
  /// The most bytes of a term's code and size.
  static var longestHead: Int { 15 }
}

/// A cursor over the terms of one section of a run; see `InvertedRun`.
struct SectionCursor {
  struct Part {
    let run: Int
    let documents: Int
    let occurrences: Int
  }

  // Byte offsets of the next value of each kind.
  var documentDeltas = 0
  var counts = 0
  var positionDeltas = 0
  var largeEntries = 0
  var largePositions = 0
  private var term = 0
  private var end = 0

  init(_ bytes: RawSpan, _ range: Range<Int>) {
    if range.isEmpty { return }
    let start = range.lowerBound
    let entryCount = Int(bytes.uint32(at: start))
    let positionCount = Int(bytes.uint32(at: start + 4))
    largeEntries = start + 16
    largePositions = largeEntries + 8 * Int(bytes.uint32(at: start + 8))
    documentDeltas = largePositions + 4 * Int(bytes.uint32(at: start + 12))
    positionDeltas = documentDeltas + 2 * entryCount
    counts = positionDeltas + 2 * positionCount
    term = counts + entryCount
    end = range.upperBound
  }

  var isAtEnd: Bool { term >= end }

  /// Moves to the next computed term and returns the difference of its code to the previous one.
  mutating func codeDelta(_ bytes: RawSpan) -> UInt32 { Varint.decode(bytes, at: &term) }

  /// Moves to the next hashed term and returns the offsets of its bytes.
  mutating func spelling(_ bytes: RawSpan) -> Range<Int> {
    let count = Int(Varint.decode(bytes, at: &term))
    defer { term += count }
    return term..<term + count
  }

  /// Moves past the size of a term and returns it, for the run with an ordinal.
  @inline(__always)
  mutating func part(of run: Int, _ bytes: RawSpan) -> Part {
    let head = Varint.decode(bytes, at: &term)
    let documents = Int(head >> 1)
    return Part(
      run: run, documents: documents,
      occurrences: head & 1 != 0 ? documents + Int(Varint.decode(bytes, at: &term)) : documents)
  }
}
