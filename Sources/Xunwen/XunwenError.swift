public import Articles
public import Calendar
public import InvertedIndex

/// An error of the library. `StorageError` reports damaged files and failed system calls, and
/// `QuerySyntaxError` mistakes in queries.
public enum XunwenError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The folder contains no index.
  case noIndex(path: String)
  /// An earlier version of the program wrote the index. Only a rebuild can replace it.
  case oldIndex(path: String)
  /// A strict update had failures and committed nothing.
  case strictFailure(count: Int)
  /// The input contained no readable article. Nothing was committed.
  case nothingToIndex(failures: Int, skipped: SkippedFiles)
  /// The folder holds an index and no articles, or is to hold an index and articles.
  case indexAsCorpus(path: String)
  /// An update committed a part of its input, and then failed.
  case endedEarly(commits: Int, reason: String)
  /// Files of a damaged index cannot be read, and may be intact. Nothing was repaired.
  case unreadable([UnreadableFile])
  /// A stored article cannot be decoded.
  case damagedArticle(id: String, reason: String)
  /// A word is not valid in the user's dictionary.
  case badWord(String, reason: String)
  /// No index has so many declared fields.
  case tooManyFields(limit: Int)
  /// No field of the index has the name.
  case unknownField(String, fields: [String])
  /// A timeline would have more than `Timeline.maxBuckets` buckets.
  case timelineTooLong(
    buckets: Int, interval: CalendarInterval, from: CivilDate, through: CivilDate)
  /// The text analysis could not be set up.
  case analysisUnavailable(reason: String)

  /// A message for people, without a full stop.
  public var description: String {
    switch self {
    case .noIndex(let path): "no index at \(path)"
    case .oldIndex(let path): "an earlier version of xunwen wrote the index at \(path)"
    case .strictFailure(let count):
      "\(count) input\(count == 1 ? "" : "s") failed, nothing was committed (strict)"
    case .nothingToIndex(let failures, let skipped):
      (failures == 0 ? "no articles found" : "no article could be read")
        + (skipped.files == 0 ? "" : " (other files: \(Self.kinds(of: skipped)))")
        + (skipped.excluded == 0 ? "" : " (excluded by patterns: \(skipped.excluded))")
        + ", nothing was committed"
    case .indexAsCorpus(let path):
      "\(path) is the folder of an index; articles and index need separate folders"
    case .endedEarly(let commits, let reason):
      "\(reason); \(commits) commit\(commits == 1 ? "" : "s") of this run "
        + "\(commits == 1 ? "stays" : "stay"), run the command again to continue"
    case .unreadable(let files):
      files.prefix(1).map(\.problem).joined()
        + (files.count > 1 ? "; \(files.count) files cannot be read" : "")
    case .damagedArticle(let id, let reason): "stored article \(id) is damaged: \(reason)"
    case .tooManyFields(let limit): "an index declares at most \(limit) fields"
    case .unknownField(let name, let fields):
      "unknown field '\(name)' (fields: \(fields.joined(separator: ", ")))"
    case .badWord(let word, let reason): "“\(word)” \(reason)"
    case .timelineTooLong(let buckets, let interval, let first, let last):
      "a timeline from \(first) to \(last) would have \(buckets) \(interval.rawValue)s, "
        + "more than \(Timeline.maxBuckets)"
    case .analysisUnavailable(let reason): "text analysis is unavailable: \(reason)"
    }
  }

  /// The most frequent extensions of files that were not read.
  private static func kinds(of skipped: SkippedFiles) -> String {
    let kinds = skipped.kinds
    let shown = kinds.prefix(4).map {
      "\($0.count) \($0.ending.isEmpty ? "without extension" : "." + $0.ending)"
    }
    return (shown + (kinds.count > shown.count ? ["…"] : [])).joined(separator: ", ")
  }
}
