import Wire
import Xunwen

/// The state of the updates of an index from its folders, for the API and the page.
struct IndexingReport: Sendable {
  enum State: String, Sendable {
    /// The first update has not begun.
    case waiting
    /// An update runs.
    case indexing
    /// Another process writes to the index. The server tries again.
    case locked
    /// The last update failed.
    case failed
    /// The index has the articles of the last scan.
    case current
  }

  /// A file that could not be read.
  struct Failure: Sendable {
    /// The path below the folder.
    let path: String
    let reason: String
  }

  /// The failures that are listed.
  static let failureLimit = 50

  var state = State.waiting
  /// The name of the folder of the running update, or of the last one.
  var folder = ""
  var progress: IndexingProgress?
  /// The time of the running update so far, or of the last one.
  var elapsed = Duration.zero
  var failures = 0
  var firstFailures: [Failure] = []
  /// The reason of `failed` and `locked`.
  var error: String?
  /// The names of the ways in which the folders are watched, and the reasons for scans.
  var watches: [String] = []
  var watchReasons: [String] = []

  mutating func add(_ failure: ArticleError, of folder: String) {
    // A superseded article is not a failure.
    if case .duplicateID = failure.reason { return }
    failures += 1
    guard firstFailures.count < Self.failureLimit else { return }
    let path = FilePath.relative(failure.path, to: folder) ?? FilePath.name(failure.path)
    let place = failure.line.map { "\(path):\($0)" } ?? path
    firstFailures.append(Failure(path: place, reason: "\(failure.reason)"))
  }

  /// The row of the API.
  func row(index: String, generation: Int?) -> DataRow {
    let seconds = max(elapsed.seconds, 0.001)
    let articles = progress?.articles ?? 0
    return [
      "type": "indexing", "index": .text(index), "folder": .text(folder),
      "state": .text(state.rawValue), "files": .integer(progress?.files ?? 0),
      "total_files": .integer(progress?.totalFiles ?? 0), "articles": .integer(articles),
      "bytes": .integer(progress?.bytes ?? 0), "total_bytes": .integer(progress?.totalBytes ?? 0),
      "elapsed_ms": .number((seconds * 1000).rounded()),
      "articles_per_second": .number((Double(articles) / seconds).rounded()),
      "bytes_per_second": .number((Double(progress?.articleBytes ?? 0) / seconds).rounded()),
      "failures": .integer(failures),
      "first_failures": .list(
        firstFailures.map { .object(["path": .text($0.path), "reason": .text($0.reason)]) }),
      "error": error.map { .text($0) } ?? .null, "watch": .list(watches.map { .text($0) }),
      "watch_reasons": .list(watchReasons.map { .text($0) }),
      "generation": generation.map { .integer($0) } ?? .null,
    ]
  }
}
