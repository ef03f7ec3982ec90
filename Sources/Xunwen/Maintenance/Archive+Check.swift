public import InvertedIndex
import Storage

/// What checking an index has found.
public struct CheckReport: Sendable {
  public let level: CheckLevel
  /// Counts the commits of the index; nil where the newest one cannot be read.
  public let generation: Int?
  public let segments: Int
  /// Articles, as far as the commit can be read.
  public let articles: Int
  /// Files of the commit, and their bytes.
  public let files: Int
  public let bytes: Int
  /// What is wrong.
  public let findings: [CheckFinding]
  /// Findings like others of the same file, which were counted only.
  public let omitted: Int
  /// Files in the folder that the commit does not need: of a writer at work, of one that was stopped, or foreign.
  public let unneeded: [String]
  /// Segments whose words were not compared with the articles, since another ICU cut them; and by which.
  public let foreignWords: [ForeignWords]
  public let elapsed: Duration

  /// Nothing is wrong.
  public var isClean: Bool { findings.isEmpty }
}

/// How far a check has come.
public struct CheckProgress: Sendable {
  /// Work done of all there is, in no unit.
  public let done: Int
  public let total: Int
}

extension Archive {
  /// Checks the index in a folder: its newest commit, as it is when the check begins. Nothing is changed, and a
  /// writer may go on meanwhile.
  ///
  /// - Parameters:
  ///   - jobs: threads.
  ///   - memory: bytes for the articles that are inverted again, as in `IndexingOptions`.
  ///   - onProgress: called now and then, one call at a time.
  /// - Throws: `XunwenError.noIndex`; `StorageError` when the folder cannot be read, when the index is of a version
  ///   that this program does not read, or for what is put aside in `$TMPDIR`. Damage is reported, not thrown.
  /// - Complexity: O(*n*) in the bytes of the index; `content` takes about as long as indexing.
  public static func check(
    at path: String, level: CheckLevel = .structure, jobs: Int = 1, memory: Int = 512 << 20,
    onProgress: @escaping @Sendable (CheckProgress) -> Void = { _ in }
  ) async throws -> CheckReport {
    let clock = ContinuousClock()
    let start = clock.now
    let checker = try finding(path) { () throws(StorageError) in
      try IndexChecker(
        IndexDirectory(path), level: level, records: StoredArticles(name: "record"), jobs: jobs,
        memory: memory)
    }
    let found = try await checker.run { onProgress(CheckProgress(done: $0, total: $1)) }
    return CheckReport(
      level: level, generation: found.generation.map { Int($0) }, segments: found.segments.count,
      articles: found.articles, files: found.files, bytes: found.bytes,
      findings: found.findings.all, omitted: found.findings.omitted, unneeded: found.unneeded,
      foreignWords: found.foreignWords, elapsed: clock.now - start)
  }
}
