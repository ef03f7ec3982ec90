import InvertedIndex
import Storage

/// A writer of runs to segments of the maximum size.
struct SegmentSeries {
  private let writer: IndexWriter
  private let jobs: Int
  private var segment: RunMerger?
  private var finished: [SegmentInfo] = []

  init(_ writer: IndexWriter, jobs: Int) {
    self.writer = writer
    self.jobs = jobs
  }

  /// Appends the documents of a run.
  mutating func add(_ run: InvertedRun) async throws {
    if segment?.isFull == true { try await finishSegment() }
    var target =
      try segment.take()
      ?? RunMerger(directory: writer.directory, name: writer.takeSegmentName())
    try target.add(run)
    segment = target
  }

  /// Writes the segments, and returns those written since the last call.
  mutating func finish() async throws -> [SegmentInfo] {
    try await finishSegment()
    defer { finished = [] }
    return finished
  }

  private mutating func finishSegment() async throws {
    guard let full = segment.take() else { return }
    finished.append(try await full.finish(jobs: jobs))
  }
}
