import Articles
import InvertedIndex
import Synchronization

/// The counts of an update so far.
struct IngestTotals {
  var files = 0
  var unchangedFiles = 0
  var skipped = SkippedFiles()
  var isInterrupted = false
  var mergeFailure: String?
  /// Articles that were inverted again, because the declared fields changed; nil without a commit
  /// of new fields before the update.
  var reindexed: Int?
  /// The rules by which the files of the folder are read.
  var rules = ReadingRules()
  /// The rules of the last update, if they were others.
  var formerRules: ReadingRules?
  /// Unchanged files that are read again, because their rules have changed.
  var reread = 0
  private(set) var failures = 0
  /// Articles that a rebuild has taken from the replaced index.
  private var kept = 0
  /// The commits of the update itself.
  private(set) var commits = 0
  private var counts = ArticleCounts()
  private var repairs: [RepairedArticle] = []
  private var changed = 0
  private var removed = 0
  /// Articles of later files that are in the index win over these, which were not indexed.
  private var losing = 0
  /// Articles that were indexed by this update and replaced by later articles of this update.
  private var replaced = 0

  /// The commits, with that of new fields.
  var allCommits: Int { commits + (reindexed == nil ? 0 : 1) }

  var isEmpty: Bool {
    counts.indexed == 0 && counts.unchanged == 0 && losing == 0 && unchangedFiles == 0
      && !isInterrupted
  }

  /// Forgets the articles of an update that is not committed.
  mutating func discardArticles() {
    counts = ArticleCounts()
    repairs = []
    losing = 0
  }

  mutating func add(_ result: TaskResult) {
    failures += result.failures.count
    counts += result.counts
    losing += result.superseded.count
    skipped += result.skipped
    repairs += result.repairs.prefix(IndexingSummary.repairLimit - repairs.count)
  }

  mutating func addKept() { kept += 1 }

  mutating func addFailure() { failures += 1 }

  /// Adds a commit.
  ///
  /// - Parameters:
  ///   - superseded: articles of this update that the articles of the commit replace.
  ///   - oldSegments: the segments whose articles do not count as replaced.
  mutating func add(
    _ commit: PreparedCommit, superseded: ArticleCounts, ignoring oldSegments: Set<String>
  ) {
    commits += 1
    removed += commit.removedCount
    counts -= superseded
    replaced += superseded.indexed
    let inCommit = commit.superseded.reduce(0) { $0 + $1.documents.count }
    let old = commit.replaced.reduce(0) { $0 + (oldSegments.contains($1.key) ? $1.value.count : 0) }
    changed += commit.replacedCount - old - (superseded.indexed - inCommit)
  }

  func summary(_ index: IndexReader?, merges: MergeSummary, elapsed: Duration) -> IndexingSummary {
    let infos = index?.segments.map(\.info) ?? []
    func size(_ isWanted: (String) -> Bool) -> Int {
      infos.flatMap(\.files).filter { isWanted($0.name) }.reduce(0) { $0 + $1.byteCount }
    }
    return IndexingSummary(
      added: counts.indexed - changed, changed: changed, unchanged: counts.unchanged,
      removed: removed, kept: kept, superseded: replaced + losing, articles: index?.liveCount ?? 0,
      generation: Int(index?.commit.generation ?? 0), files: files,
      unchangedFiles: unchangedFiles, bytes: counts.bytes, undated: counts.undated,
      unsourced: counts.unsourced, repaired: counts.repaired, repairs: repairs,
      encodings: counts.encodings.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map {
        NamedCount(name: $0.key, count: $0.value)
      },
      misfits: counts.misfits.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map {
        NamedCount(name: $0.key, count: $0.value)
      },
      reindexed: reindexed ?? 0, rules: rules, formerRules: formerRules, reread: reread,
      failures: failures, skipped: skipped, commits: allCommits,
      isInterrupted: isInterrupted || merges.isInterrupted, merges: merges.merges,
      mergeFailure: mergeFailure, segments: infos.count,
      indexBytes: size { _ in true },
      storedBytes: size { $0.hasSuffix("." + SegmentFormat.endings.stored) }, elapsed: elapsed)
  }
}

/// A thread-safe counter of the input read, which reports to the caller from time to time.
final class ProgressCounter: Sendable {
  private struct State {
    var articles = 0
    var bytes = 0
    var articleBytes = 0
    var files = 0
    var reportedBytes = 0
  }

  private let state = Mutex(State())
  private let totalBytes: Int
  private let totalFiles: Int
  private let onProgress: @Sendable (IndexingProgress) -> Void

  /// Bytes between two reports, which makes a few hundred reports for a large archive.
  private static let step = 256 << 10

  init(
    totalBytes: Int, totalFiles: Int = 0,
    _ onProgress: @escaping @Sendable (IndexingProgress) -> Void
  ) {
    self.totalBytes = totalBytes
    self.totalFiles = totalFiles
    self.onProgress = onProgress
  }

  /// - Parameters:
  ///   - bytes: bytes of the files.
  ///   - articleBytes: bytes of the articles, decompressed.
  func add(articles: Int, bytes: Int, articleBytes: Int) {
    state.withLock { state in
      state.articles += articles
      state.bytes += bytes
      state.articleBytes += articleBytes
      if state.articleBytes - state.reportedBytes >= Self.step { report(&state) }
    }
  }

  /// Adds an article, or a part of the input that cannot be read.
  func add(_ part: ArticlePart, isArticle: Bool) {
    add(
      articles: isArticle ? 1 : 0, bytes: part.fileByteCount, articleBytes: part.byteCount)
  }

  /// Adds the end of a file, which is reported with the next bytes.
  func addFile() { state.withLock { $0.files += 1 } }

  func finish() { state.withLock { report(&$0) } }

  /// Reports under the lock, so that reports never go backwards.
  private func report(_ state: inout State) {
    state.reportedBytes = state.articleBytes
    onProgress(
      IndexingProgress(
        articles: state.articles, bytes: state.bytes, articleBytes: state.articleBytes,
        totalBytes: totalBytes, files: state.files, totalFiles: totalFiles))
  }
}
