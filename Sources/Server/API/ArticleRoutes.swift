import Wire
import Xunwen

/// Routes about single articles, quotations and the index.
enum ArticleRoutes {
  static let all = [article, similar, explain, why, cite, verifyQuote, stats, indexes]

  private static let highlight = Parameter<String?>.optionalText(
    "q", "Adds the spans of all matches of this query.")

  private static let textOffset = Parameter<Int?>.optionalInteger(
    "offset", in: 0...OptionLimits.textLength,
    "Only a part of the text: the Unicode scalars to skip, over all original texts.")
  private static let textLimit = Parameter<Int?>.optionalInteger(
    "limit", in: 1...OptionLimits.textLength, "Only a part of the text: its Unicode scalars.")

  static let article = Route(
    name: "articles", takesID: true,
    summary: "An article: its original texts, zones, fields and the matches of a query.",
    ownParameters: [highlight, Common.strict, textOffset, textLimit]
  ) { question, output in
    let stored = try question.stored(question.id)
    let (offset, limit) = (try question.arguments(textOffset), try question.arguments(textLimit))
    let isPart = offset != nil || limit != nil
    let start = offset ?? 0
    let part = isPart ? start..<start + (limit ?? OptionLimits.textLength) : nil
    var scope = QueryScope()
    scope.isLenient = try !question.arguments(Common.strict)
    let matches = try question.arguments(highlight).map {
      try question.archive.prepare($0, scope: scope).matches(in: stored.article)
    }
    try DataRows(stored, matches: matches, part: part).writeJSONLines { try output.write($0) }
  }

  private static let terms = Parameter<Int>.integer(
    "terms", in: OptionLimits.terms, default: SimilarityRequest.usualTermCount,
    "Largest number of terms to compare.")

  static let similar = Route(
    name: "similar", summary: "The articles most similar to one.",
    ownParameters: [Common.article] + Common.filters + [Common.limit, terms] + Common.ranking
  ) { question, output in
    let arguments = question.arguments
    let scope = try arguments.filters()
    var request = SimilarityRequest()
    (request.sources, request.dates) = (scope.sources, scope.dates)
    request.uncertainDates = scope.uncertainDates
    request.limit = try arguments(Common.limit)
    request.ranking = try arguments.ranking()
    request.termCount = try arguments(terms)
    let id = try arguments(Common.article)
    guard let found = try question.archive.similar(to: id, options: request) else {
      throw Question.noArticle(id)
    }
    try DataRows(found).writeJSONLines { try output.write($0) }
  }

  static let explain = Route(
    name: "explain", summary: "How the score of an article is computed.",
    ownParameters: [Common.article, Common.query] + Common.filters + [Common.match]
      + Common.ranking
  ) { question, output in
    let arguments = question.arguments
    var scope = try arguments.filters()
    scope.match = try arguments(Common.match)
    let id = try arguments(Common.article)
    let query = try question.prepare(scope)
    guard let found = try query.explanation(ofArticle: id, ranking: arguments.ranking()) else {
      throw Question.noArticle(id)
    }
    try DataRows(found, id: id, query: query.text).writeJSONLines { try output.write($0) }
  }

  static let why = Route(
    name: "why", summary: "Why an article matches a query or does not, clause by clause.",
    ownParameters: [Common.article, Common.query] + Common.filters + [Common.wholeMatch]
  ) { question, output in
    let arguments = question.arguments
    var scope = try arguments.filters()
    scope.match = try arguments.wholeMatch()
    let (id, query) = (try arguments(Common.article), try arguments(Common.query))
    guard let report = try question.archive.why(id: id, query: query, scope: scope) else {
      throw Question.noArticle(id)
    }
    try DataRows(report, query: query).writeJSONLines { try output.write($0) }
  }

  private static let cited = Parameter<[String]>.texts(
    "id", "The id of an article. May be repeated.", isRequired: true, most: 1000)
  private static let style = Parameter<ReferenceFormat>.choice(
    "format", default: .gbt7714, "Format of the references.")
  private static let accessed = Parameter<CivilDate?>(
    name: "accessed", help: "Day on which the articles were read online, or today.",
    schema: ["type": "string"]
  ) { values throws(ParameterMistake) in
    guard let text = values.first else { return nil }
    if text == "today" { return .todayInChina }
    guard let date = CivilDate(text), date.day != nil else {
      throw ParameterMistake("write a day as 2024-05-01, or today")
    }
    return date
  }

  static let cite = Route(
    name: "cite", summary: "References to articles.", ownParameters: [cited, style, accessed],
    mediaTypes: ReferenceFormat.allCases.map(\.mediaType)
  ) { question, output in
    let format = try question.arguments(style)
    output.become(format.mediaType)
    var list = ReferenceList(format)
    for id in try question.arguments(cited) {
      let article = try question.stored(id).article
      let reference = Reference(article, accessed: try question.arguments(accessed))
      try output.write(list.bytes(of: reference))
    }
    try output.write(list.end)
  }

  private static let quotation = Parameter<[String]>.texts(
    "q", "A quotation. May be repeated.", isRequired: true)

  static let verifyQuote = Route(
    name: "verify-quote", summary: "The articles that contain a quotation, the earliest first.",
    ownParameters: [quotation] + Common.filters + [Common.limit]
  ) { question, output in
    let arguments = question.arguments
    for quote in try arguments(quotation) {
      do {
        let found = try question.archive.verify(
          quote: quote, scope: arguments.filters(), limit: arguments(Common.limit))
        try DataRows(found).writeJSONLines { try output.write($0) }
      } catch let mistake as QuerySyntaxError {
        throw Problem(mistake, query: quote)
      }
    }
  }

  private static let undated = Parameter<Bool>.flag(
    "undated", "List the articles without a date or without a source.")
  private static let undatedLimit = Parameter<Int>.integer(
    "limit", in: OptionLimits.hits, default: 20, "With undated: articles to list.")

  static let stats = Route(
    name: "stats", summary: "The contents and size of an index.",
    ownParameters: [undated, undatedLimit]
  ) { question, output in
    let rows =
      try question.arguments(undated)
      ? DataRows(question.archive.incompleteArticles(limit: question.arguments(undatedLimit)))
      : DataRows(question.commit.statistics())
    try rows.writeJSONLines { try output.write($0) }
  }

  static let indexes = Route(
    name: "indexes", summary: "The indexes of the server; the first one answers without index.",
    ownParameters: []
  ) { question, output in
    for commit in question.indexes {
      try DataRows(commit.statistics(), index: commit.name).writeJSONLines { try output.write($0) }
    }
  }
}

extension ReferenceFormat {
  /// The media type of a list of references.
  var mediaType: String {
    switch self {
    case .gbt7714, .text: "text/plain; charset=utf-8"
    case .bibtex: "application/x-bibtex; charset=utf-8"
    case .ris: "application/x-research-info-systems; charset=utf-8"
    case .json: "application/vnd.citationstyles.csl+json"
    }
  }
}
