import Articles
import Storage

/// Which files of a corpus have to be read: new ones, those that are not as they were, and those whose articles may
/// come to light where other files have changed.
struct IngestPlan {
  /// In the order of their paths.
  private(set) var files: [CorpusFile] = []
  /// Files that are as they were.
  private(set) var unchanged = 0
  /// Known files of this root that are not there any more.
  private(set) var vanished: Set<String> = []
  /// Files of records that are there, read or not.
  private(set) var recordFiles: Set<String> = []
  /// What could not be looked at, and files that another root has too.
  private(set) var failures: [ArticleError]
  /// Hidden files and files of other kinds, passed over.
  let skipped: Int
  /// Files that are there.
  let found: Int
  private let states: [String: FileState]

  /// Nothing younger than this before the scan is believed to stay as it is: a file may change once more within one
  /// tick of its file system's clock.
  private static let settling: Int64 = 2_000_000_000

  /// Scans a folder, or takes a single file.
  init(scanning folder: String, _ ledger: inout FileLedger, reading: UInt64, prunes: Bool) {
    let now = CorpusScanner.now
    let corpus = CorpusScanner.scan(folder)
    let root = ledger.ordinal(ofRoot: corpus.root)
    self.init(corpus, ledger, root: root, reading: reading, prunes: prunes, now: now)
  }

  /// - Parameters:
  ///   - root: ordinal of the corpus's root in the ledger.
  ///   - reading: how files are read this time.
  ///   - prunes: what is gone is looked for.
  ///   - now: nanoseconds since 1970 when the scan began.
  init(_ corpus: Corpus, _ ledger: FileLedger, root: Int, reading: UInt64, prunes: Bool, now: Int64)
  {
    failures = corpus.errors
    skipped = corpus.skipped
    found = corpus.files.count
    var states: [String: FileState] = [:]
    var settled: [CorpusFile] = []
    for file in corpus.files {
      let path = file.relativePath
      let known = ledger.files[path]
      if let known, known.root != root {
        let other = ledger.roots[known.root] + "/" + path
        if RealPath.exists(other), RealPath.of(other) != RealPath.of(file.path) {
          failures.append(ArticleError(path: file.path, reason: .idTaken(by: other)))
          continue
        }
      }
      if file.kind == .records { recordFiles.insert(path) }
      let state = FileState(
        byteCount: file.byteCount,
        modified: file.modified > now - Self.settling ? 0 : file.modified, reading: reading,
        root: root, isShadowed: known?.isShadowed ?? false, hasGone: known?.hasGone ?? false)
      states[path] = state
      if state == known, state.modified != 0, !(prunes && state.hasGone) {
        settled.append(file)
      } else {
        files.append(file)
      }
    }
    self.states = states
    if corpus.errors.isEmpty, found > 0 {
      vanished = Set(ledger.files.filter { $0.value.root == root && states[$0.key] == nil }.keys)
        .subtracting(corpus.files.map(\.relativePath))
    }
    // What a file has beside another's shows when that one changes.
    if !files.isEmpty || !vanished.isEmpty {
      files += settled.filter { states[$0.relativePath]?.isShadowed == true }
      files.sort { $0.relativePath.utf8.lexicographicallyPrecedes($1.relativePath.utf8) }
    }
    unchanged = found - files.count
  }

  /// The same for some of the files alone.
  func keeping(_ paths: Set<String>) -> IngestPlan {
    var plan = self
    plan.files.removeAll { !paths.contains($0.relativePath) }
    plan.failures = []
    return plan
  }

  /// Files that are there, read or not.
  var paths: Set<String> { Set(states.keys) }

  /// What the ledger says of a file once it has been read.
  func state(of path: String) -> FileState? { states[path] }
}
