import Storage
import TextAnalysis

/// Merges the terms of several runs in one batch of ranges, on one thread.
///
/// The batch is read as a whole. Computed terms, nearly all, are merged by their codes, hashed
/// terms by their bytes. The two sorted sequences are merged by `TermBytes.prefix`: no computed
/// term has the prefix of a hashed term.
struct TermRangeMerger {
  private let runs: [InvertedRun]
  private let ranges: Range<Int>
  private let bytes: [UInt8]
  /// For each run the difference between an offset in `bytes` and the offset in its file.
  private var computedShifts: [Int] = []
  private var hashedShifts: [Int] = []
  /// For each run the number of its first document in the segment.
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
      let hashed = run.hashedOffsets[ranges.lowerBound]..<run.hashedOffsets[ranges.upperBound]
      hashedShifts.append(bytes.count - hashed.lowerBound)
      try run.file.read(hashed, appendingTo: &bytes)
    }
    self.bytes = bytes
  }

  /// Calls `body` with every term in order and all its occurrences.
  ///
  /// - Complexity: O(occurrences + *t* log *r*) for *t* terms and *r* runs.
  func forEach(_ body: (_ term: [UInt8], borrowing OccurrenceList) -> Void) {
    // Safe: bytes have no padding.
    let bytes = unsafe bytes.span.bytes
    var computed = CodeHeap()
    var hashed = SpelledHeap()
    var list = OccurrenceList()
    var parts: [SectionCursor.Part] = []
    var term: [UInt8] = []
    for range in ranges where runs.contains(where: { $0.byteCount(of: range..<range + 1) > 0 }) {
      begin(range, &computed, &hashed, bytes)
      let bucket = TermRanges.bucket(of: range) ?? 0
      while !computed.isEmpty || !hashed.isEmpty {
        list.removeAll()
        parts.removeAll(keepingCapacity: true)
        term.removeAll(keepingCapacity: true)
        if !computed.isEmpty {
          Term.appendBytes(
            of: TermCodes.key(ofBucket: bucket, low: computed.first), spelling: Span(), to: &term)
        }
        if hashed.isEmpty || !computed.isEmpty && TermBytes.prefix(of: term) < hashed.prefix {
          computed.take(into: &parts, bytes)
          list.append(
            parts, &computed.cursors, bytes, bases: bases,
            withPositions: TermBytes.hasPositions(term))
        } else {
          term.removeAll(keepingCapacity: true)
          hashed.appendTerm(to: &term, bytes)
          hashed.take(term, into: &parts, bytes)
          list.append(
            parts, &hashed.cursors, bytes, bases: bases,
            withPositions: TermBytes.hasPositions(term))
        }
        body(term, list)
      }
    }
  }

  /// Fills the heaps with the cursors of a range.
  ///
  /// Equal terms leave the heaps in the order of their runs, so that documents ascend.
  private func begin(
    _ range: Int, _ computed: inout CodeHeap, _ hashed: inout SpelledHeap, _ bytes: RawSpan
  ) {
    computed.removeAll()
    hashed.removeAll()
    for (number, run) in runs.enumerated() {
      computed.append(section(range, run.computedOffsets, computedShifts[number], bytes), bytes)
      hashed.append(section(range, run.hashedOffsets, hashedShifts[number], bytes), bytes)
    }
  }

  private func section(
    _ range: Int, _ offsets: [Int], _ shift: Int, _ bytes: RawSpan
  ) -> SectionCursor {
    SectionCursor(bytes, offsets[range] + shift..<offsets[range + 1] + shift)
  }
}
