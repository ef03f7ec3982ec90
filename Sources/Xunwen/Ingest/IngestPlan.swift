import Articles
import Storage

/// The files of a corpus that an update reads: the new and changed files. If there are any, or
/// files are missing, the update also reads files with superseded articles, which may win now.
struct IngestPlan {
  /// The files to read, in the order of their paths.
  private(set) var files: [CorpusFile] = []
  /// Number of files that are not read.
  private(set) var unchanged = 0
  /// Paths of files that are in the ledger but not in the corpus.
  private(set) var missingFiles: Set<String> = []
  /// Paths of the corpus's files that can hold several articles.
  private(set) var multiArticleFiles: Set<String> = []
  /// Failures of the scan, and files whose path another root already has.
  private(set) var failures: [ArticleError]
  /// Number of hidden files and of files that no format accepts.
  let skipped: Int
  private let states: [String: FileState]

  /// A file that was modified in the two seconds before the scan may change again within one tick
  /// of the file system's clock. The next update reads such a file again.
  private static let clockTolerance: Int64 = 2_000_000_000

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
      missingFiles = Set(ledger.files.filter { $0.value.root == root }.keys)
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

  var paths: Set<String> { Set(states.keys) }

  func state(of path: String) -> FileState? { states[path] }
}
