import Articles
import InvertedIndex
import Storage

/// The files of a corpus that an update reads: the new and changed files. If there are any, or
/// files are missing, the update also reads files with superseded articles, which may win now.
struct IngestPlan {
  /// The files to read, in the order of their ids.
  private(set) var files: [CorpusFile] = []
  /// Number of files that are not read.
  private(set) var unchanged = 0
  /// Ids of files that are in the ledger but no longer in the scanned folder.
  private(set) var missingFiles: Set<String> = []
  /// Ids of unchanged files that are only read to find their stale articles. An article that the
  /// index lacks was deleted, and must not return.
  private(set) var staleFiles: Set<String> = []
  /// Ids of the corpus's files that can hold several articles.
  private(set) var multiArticleFiles: Set<String> = []
  /// Failures of the scan, and files whose ids other files have.
  private(set) var failures: [ArticleError]
  /// The entries that are not read.
  let skipped: SkippedFiles
  let folder: ScannedFolder
  /// True when the scanned folder holds an index.
  let isIndex: Bool
  /// Ids of the ledger's files in other parts of the folders that contain the scanned folder.
  let outside: Set<String>
  /// The rules by which the files are read.
  let scope: ReadingScope
  /// The rules of the scanned folder.
  let rules: ReadingRules
  /// The rules of the last update; nil if they were the same, and if no file is known.
  private(set) var formerRules: ReadingRules?
  /// Number of unchanged files that are read again, because their rules have changed.
  private(set) var reread = 0
  private var states: [String: FileState] = [:]

  /// A file that was modified in the two seconds before the scan may change again within one tick
  /// of the file system's clock. The next update reads such a file again.
  private static let clockTolerance: Int64 = 2_000_000_000

  /// - Parameters:
  ///   - index: the path of the index's own folder, which is never read, although it may have no
  ///     files of an index yet.
  ///   - catalog: the fields of the index.
  init(
    scanning path: String, _ ledger: inout FileLedger, _ options: IndexingOptions, index: String,
    _ catalog: FieldCatalog = FieldCatalog()
  ) throws {
    let now = Process.now
    let real = FileSystem.realPath(path)
    ledger.rules = ledger.rules(forUpdateFrom: real)
    let rulesBefore = ledger.rules.rules(of: real)
    ledger.rules.update(real, options, catalog)
    rules = ledger.rules.rules(of: real)
    let scope = try ReadingScope(ledger.rules, of: real, options, catalog)
    self.scope = scope
    var patterns = scope.patterns
    var patternFailures: [ArticleError] = []
    do throws(ArticleError) {
      patternFailures = try patterns.prependFile(of: path)
    } catch {
      patternFailures.append(error)
    }
    let corpus = CorpusScanner.scan(
      path, formats: InputFormats.formats(fields: scope.top.fields, patterns: patterns),
      inner: scope.inner.map { [patterns] part in
        (
          FilePath.relative(part.folder, to: real) ?? "",
          InputFormats.formats(fields: part.fields, patterns: patterns)
        )
      }, patterns: patterns, followsLinks: options.followsLinks
    ) { folder, names in
      IndexFiles.areIndex(names, of: IndexDirectory(folder))
        || names.contains(WriteLock.fileName) && FileSystem.isSame(folder, index)
    }
    let names = FileNames(corpus, &ledger)
    failures = patternFailures + corpus.errors + corpus.conflicts + names.failures
    skipped = corpus.skipped
    func paths(_ names: [String]) -> [String] {
      names.map { $0.isEmpty ? corpus.path : FilePath.join(corpus.root, $0) }
    }
    folder = ScannedFolder(
      path: corpus.path, root: corpus.root, patterns: corpus.isFile ? PathPatterns() : patterns,
      unreadable: paths(corpus.unreadable), unfollowed: paths(corpus.unfollowed))
    isIndex = corpus.isIndex
    outside = names.outside
    let inodes = InodeStability(names.files.map { ($0.file.stamp, ledger.files[$0.place.id]) })
    var unchangedFiles: [CorpusFile] = []
    for (file, place) in names.files {
      let id = file.relativePath
      let old = ledger.files[id]
      if file.format.holdsSeveralArticles { multiArticleFiles.insert(id) }
      var state = FileState(
        place: place, stamp: file.stamp,
        reading: part(of: file).fingerprint(
          patterns: file.format is ContainerFormat ? patterns : PathPatterns()),
        hasSupersededArticles: old?.hasSupersededArticles ?? false,
        hasStaleArticles: old?.hasStaleArticles ?? false)
      if file.stamp.modified > now - Self.clockTolerance { state.stamp.modified = 0 }
      states[id] = state
      let isUnchanged = old.map { inodes.isUnchanged(state, since: $0) } ?? false
      if let old, old.reading != state.reading, inodes.isUnchanged(state, since: old, rules: false)
      {
        reread += 1
      }
      let findsStale = isUnchanged && options.prunes && state.hasStaleArticles
      if findsStale, !state.hasSupersededArticles { staleFiles.insert(id) }
      if isUnchanged, !findsStale {
        unchangedFiles.append(file)
      } else {
        files.append(file)
      }
    }
    // An empty corpus is a mistake, and no reason to remove articles.
    // The files behind a link that is not followed may exist.
    if !corpus.files.isEmpty {
      missingFiles = names.unfound(in: folder)
    }
    if readsOrMisses {
      files += unchangedFiles.filter { states[$0.relativePath]?.hasSupersededArticles == true }
      files.sort { $0.relativePath.utf8.lexicographicallyPrecedes($1.relativePath.utf8) }
    }
    let isKnown = names.files.contains { ledger.files[$0.place.id] != nil }
    formerRules = isKnown && rulesBefore != rules ? rulesBefore : nil
    if !files.isEmpty, let decoder = try? TextDecoder(forced: scope.top.encoding) {
      ledger.boilerplate.learn(from: names.files.map(\.file), decoder: decoder)
      files = files.map(ledger.boilerplate.applied)
    }
    unchanged = names.files.count - files.count
  }

  /// The rules by which a file is read.
  func part(of file: CorpusFile) -> ReadingScope.Part {
    scope.part(of: FilePath.join(folder.root, file.name))
  }

  /// True when articles may change, so that superseded articles of other files may win.
  var readsOrMisses: Bool { !files.isEmpty || !missingFiles.isEmpty }

  /// Returns a plan that reads only some of the files.
  func keeping(_ ids: Set<String>) -> IngestPlan {
    var plan = self
    plan.files.removeAll { !ids.contains($0.relativePath) }
    plan.failures = []
    return plan
  }

  /// Ids of the files whose articles compete: the files of the corpus, and of other parts of the
  /// folders that contain it.
  var ids: Set<String> { outside.union(states.keys) }

  func state(of id: String) -> FileState? { states[id] }
}

/// The decision whether a file system keeps the inodes of its files.
///
/// Some network and FAT file systems number their files anew each time they are mounted. If most of
/// the files that are otherwise unchanged have another inode, inodes are ignored. A replaced file
/// also has another `changed` time, on all file systems that record it.
private struct InodeStability {
  private let isStable: Bool

  /// Fewer files are read again rather than trusted.
  private static let minimumCount = 16

  init(_ files: [(stamp: FileStamp, old: FileState?)]) {
    let same = files.filter { $0.old?.stamp.isEqual(exceptInode: $0.stamp) ?? false }
    let moved = same.count { $0.old?.stamp != $0.stamp }
    isStable = moved < Self.minimumCount || 2 * moved <= same.count
  }

  /// - Parameter rules: false to ignore the rules by which the file is read.
  func isUnchanged(_ state: FileState, since old: FileState, rules: Bool = true) -> Bool {
    var state = state
    if !rules { state.reading = old.reading }
    if !isStable { state.stamp.inode = old.stamp.inode }
    return state == old && state.stamp.modified != 0
  }
}
