public import Calendar

/// The scope of a search: the articles to search, and how to read the query.
///
/// ```swift
/// var scope = QueryScope()
/// scope.sources = ["临江日报"]
/// scope.dates = try DateRange(parsing: "2023-06..2023-07")
/// let response = try archive.search("养老 服务", scope: scope)
/// ```
public struct QueryScope: Sendable, Equatable, Codable {
  /// The names of the sources to search; empty for all sources. `*` matches any text.
  public var sources: [String] = []
  /// The days of publication to search; nil for all days.
  public var dates: DateRange?
  /// The treatment of articles whose month or year of publication is in a range of dates in part,
  /// for `dates` and for the dates in the query. Articles without a date are in no range.
  public var uncertainDates = UncertainDates.exclude
  /// The part of the query that an article must match.
  public var match: MatchMode = .best
  /// True to read every article for a regular expression that contains no text to look up.
  public var scans = false
  /// True to apply the user's words and synonyms.
  public var usesDictionary = true
  /// True to repair mistakes in the query instead of throwing them.
  public var isLenient = false
  /// The day that dates such as `7d` count back from; nil for today in China.
  public var today: CivilDate?

  /// Creates a scope of all articles, read strictly.
  public init() {}
}

/// The part of a query that an article must match.
public enum MatchMode: String, Sendable, CaseIterable, Codable {
  /// All clauses. When few articles match, the best partial matches follow; see
  /// `PageRequest.partialLimit`.
  case best
  /// At least one term or clause; the ranking decides.
  case any
  /// All clauses, without partial matches.
  case all
  /// All clauses, without partial matches, and every unquoted text as written. An unquoted text is
  /// read as a quotation, to which the user's dictionary does not apply.
  case exact

  /// The mode that finds the same articles without partial matches and without matches of single
  /// clauses: `exact` stays, all others are `all`.
  public var whole: MatchMode { self == .exact ? .exact : .all }
}

extension Query {
  /// Returns the query as a match mode reads it. `exact` reads unquoted texts as quotations; the
  /// operands of a proximity are matched as written in every mode.
  public func read(in mode: MatchMode) -> Query { mode == .exact ? quoted : self }

  private var quoted: Query {
    switch self {
    case .text(let text): .phrase(text)
    case .field(let zone, let leaf, let range): .field(zone, leaf.quoted, at: range)
    case .and(let operands): .and(operands.map(\.quoted))
    case .implicitAnd(let operands): .implicitAnd(operands.map(\.quoted))
    case .or(let operands): .or(operands.map(\.quoted))
    case .least(let count, let operands): .least(count, operands.map(\.quoted))
    case .boosted(let operand, let factor): .boosted(operand.quoted, by: factor)
    case .not(let operand): .not(operand.quoted)
    case .phrase, .sloppy, .pattern, .fuzzy, .regex, .near, .source, .tag, .id, .value, .date,
      .everything:
      self
    }
  }

  /// The unquoted texts outside exclusions, in the order of the query.
  public var unquotedTexts: [String] {
    switch self {
    case .text(let text): [text.text]
    case .field(_, let operand, at: _), .boosted(let operand, by: _): operand.unquotedTexts
    case .and(let operands), .implicitAnd(let operands), .or(let operands),
      .least(_, let operands):
      operands.flatMap(\.unquotedTexts)
    case .phrase, .sloppy, .pattern, .fuzzy, .regex, .near, .source, .tag, .id, .value, .date,
      .everything, .not:
      []
    }
  }

  /// The query with every text that names no zone searched in the tail of articles also, as
  /// `in:all` does; nil when the query has no such text.
  public var includingTails: Query? {
    switch self {
    case .text, .phrase, .sloppy, .pattern, .fuzzy, .regex, .near:
      .or([self, .field(.tail, self, at: 0..<0)])
    case .and(let operands): Self.includingTails(operands).map { .and($0) }
    case .implicitAnd(let operands): Self.includingTails(operands).map { .implicitAnd($0) }
    case .or(let operands):
      Self.includingTails(operands).map { operands in
        .or(operands.flatMap { if case .or(let inner) = $0 { inner } else { [$0] } })
      }
    case .least(let count, let operands): Self.includingTails(operands).map { .least(count, $0) }
    case .boosted(let operand, let factor):
      operand.includingTails.map { .boosted($0, by: factor) }
    case .not(let operand): operand.includingTails.map { .not($0) }
    case .field, .source, .tag, .id, .value, .date, .everything: nil
    }
  }

  private static func includingTails(_ operands: [Query]) -> [Query]? {
    let extended = operands.map(\.includingTails)
    guard extended.contains(where: { $0 != nil }) else { return nil }
    return zip(extended, operands).map { $0 ?? $1 }
  }
}
