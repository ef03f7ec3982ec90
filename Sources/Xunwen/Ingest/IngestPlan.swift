import Articles
import Storage

/// The files of a corpus that an update has to read.
///
/// They are the new and changed files. When there are any, or files are missing, files with
/// superseded articles are read too, because those articles may become current.
struct IngestPlan {
  /// The files to read, in the order of their paths.
  private(set) var files: [CorpusFile] = []
  /// Number of files that are not read.
  private(set) var unchanged = 0
  /// Paths of files that are in the ledger but not in the corpus.
  private(set) var missingFiles: Set<String> = []
  /// Paths of the corpus's files that can hold several articles.
  private(set) var multiArticleFiles: Set<String> = []
  /// Failures of the scan, and files whose path another root has already.
  private(set) var failures: [ArticleError]
  /// Number of hidden files and of files that no format accepts.
  let skipped: Int
  private let states: [String: FileState]

  /// Files modified within two seconds before the scan are read again by the next update, because a
  /// file may change once more within one tick of its file system's clock.
  private static let clockTolerance: Int64 = 2_000_000_000

  /// Scans a folder or a single file.
  init(scanning path: String, _ ledger: inout FileLedger, _ options: IndexingOptions) {
    let now = Process.now
    let corpus = CorpusScanner.scan(path)
    let root = ledger.index(ofRoot: corpus.root)
    failures = corpus.errors
    skipped = corpus.skipped
    var states: [String: FileState] = [:]
    var unchangedFiles: [CorpusFile] = []
    for file in corpus.files {
      let path = file.relativePath
      let old = ledger.files[path]
      if let old, old.root != root {
        let other = ledger.roots[old.root] + "/" + path
        if FileSystem.exists(other), FileSystem.realPath(other) != FileSystem.realPath(file.path) {
          failures.append(ArticleError(path: file.path, reason: .idTaken(by: other)))
          continue
        }
      }
      if file.format.holdsSeveralArticles { multiArticleFiles.insert(path) }
      let state = FileState(
        byteCount: file.byteCount,
        modified: file.modified > now - Self.clockTolerance ? 0 : file.modified,
        reading: options.readingFingerprint, root: root,
        hasSupersededArticles: old?.hasSupersededArticles ?? false,
        hasStaleArticles: old?.hasStaleArticles ?? false)
      states[path] = state
      if state == old, state.modified != 0, !(options.prunes && state.hasStaleArticles) {
        unchangedFiles.append(file)
      } else {
        files.append(file)
      }
    }
    self.states = states
    // An unreadable folder or an empty corpus is a mistake, and no reason to remove articles.
    if corpus.errors.isEmpty, !corpus.files.isEmpty {
      missingFiles = Set(
        ledger.files.filter { $0.value.root == root && states[$0.key] == nil }.keys
      )
      .subtracting(corpus.files.map(\.relativePath))
    }
    if !files.isEmpty || !missingFiles.isEmpty {
      files += unchangedFiles.filter { states[$0.relativePath]?.hasSupersededArticles == true }
      files.sort { $0.relativePath.utf8.lexicographicallyPrecedes($1.relativePath.utf8) }
    }
    unchanged = corpus.files.count - files.count
  }

  /// Returns a plan that reads only some of the files.
  func keeping(_ paths: Set<String>) -> IngestPlan {
    var plan = self
    plan.files.removeAll { !paths.contains($0.relativePath) }
    plan.failures = []
    return plan
  }

  /// Paths of the corpus's files.
  var paths: Set<String> { Set(states.keys) }

  /// Returns the state of a file for the ledger.
  func state(of path: String) -> FileState? { states[path] }
}
