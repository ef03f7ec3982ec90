public import Storage

/// Merges runs into one segment and writes its files.
///
/// The ranges of the runs are merged and encoded by themselves, several at a time on as many threads as wanted,
/// and written in order, so that the same runs give the same bytes.
public struct RunMerger: Sendable {
  private var runs: [InvertedRun] = []
  private var segment: SegmentSerializer

  /// Runs that are merged at a time; each is an open file and a buffer.
  private static let runLimit = 128
  /// Bytes of runs with their stored articles: well below what 32-bit offsets reach.
  private static let byteLimit = 3 << 30

  /// Begins the file of the stored articles.
  ///
  /// - Parameter name: stem of the segment's files, not used before in the directory.
  public init(directory: IndexDirectory, name: String) throws(StorageError) {
    segment = try SegmentSerializer(directory: directory, name: name)
  }

  /// The segment should be finished and another begun.
  public var isFull: Bool {
    runs.count >= Self.runLimit || runs.reduce(0) { $0 + $1.byteCount } >= Self.byteLimit
  }

  /// Adds the documents of a run behind those that are there, and writes its stored articles.
  public mutating func add(_ run: InvertedRun) throws(StorageError) {
    try segment.append(run.frames, run.stored)
    var run = run
    run.frames = []
    runs.append(run)
    segment.columns.append(run.columns)
  }

  /// Writes the segment's files, each synced.
  ///
  /// - Returns: what a commit point needs to know of it.
  /// - Complexity: O(*t* log *r* + occurrences) in its terms and runs.
  public func finish() throws(StorageError) -> SegmentInfo {
    try segment.finish(RunTerms(runs: runs))
  }

  /// The same on several threads.
  ///
  /// - Parameter jobs: batches encoded at a time.
  public func finish(jobs: Int) async throws -> SegmentInfo {
    try await segment.finish(RunTerms(runs: runs), jobs: jobs)
  }
}

/// The terms of runs.
struct RunTerms: TermSource {
  let runs: [InvertedRun]

  /// Bytes of all runs that are merged at a time.
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
