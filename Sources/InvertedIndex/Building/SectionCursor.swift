import Storage

/// Reads a section of a run term by term; the format is at `InvertedRun`.
struct SectionCursor {
  // Byte offsets of what comes next.
  var documentDeltas = 0
  var counts = 0
  var positionDeltas = 0
  var largeEntries = 0
  var largePositions = 0
  private var term = 0
  private var end = 0

  /// A section without terms.
  init() {}

  /// - Parameter range: of `bytes`; empty where the run has no term.
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

  /// No term is left.
  var isAtEnd: Bool { term >= end }

  /// Moves to the next term, and tells by how much its code is larger.
  mutating func codeDelta(_ bytes: RawSpan) -> UInt32 { Varint.decode(bytes, at: &term) }

  /// Moves to the next term, and tells where it is spelled.
  mutating func spelling(_ bytes: RawSpan) -> Range<Int> {
    let count = Int(Varint.decode(bytes, at: &term))
    defer { term += count }
    return term..<term + count
  }

  /// Moves behind a term, and tells how much the run, by its number, has of it.
  @inline(__always)
  mutating func part(of run: Int, _ bytes: RawSpan) -> OccurrenceList.Part {
    let head = Varint.decode(bytes, at: &term)
    let documents = Int(head >> 1)
    return OccurrenceList.Part(
      run: run, documents: documents,
      occurrences: head & 1 != 0 ? documents + Int(Varint.decode(bytes, at: &term)) : documents)
  }
}
