import Calendar
import InvertedIndex
import Search

/// Counts the articles of the parts of a query.
struct EmptyAnswerFinder {
  let text: [Unicode.Scalar]
  let scope: QueryScope
  /// The names of sources in the scope and in the query, as written.
  let sourceNames: [String]
  let searcher: Searcher

  private static let maxClauses = 12
  private static let maxParts = 12

  func answer(
    for tree: Query, _ mistakes: [QuerySyntaxError], in reader: IndexReader
  ) throws -> EmptyAnswer {
    let operands = Self.operands(of: tree)
    let (searched, ignored) = try partitioned(operands)
    let isLong = searched.count > Self.maxClauses
    let clauses = try searched.prefix(Self.maxClauses).enumerated().map { number, operand in
      var others = searched
      others.remove(at: number)
      return try clause(
        operand, without: isLong ? nil : try count(of: others, in: scope), isWhole: true)
    }
    let columns = ColumnSummary(reader)
    return EmptyAnswer(
      clauses: clauses, scopeArticles: try scopeArticles(),
      unknownSources: columns.unknownSources(among: sourceNames),
      emptyDates: try emptyDates(in: operands, columns), ignored: ignored.map(written),
      mistakes: mistakes)
  }

  /// The clauses that must all match, including the clauses of nested groups.
  private static func operands(of tree: Query) -> [Query] {
    switch tree {
    case .and(let operands), .implicitAnd(let operands): operands.flatMap(Self.operands)
    case .boosted(let operand, by: _): Self.operands(of: operand)
    case .everything: []
    default: [tree]
    }
  }

  /// Separates the clauses that contain nothing to look up.
  private func partitioned(_ operands: [Query]) throws -> (searched: [Query], ignored: [Query]) {
    var (searched, ignored): ([Query], [Query]) = ([], [])
    for operand in operands {
      var inner = operand
      if case .not(let excluded) = operand { inner = excluded }
      if try searcher.plan(inner, in: unrestricted) == nil {
        ignored.append(operand)
      } else {
        searched.append(operand)
      }
    }
    return (searched, ignored)
  }

  private var unrestricted: QueryScope {
    var scope = scope
    (scope.sources, scope.dates) = ([], nil)
    return scope
  }

  private var isRestricted: Bool { !scope.sources.isEmpty || scope.dates != nil }

  private func clause(
    _ operand: Query, without: Int?, isWhole: Bool
  ) throws -> EmptyAnswer.Clause {
    var (inner, isExcluded) = (operand, false)
    if case .not(let excluded) = operand { (inner, isExcluded) = (excluded, true) }
    let articles = try searcher.articleCount(of: inner, unrestricted)
    var parts: [EmptyAnswer.Clause] = []
    if isWhole, articles == 0, !isExcluded {
      parts = try self.parts(of: inner).prefix(Self.maxParts).map {
        try clause($0, without: nil, isWhole: false)
      }
      // The only word of a text tells something when the text has signs, as in "C++".
      if parts.count == 1, parts[0].articles == 0 { parts = [] }
    }
    return EmptyAnswer.Clause(
      query: written(operand), isExcluded: isExcluded, articles: articles,
      articlesInScope: isRestricted ? try searcher.articleCount(of: inner, scope) : articles,
      articlesWithout: without, parts: parts)
  }

  /// The words of a text, or the operands of a group.
  private func parts(of query: Query) -> [Query] {
    switch query {
    case .text(let text), .phrase(let text):
      return searcher.pieces(of: text.text).map {
        .phrase(QueryText(text: $0, range: 0..<0))
      }
    case .field(let zone, .text(let text), at: let range),
      .field(let zone, .phrase(let text), at: let range):
      return searcher.pieces(of: text.text).map {
        .field(zone, .phrase(QueryText(text: $0, range: 0..<0)), at: range)
      }
    case .or(let operands), .least(_, let operands), .and(let operands), .implicitAnd(let operands):
      return operands
    case .near(let proximity): return proximity.operands
    default: return []
    }
  }

  /// The number of articles that match all operands; nil when none of them finds articles.
  private func count(of operands: [Query], in scope: QueryScope) throws -> Int? {
    let isPositive = operands.contains { if case .not = $0 { false } else { true } }
    guard isPositive else { return nil }
    return try searcher.articleCount(
      of: operands.count == 1 ? operands[0] : .and(operands), scope)
  }

  private func scopeArticles() throws -> Int? {
    guard isRestricted else { return nil }
    return try searcher.articleCount(of: ParsedQuery.everything.tree, scope)
  }

  private func emptyDates(
    in operands: [Query], _ columns: ColumnSummary
  ) throws -> [EmptyAnswer.EmptyDates] {
    var ranges = scope.dates.map { [$0] } ?? []
    for operand in operands {
      if case .date(let range, at: _) = operand, !ranges.contains(range) { ranges.append(range) }
    }
    return try ranges.compactMap { range in
      guard try searcher.articleCount(of: .date(range, at: 0..<0), unrestricted) == 0 else {
        return nil
      }
      return EmptyAnswer.EmptyDates(range: range, first: columns.first, last: columns.last)
    }
  }

  /// A clause as the query has it, or in the same language.
  private func written(_ query: Query) -> String {
    switch query {
    case .text(let text), .sloppy(let text, slop: _), .fuzzy(let text, edits: _),
      .regex(let text):
      return slice(text.range) ?? text.text
    case .phrase(let text): return slice(text.range) ?? text.text
    case .pattern(let pattern): return slice(pattern.range) ?? pattern.description
    case .near(let proximity):
      return slice(proximity.range) ?? proximity.operands.map(written).joined(separator: " ")
    case .field(let zone, let operand, at: _): return "\(zone.rawValue):\(written(operand))"
    case .source(let name, at: _): return "source:\(name)"
    case .tag(let name, at: _): return "tag:\(name)"
    case .id(let id, at: _): return "id:\(id)"
    case .value(let condition, at: let range):
      return "\(condition.field.name):\(slice(range) ?? condition.written)"
    case .date(let range, at: _):
      let (lower, upper) = (range.lower?.description ?? "", range.upper?.description ?? "")
      return "date:" + (lower == upper ? lower : "\(lower)..\(upper)")
    case .and(let operands): return group(operands, " AND ")
    case .implicitAnd(let operands): return group(operands, " ")
    case .or(let operands): return group(operands, " OR ")
    case .least(let count, let operands): return "\(count) of " + group(operands, " ")
    case .boosted(let operand, by: _): return written(operand)
    case .not(let operand): return "-" + written(operand)
    default: return "\(query)"
    }
  }

  private func group(_ operands: [Query], _ separator: String) -> String {
    "(" + operands.map(written).joined(separator: separator) + ")"
  }

  private func slice(_ range: Range<Int>) -> String? {
    guard !range.isEmpty, range.upperBound <= text.count else { return nil }
    return String(String.UnicodeScalarView(text[range]))
  }
}
