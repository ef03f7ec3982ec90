import Wire
import Xunwen

/// The parameters that several routes have, with the names of the command line's options.
enum Common {
  static let query = Parameter<String>.text("q", "The query. See docs/QUERY.md.")
  static let article = Parameter<String>.text("id", "The id of the article.")

  static let index = Parameter<String?>.optionalText(
    "index", "The name of the index; the first index without it.")
  static let generation = Parameter<Int?>.optionalInteger(
    "generation", in: 0...Int.max,
    "The number of the commit that must answer. 410 when the server no longer has it.")
  static let form = Parameter<RowForm?>.optionalChoice(
    "format", "An array, or JSON Lines; by the header Accept without it.")

  static let source = Parameter<[String]>.texts(
    "source", "Only articles of this source. * matches any text. May be repeated.")
  static let from = date("from", "Only articles of this day, month or year and later.")
  static let to = date("to", "Only articles of this day, month or year and earlier.")
  static let uncertainDates = Parameter<UncertainDates>.choice(
    "uncertain-dates", default: .exclude,
    "Articles dated by a month or year only, of which some days are in the range and others not.")

  static let match = Parameter<MatchMode>.choice(
    "match", default: .best, "Requirement of an unquoted query.")
  static let countedMatch = Parameter<MatchMode>.choice(
    "match", default: .exact,
    "Requirement of an unquoted query: its text as written, all its words, or any word.")
  static let wholeMatch = Parameter<MatchMode>.choice(
    "match", default: .all, "Requirement of an unquoted query. any is not possible here.")

  static let scan = Parameter<Bool>.flag(
    "scan", "Search every article for a regular expression for which the index has no terms.")
  static let noDictionary = Parameter<Bool>.flag(
    "no-dictionary", "Ignore the words and synonyms of the dictionary.")
  static let strict = Parameter<Bool>.flag("strict", "Reject a query with a mistake.")

  static let sort = Parameter<SortOrder>.choice(
    "sort", default: .score, "Order of the hits; -date is the newest first.")
  static let limit = Parameter<Int>.integer(
    "limit", in: OptionLimits.hits, default: SearchOptions().limit, "Hits of the page.")
  static let offset = Parameter<Int>.integer(
    "offset", in: SearchOptions.acceptedOffsets, default: 0, "Hits to skip.")
  static let cursor = Parameter<String?>.optionalText(
    PageCursor.name,
    "The next page, from the header Link of the page before. The other parameters must be the same; "
      + "offset and generation are left out. 410 when the server no longer has the commit.")
  static let k1 = Parameter<Double>.number(
    "k1", in: BM25.acceptedWeights, default: BM25().k1, "BM25: saturation of repeated terms.")
  static let b = Parameter<Double>.number(
    "b", in: BM25.acceptedInfluence, default: BM25().b, "BM25: influence of the length.")
  static let titleWeight = Parameter<Double>.number(
    "title-weight", in: BM25.acceptedWeights, default: BM25().titleWeight,
    "Weight of a word in the headline.")

  static let filters: [any ParameterDescription] = [source, from, to, uncertainDates]
  static let ranking: [any ParameterDescription] = [k1, b, titleWeight]
  /// The parameters of every route.
  static let everywhere: [any ParameterDescription] = [index, generation]

  private static func date(_ name: String, _ help: String) -> Parameter<DateRange?> {
    Parameter(
      name: name, help: help + " 2023, 2023-06, 2023-06-01 or 7d (the last days).",
      schema: ["type": "string"]
    ) { values throws(ParameterMistake) in
      guard let text = values.first else { return nil }
      do throws(QuerySyntaxError) {
        return try DateRange(parsingDate: text)
      } catch {
        throw ParameterMistake(error.message)
      }
    }
  }
}

/// The form of the rows of an answer.
enum RowForm: String, CaseIterable, Sendable {
  /// A JSON array with a row on each line.
  case json
  /// JSON Lines.
  case jsonl
}

extension Arguments {
  /// The scope of sources and dates.
  func filters() throws(Problem) -> QueryScope {
    var scope = QueryScope()
    scope.sources = try self(Common.source)
    let (from, to) = (try self(Common.from), try self(Common.to))
    if from != nil || to != nil {
      let dates = DateRange(from: from, through: to)
      if dates.isEmpty {
        throw Problem(400, "from is later than to", reason: "invalid_parameter")
      }
      scope.dates = dates
    }
    scope.uncertainDates = try self(Common.uncertainDates)
    return scope
  }

  func ranking() throws(Problem) -> BM25 {
    BM25(
      k1: try self(Common.k1), b: try self(Common.b), titleWeight: try self(Common.titleWeight))
  }

  /// The match mode of a command that uses whole matches only.
  func wholeMatch() throws(Problem) -> MatchMode {
    let match = try self(Common.wholeMatch)
    if match == .any {
      throw Problem(400, "match: any is not possible here", reason: "invalid_parameter")
    }
    return match
  }
}
