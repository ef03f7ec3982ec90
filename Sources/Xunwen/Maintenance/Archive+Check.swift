public import InvertedIndex
import Storage

/// The findings of an index check.
public struct CheckReport: Sendable, Codable {
  /// The level of the check.
  public let level: CheckLevel
  /// The number of the checked commit; nil when the newest commit cannot be read.
  public let generation: Int?
  /// The number of checked segments.
  public let segments: Int
  /// The number of articles, as far as the commit can be read.
  public let articles: Int
  /// The number of checked files.
  public let files: Int
  /// The bytes of the checked files.
  public let bytes: Int
  /// The damage found; empty for a clean index.
  public let findings: [CheckFinding]
  /// The number of findings that were left out, because their file has many similar ones.
  public let omitted: Int
  /// The files that cannot be read, for example without permission. They may be intact.
  public let unreadable: [UnreadableFile]
  /// Files that the commit does not need: files of a running or stopped writer, or foreign files.
  public let unneeded: [String]
  /// Segments whose words were not checked, because another version of ICU segmented them.
  public let foreignWords: [ForeignWords]
  /// The time taken.
  public let elapsed: Duration

  /// True without findings, when all files could be read.
  public var isClean: Bool { findings.isEmpty && unreadable.isEmpty }
}

/// The progress of a check.
public struct CheckProgress: Sendable {
  /// The work done, in the unit of `total`.
  public let done: Int
  /// The work of the whole check, in an arbitrary unit.
  public let total: Int
}

extension Archive {
  /// Checks the newest commit of an index. Nothing is changed, and a writer may continue meanwhile.
  ///
  /// - Parameters:
  ///   - jobs: the number of threads.
  ///   - memory: the bytes for the articles that are inverted again, as in `IndexingOptions`.
  ///   - onProgress: called from time to time, one call at a time.
  /// - Throws: `XunwenError.noIndex`; `StorageError` when the folder cannot be read, the version is
  ///   unsupported, or temporary files cannot be written. Damage is reported, not thrown.
  /// - Complexity: O(*n*) in the bytes of the index. The level `content` takes as long as indexing.
  public static func check(
    at path: String, level: CheckLevel = .structure, jobs: Int = 1, memory: Int = 512 << 20,
    onProgress: @escaping @Sendable (CheckProgress) -> Void = { _ in }
  ) async throws -> CheckReport {
    let start = ContinuousClock.now
    let checker = try finding(path) { () throws(StorageError) in
      try IndexChecker(
        IndexDirectory(path), level: level, records: StoredArticles(name: "record"), jobs: jobs,
        memory: memory)
    }
    var found = try await checker.run { onProgress(CheckProgress(done: $0, total: $1)) }
    try found.addDictionaryFaults(of: IndexDirectory(path))
    return CheckReport(
      level: level, generation: found.generation.map { Int($0) }, segments: found.segments.count,
      articles: found.articles, files: found.files, bytes: found.bytes,
      findings: found.findings.all, omitted: found.findings.omitted,
      unreadable: found.findings.unreadable, unneeded: found.unneeded,
      foreignWords: found.foreignWords, elapsed: ContinuousClock.now - start)
  }
}

extension IndexChecker.Report {
  /// Adds the invalid lines of the user's dictionary to the findings.
  fileprivate mutating func addDictionaryFaults(of directory: IndexDirectory) throws {
    for fault in try UserDictionary(of: directory).faults {
      let line = fault.line.map { "line \($0): " } ?? ""
      findings.append("\(line)\(fault.reason); it is ignored", in: WordsFile.name)
    }
  }
}

/// Decodes the stored articles and the ledger of an index.
struct StoredArticles: RecordReader {
  let name: String
  var fields = ArticleFields()

  func document(_ record: [UInt8], file: String) throws -> IndexDocument {
    document(of: try ArticleRecord.decode(record, name: name), file: file)
  }

  func documents(inBlock bytes: [UInt8]) throws -> [IndexDocument] {
    try ArticleRecord.decodeAll(bytes, name: name).map { document(of: $0, file: "") }
  }

  private func document(of article: Article, file: String) -> IndexDocument {
    IndexDocument(article, file: file, fields: fields.values(of: article).terms)
  }

  func declaring(_ fields: [IndexField]) -> any RecordReader {
    StoredArticles(name: name, fields: ArticleFields(FieldCatalog(declared: fields)))
  }

  func checkLedger(_ bytes: [UInt8]) throws { _ = try FileLedger(bytes) }
}
