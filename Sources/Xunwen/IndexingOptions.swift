import Storage

/// Where articles come from.
public enum CorpusInput: Sendable {
  /// All `.txt` and `.jsonl` files below a folder.
  case folder(String)
  /// JSON lines on standard input.
  case standardInput
}

/// How an index is brought up to date.
public struct IndexingOptions: Sendable {
  /// Bytes for the units that are inverted at a time, 16 MiB or more. The process takes some 70 MB besides,
  /// and what an index's columns take (44 bytes for an article, and its id).
  public var memory = 512 << 20
  /// Units inverted at a time, of which the memory allows five; the result does not depend on it.
  public var jobs = 1
  /// ICU name of the encoding of all files; nil to detect it file by file.
  public var encoding: String?
  /// Build anew, in place of what the index has, in the last step.
  public var rebuilds = false
  /// Remove articles whose file is gone, or whose file of records does not have them any more. Nothing is removed
  /// for what could not be read.
  public var prunes = false
  /// Commit nothing when anything fails.
  public var isStrict = false
  /// Commit whenever so many articles have come in; nil for once, at the end.
  public var commitEvery: Int?
  /// Merge segments at the end, where that is due.
  public var merges = true

  public init() {}

  /// Tells ways of reading files apart, of which some file gives other articles; the number is that of the rules by
  /// which pages and records are read.
  var reading: UInt64 { XXH64.hash(Array("1 \(encoding ?? "")".utf8).span) }
}

/// How far indexing has come.
public struct IndexingProgress: Sendable {
  public let articles: Int
  /// Bytes of input read, of `totalBytes` (0 when not known in advance).
  public let bytes: Int
  public let totalBytes: Int
}

/// What indexing did.
public struct IndexingSummary: Sendable, Codable {
  /// Articles that were new.
  public let added: Int
  /// Articles that took the place of others with their ids.
  public let changed: Int
  /// Articles that were read and are in the index as they are.
  public let unchanged: Int
  /// Articles that went.
  public let removed: Int
  /// Articles in the index.
  public let articles: Int
  /// Files read, or 1 for standard input.
  public let files: Int
  /// Files that were not read, since they are as they were.
  public let unchangedFiles: Int
  /// Bytes of the articles that were added or changed.
  public let bytes: Int
  /// Articles without any date, and without any source.
  public let undated: Int
  public let unsourced: Int
  /// Articles by the encoding of their file, sorted by name.
  public let encodings: [NamedCount]
  /// What could not be read, decoded or parsed, in the order of the input.
  public let failures: Int
  /// Articles with ids that came again later; the last of each was kept.
  public let duplicates: Int
  /// Hidden files and files of other kinds, passed over.
  public let skipped: Int
  public let commits: Int
  /// True when the task was cancelled before the end of the input.
  public let isInterrupted: Bool
  public let merges: Int
  /// Segments of the index.
  public let segments: Int
  /// Bytes of the index, and of the stored articles in it.
  public let indexBytes: Int
  public let storedBytes: Int
  public let elapsed: Duration
}
