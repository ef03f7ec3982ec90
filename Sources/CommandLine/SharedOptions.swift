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

/// Which articles, beside the query.
struct FilterOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only articles of this publisher, by exact name; may be repeated.", valueName: "name"))
  var source: [String] = []

  @Option(
    help: ArgumentHelp("Only articles of this day, month or year and later.", valueName: "date"),
    transform: FilterOptions.date)
  var from: DateRange?

  @Option(
    help: ArgumentHelp("Only articles of this day, month or year and earlier.", valueName: "date"),
    transform: FilterOptions.date)
  var to: DateRange?

  func validate() throws {
    if DateRange(from: from, through: to).isEmpty {
      throw ValidationError("--from is later than --to")
    }
  }

  /// From the first day to the last; nil without either.
  var dates: DateRange? {
    from == nil && to == nil ? nil : DateRange(from: from, through: to)
  }

  /// The library's form of the options.
  var searchOptions: SearchOptions {
    var options = SearchOptions()
    options.sources = source
    options.dates = dates
    return options
  }

  /// Publishers and dates, for a heading.
  var descriptions: [String] {
    guard from != nil || to != nil else { return source }
    let (start, end) = (from?.lower?.description ?? "", to?.upper?.description ?? "")
    return source + [
      start == end ? start : "\(start.isEmpty ? "…" : start) – \(end.isEmpty ? "…" : end)"
    ]
  }

  @Sendable static func date(_ text: String) throws -> DateRange {
    guard !text.contains("..") else {
      throw ValidationError("one date, not a range")
    }
    return try DateRange(parsing: text)
  }
}

/// How to rank.
struct RankingOptions: ParsableArguments {
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

  func validate() throws {
    try Limits.check(k1, in: 0...1000, "--k1")
    try Limits.check(b, in: 0...1, "--b")
    try Limits.check(titleWeight, in: 0...1000, "--title-weight")
  }

  var parameters: BM25 { BM25(k1: k1, b: b, titleWeight: titleWeight) }
}

/// How many hits.
struct HitCount: ParsableArguments {
  @Option(
    name: [.customShort("n"), .long], parsing: .unconditional,
    help: ArgumentHelp("Hits to show.", valueName: "count"))
  var limit = 10

  func validate() throws { try Limits.check(limit, in: QueryFilters.limits, "--limit") }
}

/// What to look for beside the query, and how to rank it.
struct QueryOptions: ParsableArguments {
  @OptionGroup var filter: FilterOptions

  @Option(parsing: .unconditional, help: "Order of the hits; -date has the newest first.")
  var sort: SortOrder = .score

  @OptionGroup var page: HitCount

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Hits to pass over.", valueName: "count"))
  var offset = 0

  @Option(
    help: """
      What an unquoted query asks of an article: all words, and in part where too few have all \
      (best); any word; or all words.
      """)
  var match: MatchMode = .best

  @OptionGroup var ranking: RankingOptions

  @Flag(help: "Look into every article for a /regular expression/ that the index knows nothing of.")
  var scan = false

  @Flag(help: "Say what each answer depends on, for xunwen rerun.")
  var manifest = false

  @Flag(help: "Do without the words and synonyms of xunwen dict.")
  var noDictionary = false

  func validate() throws {
    try Limits.check(offset, in: QueryFilters.offsets, "--offset")
  }

  /// The library's form of the options.
  var searchOptions: SearchOptions {
    var options = filter.searchOptions
    options.sort = sort
    options.limit = page.limit
    options.offset = offset
    options.match = match
    options.scans = scan
    options.makesManifest = manifest
    options.usesDictionary = !noDictionary
    options.ranking = ranking.parameters
    return options
  }
}

/// Limits of the options' values.
enum Limits {
  static func check<Value: Comparable>(
    _ value: Value, in range: ClosedRange<Value>, _ name: String
  ) throws {
    guard range.contains(value) else {
      throw ValidationError(
        "\(name) must be between \(range.lowerBound) and \(range.upperBound)")
    }
  }
}

extension SortOrder: ExpressibleByArgument {}
extension MatchMode: ExpressibleByArgument {}
extension CheckLevel: ExpressibleByArgument {}
extension Facet: ExpressibleByArgument {}
extension CalendarInterval: ExpressibleByArgument {}
extension ConcordanceOptions.Order: ExpressibleByArgument {}
extension CollocateOptions.Order: ExpressibleByArgument {}
extension KeywordOptions.Order: ExpressibleByArgument {}
