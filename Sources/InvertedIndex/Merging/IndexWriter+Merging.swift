import Storage

extension IndexWriter {
  /// Merges segments while a merge is due. Each merge has its own commit.
  ///
  /// When a merge fails, or the task is cancelled, the running merge is dropped and earlier merges
  /// stay.
  ///
  /// - Parameters:
  ///   - isForced: true to make as few segments as the policy's size limit allows, without deleted
  ///     documents.
  ///   - jobs: the number of threads.
  ///   - onMerge: called before each merge.
  ///   - onProgress: called from time to time during a merge.
  /// - Complexity: O(*n*) in the bytes of the merged segments.
  public func merge(
    _ policy: MergePolicy = MergePolicy(), isForced: Bool = false, jobs: Int = 1,
    onMerge: (MergeStep) -> Void = { _ in }, onProgress: (MergeProgress) -> Void = { _ in }
  ) async throws -> MergeSummary {
    var summary = MergeSummary()
    var forced: [[String]]?
    while let reader = try reader() {
      // Forced merges are chosen once. Otherwise a finished merge may make another one due.
      if isForced, forced == nil { forced = policy.all(of: reader) }
      guard let names = isForced ? forced?.popLast() : policy.next(of: reader) else { break }
      summary.isInterrupted = Task.isCancelled
      if summary.isInterrupted { break }
      let segments = reader.segments.filter { names.contains($0.info.name) }
      let bytes = segments.reduce(0) { $0 + $1.info.byteCount }
      onMerge(MergeStep(segments: segments.count, bytes: bytes))
      let merger = try SegmentMerger(segments)
      do {
        let merged = try await merger.merge(to: directory, name: takeSegmentName(), jobs: jobs) {
          onProgress(MergeProgress(done: Int($0 * Double(bytes)), total: bytes))
        }
        try commit(merged, replacing: names)
        summary.bytes += merged.byteCount
      } catch is CancellationError {
        summary.isInterrupted = true
        try removeUnreferencedFiles()
        break
      } catch {
        // The next writer retries removals that fail here.
        try? removeUnreferencedFiles()
        throw error
      }
      summary.merges += 1
      summary.segments += names.count
    }
    return summary
  }
}

extension MergePolicy {
  /// The names of the segments of the next due merge; nil when none is due.
  fileprivate func next(of reader: IndexReader) -> [String]? {
    next(Self.candidates(reader)).map { Self.names($0, reader) }
  }

  /// The names of the segments of each merge that makes as few segments as the limit allows.
  fileprivate func all(of reader: IndexReader) -> [[String]] {
    all(Self.candidates(reader)).map { Self.names($0, reader) }
  }

  private static func candidates(_ reader: IndexReader) -> [Candidate] {
    zip(reader.segments, reader.commit.segments).map { segment, entry in
      Candidate(
        size: segment.info.byteCount, documentCount: segment.documentCount,
        deletedCount: entry.deletedCount)
    }
  }

  private static func names(_ indices: [Int], _ reader: IndexReader) -> [String] {
    indices.map { reader.segments[$0].info.name }
  }
}

/// A merge that is about to begin.
public struct MergeStep: Sendable, Codable {
  /// The number of segments to merge.
  public let segments: Int
  /// The bytes of their files.
  public let bytes: Int
}

/// The progress of one merge.
public struct MergeProgress: Sendable {
  /// The share of `total` that is merged.
  public let done: Int
  /// The bytes of the segments to merge.
  public let total: Int
}

/// The work that merging did.
public struct MergeSummary: Sendable, Codable {
  /// The number of merges, each with a commit.
  public internal(set) var merges = 0
  /// The number of segments that were merged.
  public internal(set) var segments = 0
  /// The bytes that were written.
  public internal(set) var bytes = 0
  /// True when merging ended early.
  public internal(set) var isInterrupted = false

  /// Creates a summary of no merges.
  public init() {}
}

extension SegmentInfo {
  /// The bytes of the segment's files, without the `.si` file.
  public var byteCount: Int { files.reduce(0) { $0 + $1.byteCount } }
}
