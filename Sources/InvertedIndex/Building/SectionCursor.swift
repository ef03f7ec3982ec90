import Storage

/// A cursor over the terms of one section of a run; see `InvertedRun`.
struct SectionCursor {
  /// The size of a term's list in one run.
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

  /// - Parameter range: the section in `bytes`; empty when it has no term.
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
