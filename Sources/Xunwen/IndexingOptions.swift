public import Articles
import InvertedIndex
import Search
import Storage

/// The source of articles for an update.
public enum CorpusInput: Sendable {
  /// The input files below a folder, or a single file.
  case folder(String)
  /// JSON records on standard input.
  case standardInput

  /// Refuses the folder of the index as the folder of the articles, before the index is created.
  ///
  /// - Throws: `XunwenError.indexAsCorpus`.
  package func check(forIndexAt path: String) throws(XunwenError) {
    guard case .folder(let folder) = self, FileSystem.exists(path),
      FileSystem.realPath(folder).utf8.elementsEqual(FileSystem.realPath(path).utf8)
    else { return }
    throw .indexAsCorpus(path: folder)
  }
}

/// Options for updating an index.
///
/// ```swift
/// var options = IndexingOptions()
/// options.jobs = 4
/// options.prunes = true
/// let summary = try await writer.update(from: .folder("corpus"), options: options)
/// ```
public struct IndexingOptions: Sendable {
  /// Memory for the ingest tasks in progress, in bytes; less than 16 MiB counts as 16 MiB.
  /// `docs/INDEXING.md` states what the process needs besides.
  public var memory = 512 << 20
  /// The largest article, in bytes; see `ArticleLimits`. Larger articles are failures. The memory
  /// grows by up to eight times the size of the largest article.
  public var maximumArticleBytes = ArticleLimits.defaultBytes
  /// Maximum number of threads; less than 1 counts as 1. The memory allows five ingest tasks at a
  /// time. The result does not depend on the number of threads.
  public var jobs = 1
  /// ICU name of the encoding of all files; nil for the encoding that the index keeps for the
  /// folder, or else to detect it for each file.
  public var encoding: String?
  /// The names of fields in JSON records and tables. Without assignments, those that the index
  /// keeps for the folder count.
  public var fields = FieldMap()
  /// The files and folders that are left out; without patterns, those that the index keeps for the
  /// folder. The patterns of the file `.xunwenignore` in the folder precede these.
  public var patterns = PathPatterns()
  /// True to forget the encoding, the assignments and the patterns that the index keeps for the
  /// folder and for the folders in it.
  public var forgetsRules = false
  /// The fields to declare or to remove. The index keeps them for later updates.
  ///
  /// When the declared fields of an index change, its stored articles are inverted again. A rebuild
  /// does so for the articles that it keeps.
  public var declarations: [FieldDeclaration] = []
  /// True to replace the whole index in one commit. Articles of the folder's files that cannot be
  /// read stay.
  public var rebuilds = false
  /// True to remove articles that their file no longer contains or whose file is missing. Articles
  /// of unreadable files stay.
  public var prunes = false
  /// True to follow symbolic links that lead out of the corpus folder. Otherwise they are skipped.
  public var followsLinks = false
  /// True to commit nothing if there is any failure.
  public var isStrict = false
  /// Number of articles between commits; nil for a single commit at the end.
  public var commitEvery: Int?
  /// The share of the committed articles of the update that a further commit must add, besides
  /// `commitEvery`. With a share, a long update makes few commits and few segments.
  public var commitGrowth = 0.0
  /// True to merge segments at the end as the merge policy demands.
  public var merges = true

  /// The limits of articles that are useful, in bytes: 1 KiB to `ArticleLimits.maximumBytes`.
  package static let articleBytes = 1 << 10...ArticleLimits.maximumBytes

  /// The smallest value of `memory` that is used, in bytes.
  package static let leastMemory = 16 << 20
  /// The address space that `memory` needs, as a multiple: runs reserve more than they use.
  static let addressSpaceFactor = 4
  /// The least address space in which an index is built, in bytes.
  package static let leastAddressSpace = leastMemory * addressSpaceFactor

  /// Creates options for one thread, one commit at the end, and merges.
  public init() {}

  /// The fields of an index after the declarations.
  func catalog(after declared: [IndexField]) -> FieldCatalog {
    let before = FieldCatalog(declared: declared)
    return FieldCatalog(declared: before.declaring(declarations.map { ($0.name, $0.type) }))
  }
}

/// The progress of an update.
public struct IndexingProgress: Sendable {
  /// Number of articles read so far.
  public let articles: Int
  /// Bytes of input read so far, as the files have them.
  public let bytes: Int
  /// Bytes of the articles read so far, decompressed. Stored articles count as they are stored.
  public let articleBytes: Int
  /// Bytes of all input; 0 when unknown.
  public let totalBytes: Int
  /// Number of files read to the end so far.
  public let files: Int
  /// Number of files to read; 0 when unknown.
  public let totalFiles: Int
}

/// The result of an update.
public struct IndexingSummary: Sendable, Codable {
  /// Number of new articles.
  public let added: Int
  /// Number of articles that replaced an article with the same id.
  public let changed: Int
  /// Number of articles that were read and were in the index already.
  public let unchanged: Int
  /// Number of removed articles.
  public let removed: Int
  /// Number of articles that a rebuild has taken from the old index, because their file exists and
  /// could not be read.
  public let kept: Int
  /// Number of articles that are not in the index, because a later article has the same id. No
  /// other number counts them.
  public let superseded: Int
  /// Number of articles in the index.
  public let articles: Int
  /// The number of the commit; 0 without one.
  public let generation: Int
  /// Number of files read; 1 for standard input.
  public let files: Int
  /// Number of unchanged files, which were not read.
  public let unchangedFiles: Int
  /// Input bytes of the new, changed and superseded articles.
  public let bytes: Int
  /// Number of new and changed articles without a date.
  public let undated: Int
  /// Number of new and changed articles without a source.
  public let unsourced: Int
  /// Number of new, changed and superseded articles in which malformed bytes became U+FFFD.
  public let repaired: Int
  /// The first of these articles, at most `repairLimit`.
  public let repairs: [RepairedArticle]
  /// Number of new and changed articles by encoding, sorted by name.
  public let encodings: [NamedCount]
  /// Number of values of new and changed articles that are no numbers or dates in a field of
  /// numbers or dates, sorted by the name of the field. They are kept for display.
  public let misfits: [NamedCount]
  /// Number of articles that were inverted again, because the declared fields changed.
  public let reindexed: Int
  /// The rules by which the files of the folder were read, and which the index keeps.
  public let rules: ReadingRules
  /// The rules before the update; nil if they were the same, and if the folder was not indexed.
  public let formerRules: ReadingRules?
  /// Number of unchanged files that were read again, because their rules are not those by which
  /// they were read before.
  public let reread: Int
  /// Number of files, records and folders that could not be read, decoded or parsed.
  public let failures: Int
  /// The entries of the folder that are not read.
  public let skipped: SkippedFiles
  /// Number of commits, without the commits of merges.
  public let commits: Int
  /// True when the task was cancelled before the end of the input or of the merges.
  public let isInterrupted: Bool
  /// Number of merges, each with a commit.
  public let merges: Int
  /// The reason why segments could not be merged after the update; nil without failure.
  public let mergeFailure: String?
  /// Number of segments in the index.
  public let segments: Int
  /// Bytes of the index.
  public let indexBytes: Int
  /// Bytes of the stored articles in the index.
  public let storedBytes: Int
  /// The time taken.
  public let elapsed: Duration

  /// The largest number of repaired articles that are listed.
  public static let repairLimit = 100
}

/// An article in which malformed bytes became U+FFFD.
public struct RepairedArticle: Sendable, Hashable, Codable {
  /// The path of the file, and of the member in an archive.
  public let path: String
  /// The place and number of the bytes.
  public let damage: DecodingDamage
}
