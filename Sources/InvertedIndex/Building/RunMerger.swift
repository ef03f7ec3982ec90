public import Storage
import TextAnalysis

/// Merges runs into one segment and writes its files.
///
/// Threads merge and encode batches of term ranges, which are written in order. Therefore the same
/// runs give the same bytes for any number of threads.
public struct RunMerger: Sendable {
  private var runs: [InvertedRun] = []
  private var segment: SegmentSerializer

  /// The most runs to merge at a time. Each has an open file and a buffer.
  private static let runLimit = 128
  /// The bytes that fill a segment, well below the reach of 32-bit offsets.
  private static let byteLimit = 3 << 30

  /// - Parameter name: the stem of the segment's file names, not yet used in the directory.
  public init(directory: IndexDirectory, name: String) throws(StorageError) {
    segment = try SegmentSerializer(directory: directory, name: name)
  }

  /// True when the segment should be finished and another begun.
  public var isFull: Bool {
    runs.count >= Self.runLimit || runs.reduce(0) { $0 + $1.byteCount } >= Self.byteLimit
  }

  /// Appends the documents of a run and writes its stored articles.
  public mutating func add(_ run: InvertedRun) throws(StorageError) {
    var run = run
    let documents = run.takeDocuments()
    try segment.append(documents.frames, documents.stored)
    segment.columns.append(documents.columns)
    runs.append(run)
  }

  /// Writes and syncs the segment's files on one thread.
  ///
  /// - Complexity: O(*t* log *r* + occurrences) for *t* terms and *r* runs.
  public func finish() throws(StorageError) -> SegmentInfo {
    try segment.finish(RunTerms(runs: runs))
  }

  /// Writes and syncs the segment's files on several threads.
  ///
  /// - Parameter jobs: the number of batches that are encoded at the same time.
  public func finish(jobs: Int) async throws -> SegmentInfo {
    try await segment.finish(RunTerms(runs: runs), jobs: jobs)
  }
}

struct RunTerms: TermSource {
  let runs: [InvertedRun]

  private static let batchSize = 1 << 20

  var batches: [Range<Int>] {
    TermRanges.batches(of: Self.batchSize) { range in
      runs.reduce(0) { $0 + $1.byteCount(of: range..<range + 1) }
    }
  }

  func forEachTerm(
    in ranges: Range<Int>, _ body: (_ term: [UInt8], borrowing OccurrenceList) -> Void
  ) throws(StorageError) {
    try TermRangeMerger(runs, ranges).forEach(body)
  }
}

/// Merges the terms of several runs in one batch of ranges, on one thread.
///
/// Computed terms, nearly all, are merged by their codes, hashed terms by their bytes. The two
/// sorted sequences are merged by `TermBytes.prefix`: no computed term has the prefix of a hashed
/// term.
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
      let computed = run.computedOffsets[ranges.lowerBound]..<run.computedOffsets[ranges.upperBound]
      computedShifts.append(bytes.count - computed.lowerBound)
      try run.file.read(computed, appendingTo: &bytes)
      let hashed = run.hashedOffsets[ranges.lowerBound]..<run.hashedOffsets[ranges.upperBound]
      hashedShifts.append(bytes.count - hashed.lowerBound)
      try run.file.read(hashed, appendingTo: &bytes)
    }
    self.bytes = bytes
  }

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

  /// Fills the heaps with the cursors of a range. Equal terms leave them in the order of their
  /// runs, so that documents ascend.
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
