// Options that several commands take.

public import ArgumentParser
import Xunwen

/// Which index.
struct IndexLocation: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Folder of the index. (default: $XUNWEN_INDEX, else ./index)", valueName: "folder"))
  var index: String?

  var path: String { index ?? Environment["XUNWEN_INDEX"] ?? "index" }

  func open() throws -> Archive { try Archive(at: path) }
}

/// How many threads.
struct ThreadCount: ParsableArguments {
  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: ArgumentHelp(
      "Threads; the result does not depend on it. (default: all processors)", valueName: "count"))
  var jobs: Int?

  var count: Int { jobs ?? Descriptor.processorCount }

  func validate() throws {
    guard jobs.map((1...1024).contains) ?? true else {
      throw ValidationError("--jobs must be between 1 and 1024")
    }
  }
}

/// What to look for beside the query, and how to rank it.
struct QueryOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only articles of this publisher, by exact name; may be repeated.", valueName: "name"))
  var source: [String] = []

  @Option(
    help: ArgumentHelp("Only articles of this day, month or year and later.", valueName: "date"),
    transform: QueryOptions.date)
  var from: DateRange?

  @Option(
    help: ArgumentHelp("Only articles of this day, month or year and earlier.", valueName: "date"),
    transform: QueryOptions.date)
  var to: DateRange?

  @Option(parsing: .unconditional, help: "Order of the hits; -date has the newest first.")
  var sort: SortOrder = .score

  @Option(
    name: [.customShort("n"), .long], parsing: .unconditional,
    help: ArgumentHelp("Hits to show.", valueName: "count"))
  var limit = 10

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Hits to pass over.", valueName: "count"))
  var offset = 0

  @Option(
    help: """
      What an unquoted query asks of an article: all words, and in part where too few have all \
      (best); any word; or all words.
      """)
  var match: MatchMode = .best

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("BM25: how fast repetition loses weight.", valueName: "number"))
  var k1 = BM25().k1

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("BM25: how much length counts, 0 to 1.", valueName: "number"))
  var b = BM25().b

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What a word in the headline is worth.", valueName: "number"))
  var titleWeight = BM25().titleWeight

  @Flag(help: "Look into every article for a /regular expression/ that the index knows nothing of.")
  var scan = false

  @Flag(help: "Do without the words and synonyms of xunwen dict.")
  var noDictionary = false

  func validate() throws {
    try check(limit, in: 0...1_000_000, "--limit")
    try check(offset, in: 0...1_000_000_000, "--offset")
    try check(k1, in: 0...1000, "--k1")
    try check(b, in: 0...1, "--b")
    try check(titleWeight, in: 0...1000, "--title-weight")
    if let lower = from?.lower, let upper = to?.upper, lower > upper {
      throw ValidationError("--from is later than --to")
    }
  }

  /// The library's form of the options.
  var searchOptions: SearchOptions {
    var options = SearchOptions()
    options.sources = source
    if from != nil || to != nil { options.dates = DateRange(lower: from?.lower, upper: to?.upper) }
    options.sort = sort
    options.limit = limit
    options.offset = offset
    options.match = match
    options.scans = scan
    options.usesDictionary = !noDictionary
    options.ranking = BM25(k1: k1, b: b, titleWeight: titleWeight)
    return options
  }

  private func check<Value: Comparable>(
    _ value: Value, in range: ClosedRange<Value>, _ name: String
  ) throws {
    guard range.contains(value) else {
      throw ValidationError(
        "\(name) must be between \(range.lowerBound) and \(range.upperBound)")
    }
  }

  @Sendable private static func date(_ text: String) throws -> DateRange {
    guard !text.contains("..") else {
      throw ValidationError("one date, not a range")
    }
    return try DateRange(parsing: text)
  }
}

extension SortOrder: ExpressibleByArgument {}
extension MatchMode: ExpressibleByArgument {}
extension CheckLevel: ExpressibleByArgument {}
