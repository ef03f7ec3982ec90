import InvertedIndex

/// What a run has done so far.
struct IngestTotals {
  var files = 0
  var unchangedFiles = 0
  var skipped = 0
  var isInterrupted = false
  private(set) var failures = 0
  /// Articles that went into segments.
  private(set) var articles = 0
  private var unchanged = 0
  private var shadowed = 0
  private var bytes = 0
  private var undated = 0
  private var unsourced = 0
  private var encodings: [String: Int] = [:]
  private(set) var commits = 0
  private var changed = 0
  private var removed = 0
  private var duplicates = 0
  private var segments: [SegmentInfo] = []

  /// Nothing was found that could have been indexed.
  var isEmpty: Bool {
    articles == 0 && unchanged == 0 && shadowed == 0 && unchangedFiles == 0 && !isInterrupted
  }

  mutating func add(_ result: UnitResult) {
    failures += result.failures.count
    articles += result.articles
    unchanged += result.unchanged
    shadowed += result.shadowed.count
    bytes += result.bytes
    undated += result.undated
    unsourced += result.unsourced
    encodings.merge(result.encodings, uniquingKeysWith: +)
  }

  /// Counts a commit.
  mutating func add(_ prepared: PreparedCommit, _ infos: [SegmentInfo]) {
    commits += 1
    changed += prepared.replacedCount
    removed += prepared.removedCount
    duplicates += prepared.duplicates.reduce(0) { $0 + $1.count - 1 }
    segments += infos
  }

  /// - Parameter index: as it is at the end; nil where there is none.
  func summary(_ index: IndexReader?, merges: MergeSummary, elapsed: Duration) -> IndexingSummary {
    let infos = index?.segments.map(\.info) ?? []
    func size(_ isWanted: (String) -> Bool) -> Int {
      infos.flatMap(\.files).filter { isWanted($0.name) }.reduce(0) { $0 + $1.byteCount }
    }
    return IndexingSummary(
      added: articles - duplicates - changed, changed: changed, unchanged: unchanged,
      removed: removed, articles: index?.liveCount ?? 0, files: files,
      unchangedFiles: unchangedFiles, bytes: bytes, undated: undated, unsourced: unsourced,
      encodings: encodings.sorted { $0.key < $1.key }.map {
        NamedCount(name: $0.key, count: $0.value)
      },
      failures: failures, duplicates: duplicates + shadowed, skipped: skipped, commits: commits,
      isInterrupted: isInterrupted, merges: merges.merges, segments: infos.count,
      indexBytes: size { _ in true },
      storedBytes: size { $0.hasSuffix("." + SegmentFormat.endings.stored) }, elapsed: elapsed)
  }
}
