import Storage

extension IndexWriter {
  /// Merges segments while a merge is due, each with a commit of its own.
  ///
  /// Readers of commits of before are not disturbed. What is interrupted or fails leaves the last commit.
  ///
  /// - Parameters:
  ///   - isForced: make as few segments as the policy's limit allows, without any deleted document.
  ///   - jobs: threads.
  ///   - shouldStop: asked now and then: a merge that is under way when it says so comes to nothing.
  ///   - onMerge: told of every merge before it begins.
  /// - Throws: `StorageError`.
  /// - Complexity: O(*n*) in the bytes of the segments that are merged.
  public func merge(
    _ policy: MergePolicy = MergePolicy(), isForced: Bool = false, jobs: Int = 1,
    shouldStop: () -> Bool = { false }, onMerge: (MergeStep) -> Void = { _ in }
  ) async throws -> MergeSummary {
    var summary = MergeSummary()
    var forced: [[String]]?
    while let reader = try reader() {
      let candidates = zip(reader.segments, reader.commit.segments).map { segment, entry in
        MergePolicy.Candidate(
          size: segment.info.byteCount, documentCount: segment.documentCount,
          deletedCount: entry.deletedCount)
      }
      let names = reader.segments.map(\.info.name)
      if isForced, forced == nil { forced = policy.all(candidates).map { $0.map { names[$0] } } }
      let group =
        isForced
        ? forced?.popLast() : policy.next(candidates).map { $0.map { names[$0] } }
      guard let group else { break }
      summary.isInterrupted = shouldStop()
      if summary.isInterrupted { break }
      let segments = reader.segments.filter { group.contains($0.info.name) }
      onMerge(MergeStep(segments))
      let merger = try SegmentMerger(segments)
      do {
        let info = try await merger.merge(
          to: directory, name: takeSegmentName(), jobs: jobs, shouldStop: shouldStop)
        try publish(info, inPlaceOf: group)
        summary.bytes += info.byteCount
      } catch is CancellationError {
        summary.isInterrupted = true
        try removeUnreferencedFiles()
        break
      }
      summary.merges += 1
      summary.segments += group.count
    }
    return summary
  }
}

/// A merge that begins.
public struct MergeStep: Sendable {
  public let segments: Int
  public let bytes: Int

  init(_ segments: [SegmentReader]) {
    self.segments = segments.count
    bytes = segments.reduce(0) { $0 + $1.info.byteCount }
  }
}

/// What merging did.
public struct MergeSummary: Sendable {
  /// Merges, each with a commit.
  public internal(set) var merges = 0
  /// Segments that were merged.
  public internal(set) var segments = 0
  /// Bytes that were written.
  public internal(set) var bytes = 0
  /// It ended early.
  public internal(set) var isInterrupted = false

  public init() {}
}

extension SegmentInfo {
  /// Bytes of all files but its own.
  public var byteCount: Int { files.reduce(0) { $0 + $1.byteCount } }
}
