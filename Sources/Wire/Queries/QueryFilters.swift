package import Xunwen

/// The scope and options of a batch, from the command line.
package struct QueryDefaults: Equatable {
  package var scope = QueryScope()
  package var options = SearchOptions()

  package init(scope: QueryScope = QueryScope(), options: SearchOptions = SearchOptions()) {
    (self.scope, self.options) = (scope, options)
  }
}

/// The options of a single query of a batch. They override the command line.
package struct QueryFilters {
  package enum Name: String, CaseIterable {
    case source, sources, from, to, limit, offset, match, sort
  }

  package static let memberNames = (["id", "query"] + Name.allCases.map(\.rawValue)).joined(
    separator: ", ")

  private var sources: [String]?
  private var from: DateRange?
  private var to: DateRange?
  private var limit: Int?
  private var offset: Int?
  private var match: MatchMode?
  private var sort: SortOrder?

  /// Sets an option from text. `sources` are separated by `|`.
  package mutating func set(_ name: Name, to text: String) throws(InputFailure) {
    switch name {
    case .source: add(sources: [text])
    case .sources: add(sources: text.split(separator: "|").map(String.init))
    case .from: from = try Self.day(text, name)
    case .to: to = try Self.day(text, name)
    case .limit: limit = try Self.number(text, in: OptionLimits.hits, name)
    case .offset: offset = try Self.number(text, in: SearchOptions.acceptedOffsets, name)
    case .match: match = try Self.choice(text, name)
    case .sort: sort = try Self.choice(text, name)
    }
  }

  package mutating func add(sources names: [String]) { sources = (sources ?? []) + names }

  /// The scope and options of the command line, with the options of the query.
  ///
  /// When all hits are requested, `best` is `all`: partial matches only fill a page.
  package func applied(to base: QueryDefaults) throws(InputFailure) -> QueryDefaults {
    var (scope, options) = (base.scope, base.options)
    if let sources { scope.sources = sources }
    if from != nil || to != nil {
      let dates = DateRange(from: from ?? base.scope.dates, through: to ?? base.scope.dates)
      if dates.isEmpty { throw InputFailure("from is later than to") }
      scope.dates = dates
    }
    options.limit = limit ?? options.limit
    options.offset = offset ?? options.offset
    scope.match = match ?? scope.match
    options.sort = sort ?? options.sort
    if options.limit == .max, scope.match == .best { scope.match = .all }
    return QueryDefaults(scope: scope, options: options)
  }

  private static func day(_ text: String, _ name: Name) throws(InputFailure) -> DateRange {
    do {
      return try DateRange(parsingDate: text)
    } catch {
      throw InputFailure("\(name): \(error)")
    }
  }

  private static func number(
    _ text: String, in range: ClosedRange<Int>, _ name: Name
  ) throws(InputFailure) -> Int {
    guard let number = Int(text), range.contains(number) else {
      throw InputFailure(
        "\(name) must be a number between \(range.lowerBound) and \(range.upperBound)")
    }
    return number
  }

  private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ text: String, _ name: Name
  ) throws(InputFailure) -> Choice {
    guard let choice = Choice(rawValue: text) else {
      let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw InputFailure("\(name) must be one of \(choices)")
    }
    return choice
  }
}
