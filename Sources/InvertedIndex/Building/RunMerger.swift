public import Storage

/// Merges runs into one segment and writes its files.
///
/// The terms of the runs are cut into ranges. Threads merge and encode batches of ranges, which are
/// written in order. Therefore the same runs give the same bytes for any number of threads.
public struct RunMerger: Sendable {
  private var runs: [InvertedRun] = []
  private var segment: SegmentSerializer

  /// The most runs to merge at a time. Each has an open file and a buffer.
  private static let runLimit = 128
  /// The bytes of runs and stored articles that fill a segment, well below the reach of 32-bit
  /// offsets.
  private static let byteLimit = 3 << 30

  /// Creates the file of the stored articles.
  ///
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
    try segment.append(run.frames, run.stored)
    var run = run
    run.frames = []
    runs.append(run)
    segment.columns.append(run.columns)
  }

  /// Writes and syncs the segment's files on one thread.
  ///
  /// - Returns: the description of the segment for a commit.
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

/// The merged terms of some runs.
struct RunTerms: TermSource {
  let runs: [InvertedRun]

  /// The bytes of all runs in one batch.
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
