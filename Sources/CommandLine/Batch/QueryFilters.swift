import Xunwen

/// What a query of a batch says of how it is to be answered, in place of what the command line says of it.
struct QueryFilters {
  enum Name: String, CaseIterable {
    case source, sources, from, to, limit, offset, match, sort
  }

  /// Hits that may be asked for, and passed over.
  static let limits = 0...1_000_000
  static let offsets = 0...1_000_000_000

  private var sources: [String]?
  private var from: DateRange?
  private var to: DateRange?
  private var limit: Int?
  private var offset: Int?
  private var match: MatchMode?
  private var sort: SortOrder?

  /// - Parameter sources: separated by `|`.
  mutating func set(_ name: Name, to text: String) throws(CommandFailure) {
    switch name {
    case .source: add(sources: [text])
    case .sources: add(sources: text.split(separator: "|").map(String.init))
    case .from: from = try Self.day(text, name)
    case .to: to = try Self.day(text, name)
    case .limit: limit = try Self.number(text, in: Self.limits, name)
    case .offset: offset = try Self.number(text, in: Self.offsets, name)
    case .match: match = try Self.choice(text, name)
    case .sort: sort = try Self.choice(text, name)
    }
  }

  mutating func add(sources names: [String]) {
    sources = (sources ?? []) + names
  }

  /// The command line's options, with what is said here in their place.
  ///
  /// Where all hits are wanted, `best` is `all`: there is no page that partial matches could fill.
  func options(over base: SearchOptions) throws(CommandFailure) -> SearchOptions {
    var options = base
    if let sources { options.sources = sources }
    if from != nil || to != nil {
      let dates = DateRange(from: from ?? base.dates, through: to ?? base.dates)
      if dates.isEmpty {
        throw CommandFailure("from is later than to")
      }
      options.dates = dates
    }
    options.limit = limit ?? options.limit
    options.offset = offset ?? options.offset
    options.match = match ?? options.match
    options.sort = sort ?? options.sort
    if options.limit == .max, options.match == .best { options.match = .all }
    return options
  }

  private static func day(_ text: String, _ name: Name) throws(CommandFailure) -> DateRange {
    do {
      return try FilterOptions.date(text)
    } catch {
      throw CommandFailure("\(name): \(error)")
    }
  }

  private static func number(
    _ text: String, in range: ClosedRange<Int>, _ name: Name
  ) throws(CommandFailure) -> Int {
    guard let number = Int(text), range.contains(number) else {
      throw CommandFailure(
        "\(name) must be a number between \(range.lowerBound) and \(range.upperBound)")
    }
    return number
  }

  private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ text: String, _ name: Name
  ) throws(CommandFailure) -> Choice {
    guard let choice = Choice(rawValue: text) else {
      let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandFailure("\(name) must be one of \(choices)")
    }
    return choice
  }
}
