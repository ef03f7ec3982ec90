import ArgumentParser
import Wire
import Xunwen

/// A query on the command line: the words that are not options, joined by spaces.
struct QueryWords: ParsableArguments {
  @Argument(parsing: .allUnrecognized, help: ArgumentHelp("The query.", valueName: "query"))
  var words: [String]

  init() {}

  init(_ words: [String]) { self.words = words }

  /// The words before `--`, and the words after it, which are never options.
  private var wordsByTerminator: [ArraySlice<String>] {
    words.split(separator: "--", maxSplits: 1, omittingEmptySubsequences: false)
  }

  var text: String { QueryArguments.query(of: Array(wordsByTerminator.joined())) }

  func validate() throws {
    // Unknown options are parsed as words.
    let strange = wordsByTerminator[0].first { $0.hasPrefix("--") }
    if let strange { throw ValidationError("Unknown option '\(strange)'") }
  }

  /// Calls a closure with the prepared query. A syntax error is reported with the query.
  ///
  /// - Parameter hintsAtSources: false when the closure reports unknown sources.
  func answer<Answer>(
    in archive: Archive, _ scope: QueryScope, hintsAtSources: Bool = true,
    _ body: (PreparedQuery) throws -> Answer
  ) throws -> Answer {
    try QueryFailure.locating(text) {
      let query = try archive.prepare(text, scope: scope)
      query.writeHints()
      if hintsAtSources { try query.writeSourceHints() }
      return try body(query)
    }
  }

  func answer<Answer>(
    in archive: Archive, _ scope: QueryScope, _ body: (PreparedQuery) async throws -> Answer
  ) async throws -> Answer {
    try await QueryFailure.locating(text) {
      let query = try archive.prepare(text, scope: scope)
      query.writeHints()
      try query.writeSourceHints()
      return try await body(query)
    }
  }
}

extension PreparedQuery {
  /// Prints the hints on standard error: words that look like operators, and ignored signs.
  func writeHints() {
    for hint in hints {
      StandardError.write("hint: \(hint.message)\n\(hint.rendered(query: text))\n")
    }
  }

  /// Prints on standard error the unknown sources of the query and its scope.
  func writeSourceHints() throws {
    for source in try unknownSources() { StandardError.write("hint: \(source.message)\n") }
  }
}

struct FilterOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only articles of this source. * matches any text: '*日报'. May be repeated.",
      valueName: "name"))
  var source: [String] = []

  @Option(
    help: ArgumentHelp("Only articles of this day, month or year and later.", valueName: "date"),
    transform: FilterOptions.date)
  var from: DateRange?

  @Option(
    help: ArgumentHelp("Only articles of this day, month or year and earlier.", valueName: "date"),
    transform: FilterOptions.date)
  var to: DateRange?

  @Option(
    help: """
      Articles dated by a month or year only, of which some days are in the range of dates and \
      others are not.
      """)
  var uncertainDates: UncertainDates = .exclude

  func validate() throws {
    if DateRange(from: from, through: to).isEmpty {
      throw ValidationError("--from is later than --to")
    }
  }

  var dates: DateRange? { from == nil && to == nil ? nil : DateRange(from: from, through: to) }

  var scope: QueryScope {
    var scope = QueryScope()
    scope.sources = source
    scope.dates = dates
    scope.uncertainDates = uncertainDates
    return scope
  }

  /// The sources and dates, for a heading.
  var descriptions: [String] {
    guard from != nil || to != nil else { return source }
    let (start, end) = (from?.lower?.description ?? "", to?.upper?.description ?? "")
    return source + [
      start == end ? start : "\(start.isEmpty ? "…" : start) – \(end.isEmpty ? "…" : end)"
    ]
  }

  @Sendable static func date(_ text: String) throws -> DateRange {
    try DateRange(parsingDate: text)
  }
}

struct RankingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("BM25: saturation of repeated terms.", valueName: "number"))
  var k1 = BM25().k1

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("BM25: influence of the length, 0 to 1.", valueName: "number"))
  var b = BM25().b

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Weight of a word in the headline.", valueName: "number"))
  var titleWeight = BM25().titleWeight

  func validate() throws {
    try Limits.check(k1, in: BM25.acceptedWeights, "--k1")
    try Limits.check(b, in: BM25.acceptedInfluence, "--b")
    try Limits.check(titleWeight, in: BM25.acceptedWeights, "--title-weight")
  }

  var parameters: BM25 { BM25(k1: k1, b: b, titleWeight: titleWeight) }
}

struct HitCount: ParsableArguments {
  @Option(
    name: [.customShort("n"), .long], parsing: .unconditional,
    help: ArgumentHelp("Hits to show.", valueName: "count"))
  var limit = 10

  func validate() throws { try Limits.check(limit, in: OptionLimits.hits, "--limit") }
}

/// The options of a search beside the query.
struct QueryOptions: ParsableArguments {
  @OptionGroup var filter: FilterOptions

  @Option(parsing: .unconditional, help: "Order of the hits; -date shows the newest first.")
  var sort: SortOrder = .score

  @OptionGroup var page: HitCount

  @Option(parsing: .unconditional, help: ArgumentHelp("Hits to skip.", valueName: "count"))
  var offset = 0

  @Option(
    help: """
      Requirement of an unquoted query: all words, with partial matches when too few articles \
      match (best); any word; all words; or its text as written (exact).
      """)
  var match: MatchMode = .best

  @OptionGroup var ranking: RankingOptions

  @Flag(help: "Search every article for a /regular expression/ for which the index has no terms.")
  var scan = false

  @Flag(help: "Add a manifest to each answer, for xunwen rerun.")
  var manifest = false

  @Flag(help: "Ignore the words and synonyms of xunwen dict.")
  var noDictionary = false

  func validate() throws { try Limits.check(offset, in: SearchOptions.acceptedOffsets, "--offset") }

  var scope: QueryScope {
    var scope = filter.scope
    scope.match = match
    scope.scans = scan
    scope.usesDictionary = !noDictionary
    return scope
  }

  var searchOptions: SearchOptions {
    var options = SearchOptions()
    options.sort = sort
    options.limit = page.limit
    options.offset = offset
    options.includesManifest = manifest
    options.ranking = ranking.parameters
    return options
  }
}
