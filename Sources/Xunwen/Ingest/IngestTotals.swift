import InvertedIndex
import Synchronization

/// The counts of an update so far.
struct IngestTotals {
  var files = 0
  var unchangedFiles = 0
  var skipped = 0
  var isInterrupted = false
  private(set) var failures = 0
  private(set) var commits = 0
  private var counts = ArticleCounts()
  private var superseded = 0
  private var changed = 0
  private var removed = 0
  private var duplicates = 0

  var isEmpty: Bool {
    counts.indexed == 0 && counts.unchanged == 0 && superseded == 0 && unchangedFiles == 0
      && !isInterrupted
  }

  mutating func add(_ result: TaskResult) {
    failures += result.failures.count
    counts += result.counts
    superseded += result.superseded.count
  }

  mutating func add(_ commit: PreparedCommit) {
    commits += 1
    changed += commit.replacedCount
    removed += commit.removedCount
    duplicates += commit.duplicates.reduce(0) { $0 + $1.count - 1 }
  }

  func summary(_ index: IndexReader?, merges: MergeSummary, elapsed: Duration) -> IndexingSummary {
    let infos = index?.segments.map(\.info) ?? []
    func size(_ isWanted: (String) -> Bool) -> Int {
      infos.flatMap(\.files).filter { isWanted($0.name) }.reduce(0) { $0 + $1.byteCount }
    }
    return IndexingSummary(
      added: counts.indexed - duplicates - changed, changed: changed, unchanged: counts.unchanged,
      removed: removed, articles: index?.liveCount ?? 0, files: files,
      unchangedFiles: unchangedFiles, bytes: counts.bytes, undated: counts.undated,
      unsourced: counts.unsourced,
      encodings: counts.encodings.sorted { $0.key < $1.key }.map {
        NamedCount(name: $0.key, count: $0.value)
      },
      failures: failures, duplicates: duplicates + superseded, skipped: skipped, commits: commits,
      isInterrupted: isInterrupted, merges: merges.merges, segments: infos.count,
      indexBytes: size { _ in true },
      storedBytes: size { $0.hasSuffix("." + SegmentFormat.endings.stored) }, elapsed: elapsed)
  }
}

/// A thread-safe counter of the input read, which reports to the caller from time to time.
final class ProgressCounter: Sendable {
  private struct State {
    var articles = 0
    var bytes = 0
    var reportedBytes = 0
  }

  private let state = Mutex(State())
  private let totalBytes: Int
  private let onProgress: @Sendable (IndexingProgress) -> Void

  /// Bytes between two reports, which makes a few hundred reports for a large archive.
  private static let step = 256 << 10

  init(totalBytes: Int, _ onProgress: @escaping @Sendable (IndexingProgress) -> Void) {
    self.totalBytes = totalBytes
    self.onProgress = onProgress
  }

  func add(articles: Int, bytes: Int) {
    state.withLock { state in
      state.articles += articles
      state.bytes += bytes
      if state.bytes - state.reportedBytes >= Self.step { report(&state) }
    }
  }

  func finish() { state.withLock { report(&$0) } }

  /// Reports under the lock, so that reports never go backwards.
  private func report(_ state: inout State) {
    state.reportedBytes = state.bytes
    onProgress(
      IndexingProgress(articles: state.articles, bytes: state.bytes, totalBytes: totalBytes))
  }
}
