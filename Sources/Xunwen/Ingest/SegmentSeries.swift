import InvertedIndex
import Storage

/// Makes segments of runs as they come in, each as large as segments get.
struct SegmentSeries {
  private let writer: IndexWriter
  private let jobs: Int
  private var segment: RunMerger?
  private var finished: [SegmentInfo] = []

  init(_ writer: IndexWriter, jobs: Int) {
    self.writer = writer
    self.jobs = jobs
  }

  /// Adds the documents of a run behind those that are there.
  mutating func add(_ run: InvertedRun) async throws {
    if segment?.isFull == true { try await finishSegment() }
    var target =
      try segment.take()
      ?? RunMerger(directory: writer.directory, name: writer.takeSegmentName())
    try target.add(run)
    segment = target
  }

  /// Writes the segments of the runs that came in since the last time.
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
