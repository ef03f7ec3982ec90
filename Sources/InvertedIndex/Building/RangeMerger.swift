import Storage
import TextAnalysis

/// Merges the terms of a stretch of ranges of several runs: what one thread does at a time.
///
/// All of the stretch is read at once. Terms with computed codes, nearly all, are merged by integers and the
/// others by their bytes; both come in order, and meet by their first eight bytes, in which no term of one
/// kind equals one of the other.
struct RangeMerger {
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
    var term: [UInt8] = []
    for range in ranges where runs.contains(where: { $0.byteCount(of: range..<range + 1) > 0 }) {
      begin(range, &computed, &lookedUp, bytes)
      let bucket = TermRanges.bucket(of: range) ?? 0
      while !computed.isEmpty || !lookedUp.isEmpty {
        term.removeAll(keepingCapacity: true)
        list.removeAll()
        if lookedUp.isEmpty
          || !computed.isEmpty
            && TermCodes.prefix(ofBucket: bucket, low: computed.first) < lookedUp.prefix
        {
          Term.appendBytes(
            of: TermCodes.key(ofBucket: bucket, low: computed.first), spelling: Span(), to: &term)
          take(&list, from: &computed, bytes, withPositions: TermBytes.hasPositions(term))
        } else {
          lookedUp.appendTerm(to: &term, bytes)
          take(&list, of: term, from: &lookedUp, bytes)
        }
        body(term, list)
      }
    }
  }

  /// Puts the cursors of a range in order.
  private func begin(
    _ range: Int, _ computed: inout CodeHeap, _ lookedUp: inout SpelledHeap, _ bytes: RawSpan
  ) {
    for (number, run) in runs.enumerated() {
      computed.insert(
        run: number,
        from: run.computedOffsets[range] + computedShifts[number],
        to: run.computedOffsets[range + 1] + computedShifts[number], bytes)
      lookedUp.insert(
        run: number,
        from: run.lookedUpOffsets[range] + lookedUpShifts[number],
        to: run.lookedUpOffsets[range + 1] + lookedUpShifts[number], bytes)
    }
  }

  /// Equal terms leave the heap in the order of their runs, so that documents ascend; here and below.
  private func take(
    _ list: inout OccurrenceList, from computed: inout CodeHeap, _ bytes: RawSpan,
    withPositions: Bool
  ) {
    let code = computed.first
    repeat {
      let run = computed.firstRun
      list.append(
        bytes, at: &computed.offsets[run], base: bases[run], withPositions: withPositions)
      computed.advance(bytes)
    } while !computed.isEmpty && computed.first == code
  }

  private func take(
    _ list: inout OccurrenceList, of term: [UInt8], from lookedUp: inout SpelledHeap,
    _ bytes: RawSpan
  ) {
    let withPositions = TermBytes.hasPositions(term)
    repeat {
      let run = lookedUp.firstRun
      list.append(
        bytes, at: &lookedUp.offsets[run], base: bases[run], withPositions: withPositions)
      lookedUp.advance(bytes)
    } while !lookedUp.isEmpty && lookedUp.isFirst(term, bytes)
  }
}
