/// Where articles come from.
public enum CorpusInput: Sendable {
  /// All `.txt` and `.jsonl` files below a folder.
  case folder(String)
  /// JSON lines on standard input.
  case standardInput
}

/// How an index is built.
public struct IndexingOptions: Sendable {
  /// Bytes for the units that are inverted at a time, 16 MiB or more. The process takes some 70 MB besides,
  /// and what an index's columns take (44 bytes for an article, and its id).
  public var memory = 512 << 20
  /// Units inverted at a time, of which the memory allows five; the result does not depend on it.
  public var jobs = 1
  /// ICU name of the encoding of all files; nil to detect it file by file.
  public var encoding: String?

  public init() {}
}

/// How far indexing has come.
public struct IndexingProgress: Sendable {
  public let articles: Int
  /// Bytes of input read, of `totalBytes` (0 when not known in advance).
  public let bytes: Int
  public let totalBytes: Int
}

/// What indexing did.
public struct IndexingSummary: Sendable {
  public let articles: Int
  /// Files read, or 1 for standard input.
  public let files: Int
  public let bytes: Int
  /// Articles without any date, and without any source.
  public let undated: Int
  public let unsourced: Int
  /// Articles by the encoding of their file, sorted by name.
  public let encodings: [(name: String, count: Int)]
  /// What could not be read, decoded or parsed, in the order of the input.
  public let failures: Int
  /// Ids that came more than once; the last article of each was kept.
  public let duplicates: Int
  /// Hidden files and files of other kinds, passed over.
  public let skipped: Int
  public let segments: Int
  /// Bytes of the index, and of the stored articles in it.
  public let indexBytes: Int
  public let storedBytes: Int
  public let elapsed: Duration
}
