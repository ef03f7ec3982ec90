import Storage
import TextAnalysis

/// Merges the terms of a stretch of ranges of several runs: what one thread does at a time.
///
/// All of the stretch is read at once. Terms with computed codes, nearly all, are merged by integers and the
/// others by their bytes; both come in order, and meet by their first eight bytes, in which no term of one
/// kind equals one of the other.
struct TermRangeMerger {
  private let runs: [InvertedRun]
  private let ranges: Range<Int>
  private let bytes: [UInt8]
  /// By run, what is to be added to an offset in its file for one in `bytes`.
  private var computedShifts: [Int] = []
  private var lookedUpShifts: [Int] = []
  /// By run, the number of its first document in the segment.
  private var bases: [UInt32] = []

  init(_ runs: [InvertedRun], _ ranges: Range<Int>) throws(StorageError) {
    self.runs = runs
    self.ranges = ranges
    var bytes: [UInt8] = []
    bytes.reserveCapacity(runs.reduce(0) { $0 + $1.byteCount(of: ranges) })
    var base: UInt32 = 0
    for run in runs {
      bases.append(base)
      base += UInt32(run.documentCount)
      let computed =
        run.computedOffsets[ranges.lowerBound]..<run.computedOffsets[ranges.upperBound]
      computedShifts.append(bytes.count - computed.lowerBound)
      try run.file.read(computed, appendingTo: &bytes)
      let lookedUp =
        run.lookedUpOffsets[ranges.lowerBound]..<run.lookedUpOffsets[ranges.upperBound]
      lookedUpShifts.append(bytes.count - lookedUp.lowerBound)
      try run.file.read(lookedUp, appendingTo: &bytes)
    }
    self.bytes = bytes
  }

  /// Calls `body` with every term in order, and all its occurrences.
  ///
  /// - Complexity: O(occurrences + *t* log *r*) in the terms and runs.
  func forEach(_ body: (_ term: [UInt8], borrowing OccurrenceList) -> Void) {
    // Safe: bytes have no padding.
    let bytes = unsafe bytes.span.bytes
    var computed = CodeHeap()
    var lookedUp = SpelledHeap()
    var list = OccurrenceList()
    var parts: [OccurrenceList.Part] = []
    var term: [UInt8] = []
    for range in ranges where runs.contains(where: { $0.byteCount(of: range..<range + 1) > 0 }) {
      begin(range, &computed, &lookedUp, bytes)
      let bucket = TermRanges.bucket(of: range) ?? 0
      while !computed.isEmpty || !lookedUp.isEmpty {
        list.removeAll()
        parts.removeAll(keepingCapacity: true)
        term.removeAll(keepingCapacity: true)
        if !computed.isEmpty {
          Term.appendBytes(
            of: TermCodes.key(ofBucket: bucket, low: computed.first), spelling: Span(), to: &term)
        }
        if lookedUp.isEmpty
          || !computed.isEmpty && TermBytes.prefix(of: term) < lookedUp.prefix
        {
          computed.take(into: &parts, bytes)
          list.append(
            parts, &computed.cursors, bytes, bases: bases,
            withPositions: TermBytes.hasPositions(term))
        } else {
          term.removeAll(keepingCapacity: true)
          lookedUp.appendTerm(to: &term, bytes)
          lookedUp.take(term, into: &parts, bytes)
          list.append(
            parts, &lookedUp.cursors, bytes, bases: bases,
            withPositions: TermBytes.hasPositions(term))
        }
        body(term, list)
      }
    }
  }

  /// Puts the cursors of a range in order. Equal terms leave the heaps in the order of their runs, so that documents
  /// ascend.
  private func begin(
    _ range: Int, _ computed: inout CodeHeap, _ lookedUp: inout SpelledHeap, _ bytes: RawSpan
  ) {
    computed.removeAll()
    lookedUp.removeAll()
    for (number, run) in runs.enumerated() {
      let shift = computedShifts[number]
      computed.append(
        SectionCursor(
          bytes, run.computedOffsets[range] + shift..<run.computedOffsets[range + 1] + shift),
        bytes)
      let lookedUpShift = lookedUpShifts[number]
      lookedUp.append(
        SectionCursor(
          bytes,
          run.lookedUpOffsets[range]
            + lookedUpShift..<run.lookedUpOffsets[range + 1] + lookedUpShift),
        bytes)
    }
  }
}
