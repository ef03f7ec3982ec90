import Wire
import Xunwen

/// Routes that count or list occurrences.
enum ResearchRoutes {
  static let all = [timeline, kwic, collocates, keywords, ngrams]

  private static let compared = Parameter<[String]>.texts(
    "vs", "Query to compare with. May be repeated.", most: OptionLimits.comparedQueries - 1)
  private static let by = Parameter<CalendarInterval>.choice(
    "by", default: .month, "Length of a bucket.")
  private static let per = Parameter<SeriesKind?>.optionalChoice(
    "per", "Count each source in a series of its own.")
  private static let series = Parameter<Int>.integer(
    "series", in: OptionLimits.series, default: TimelineOptions().seriesLimit,
    "Largest number of sources with their own series. All others share one series.")
  private static let ratio = Parameter<Bool>.flag(
    "ratio", "Add all articles of each bucket, and the share of matching articles.")
  private static let minimum = Parameter<Int?>.optionalInteger(
    "min", in: OptionLimits.minimum,
    "Ratios only for buckets with at least this many articles in all.")

  private enum SeriesKind: String, CaseIterable, Sendable { case source }

  static let timeline = Route(
    name: "timeline", summary: "The articles of a query by time.",
    ownParameters: [Common.query, compared] + Common.filters
      + [Common.countedMatch, by, per, series, ratio, minimum]
  ) { question, output in
    let arguments = question.arguments
    var options = TimelineOptions()
    options.interval = try arguments(by)
    options.isPerSource = try arguments(per) != nil
    options.seriesLimit = try arguments(series)
    options.includesShare = try arguments(ratio)
    options.match = try arguments(Common.countedMatch)
    options.minimumForShare = try arguments(minimum) ?? 1
    let others = try arguments(compared)
    if try arguments(minimum) != nil, !options.includesShare {
      throw Problem(400, "min requires ratio", reason: "invalid_parameter")
    }
    if options.isPerSource, !others.isEmpty {
      throw Problem(400, "vs and per exclude each other", reason: "invalid_parameter")
    }
    let scope = try arguments.filters()
    let prepared = try others.map { try question.prepare(other: $0, scope) }
    let query = try question.prepare(scope)
    let timeline = try query.timeline(options, comparedWith: prepared)
    try DataRows(timeline, query: query.text).writeJSONLines { try output.write($0) }
  }

  private static let context = window(ConcordanceOptions().window, "Units of context on each side.")
  private static let lineOrder = Parameter<ConcordanceOptions.Order>.choice(
    "sort", default: .position, "Order of the lines. position: the order of the index.")

  static let kwic = Route(
    name: "kwic", summary: "Every occurrence of a query in its context.",
    ownParameters: [Common.query] + Common.filters
      + [Common.countedMatch, context, lineOrder, lines(ConcordanceOptions().limit)]
  ) { question, output in
    let arguments = question.arguments
    var options = ConcordanceOptions()
    options.match = try arguments(Common.countedMatch)
    options.window = try arguments(context)
    options.order = try arguments(lineOrder)
    options.limit = try arguments(lines(options.limit))
    let query = try question.prepare(arguments.filters())
    let totals = try question.wait { [options] in
      try await query.concordance(options) { lines in
        try DataRows(lines).writeJSONLines { try output.write($0) }
      }
    }
    try DataRows(totals, query: query.text).writeJSONLines { try output.write($0) }
  }

  private static let nodeWindow = window(CollocateOptions().window, "Units on each side of a node.")
  private static let wordOrder = Parameter<CollocateOptions.Order>.choice(
    "sort", default: .ll, "Order of the words.")

  static let collocates = Route(
    name: "collocates", summary: "The words near the matches of a query.",
    ownParameters: [Common.query, nodeWindow, wordOrder] + WordLists.parameters
  ) { question, output in
    var options = CollocateOptions()
    options.window = try question.arguments(nodeWindow)
    options.order = try question.arguments(wordOrder)
    try WordLists.apply(question, to: &options)
    let query = try question.prepare(WordLists.scope(question.arguments))
    let found = try question.wait { [options] in try await query.collocates(options) }
    try DataRows(found, query: query.text).writeJSONLines { try output.write($0) }
  }

  private static let versus = Parameter<String?>.optionalText(
    "vs", "Query of the articles to compare with; all other articles without it.")
  private static let keywordOrder = Parameter<KeywordOptions.Order>.choice(
    "sort", default: .ll, "Order of the words.")

  static let keywords = Route(
    name: "keywords", summary: "The words that distinguish the articles of a query.",
    ownParameters: [Common.query, versus, keywordOrder] + WordLists.parameters
  ) { question, output in
    var options = KeywordOptions()
    options.order = try question.arguments(keywordOrder)
    try WordLists.apply(question, to: &options)
    let scope = try WordLists.scope(question.arguments)
    let other = try question.arguments(versus)
    let second = try other.map { try question.prepare(other: $0, scope) }
    let query = try question.prepare(scope)
    let found = try question.wait { [options] in
      try await query.keywords(versus: second, options)
    }
    try DataRows(found, query: query.text, other: other).writeJSONLines { try output.write($0) }
  }

  private static let sequenceQuery = Parameter<String?>.optionalText(
    "q", "The query; all articles without it.")
  private static let element = Parameter<NGramOptions.Element>.choice(
    "by", default: .words, "Elements of a sequence.")
  private static let lengths = Parameter<ClosedRange<Int>>(
    name: "n", help: "Lengths: a number, or a range such as 2..4.",
    schema: ["type": "string", "default": "2..3"]
  ) { values throws(ParameterMistake) in
    guard let text = values.first else { return NGramOptions().lengths }
    guard let lengths = NGramOptions.lengths(text) else {
      throw ParameterMistake(
        "write a number from 1 to \(NGramOptions.greatestLength), or a range such as 2..4")
    }
    return lengths
  }
  private static let sequenceWindow = Parameter<Int?>.optionalInteger(
    "window", in: OptionLimits.window, "Only within this many units of a match.")
  private static let sequenceOrder = Parameter<NGramOptions.Order>.choice(
    "sort", default: .frequency, "Order of the sequences.")

  static let ngrams = Route(
    name: "ngrams", summary: "The frequent sequences of words or characters.",
    ownParameters: [sequenceQuery, element, lengths, sequenceWindow, sequenceOrder]
      + WordLists.parameters
  ) { question, output in
    let arguments = question.arguments
    var options = NGramOptions()
    options.element = try arguments(element)
    options.lengths = try arguments(lengths)
    options.window = try arguments(sequenceWindow)
    options.order = try arguments(sequenceOrder)
    try WordLists.apply(question, to: &options)
    let text = try arguments(sequenceQuery)
    if options.window != nil, text == nil {
      throw Problem(400, "window requires a query", reason: "invalid_parameter")
    }
    let scope = try WordLists.scope(arguments)
    let query =
      try text.map { try question.archive.prepare($0, scope: scope) }
      ?? question.archive.prepareAll(scope: scope)
    let found = try question.wait { [options] in try await query.ngrams(options) }
    try DataRows(found, query: text).writeJSONLines { try output.write($0) }
  }

  private static func window(_ usual: Int, _ help: String) -> Parameter<Int> {
    .integer("window", in: OptionLimits.window, default: usual, help)
  }

  private static func lines(_ usual: Int) -> Parameter<Int> {
    .integer("limit", in: OptionLimits.lines, default: usual, "Lines to show, 0 for all.")
  }
}

extension Question {
  /// Prepares a query to compare with, and reports its mistakes with its own text.
  fileprivate func prepare(other text: String, _ scope: QueryScope) throws -> PreparedQuery {
    do {
      let query = try archive.prepare(text, scope: scope)
      _ = try query.count()
      return query
    } catch {
      throw Problem(error, query: text)
    }
  }
}
