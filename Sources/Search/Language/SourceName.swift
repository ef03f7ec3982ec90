/// The name of a source in a query: a name, or a pattern in which `*` matches any text.
public struct SourceName: Hashable, Sendable {
  /// The name as written.
  public let written: String
  /// The parts between asterisks.
  private let parts: [String]

  /// Reads a name. Asterisks of either width are placeholders; all other characters are compared.
  public init(_ written: String) {
    self.written = written
    parts = written.split(omittingEmptySubsequences: false) { $0 == "*" || $0 == "＊" }
      .map(String.init)
  }

  /// True when the name has a placeholder.
  public var isPattern: Bool { parts.count > 1 }

  /// True for a name that is equal, or that the pattern matches. Articles without a source match no
  /// pattern.
  ///
  /// - Complexity: O(*n* · *m*) in the lengths of name and pattern.
  public func matches(_ name: String) -> Bool {
    guard isPattern else { return name == written }
    var rest = name[...]
    guard !name.isEmpty, let first = parts.first, let last = parts.last, rest.hasPrefix(first)
    else {
      return false
    }
    rest = rest.dropFirst(first.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let found = rest.firstRange(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return rest.hasSuffix(last)
  }
}

extension Query {
  /// The names of sources in the query, in its order, also in exclusions.
  public var sourceNames: [String] {
    switch self {
    case .source(let name, at: _): [name]
    case .field(_, let operand, at: _), .boosted(let operand, by: _), .not(let operand):
      operand.sourceNames
    case .and(let operands), .implicitAnd(let operands), .or(let operands), .least(_, let operands):
      operands.flatMap(\.sourceNames)
    case .text, .phrase, .sloppy, .pattern, .fuzzy, .regex, .near, .tag, .id, .value, .date,
      .everything:
      []
    }
  }

  /// Returns the query with other names of sources and tags, and other values of fields.
  public func renamed(by name: (String) -> String) -> Query {
    func all(_ operands: [Query]) -> [Query] { operands.map { $0.renamed(by: name) } }
    switch self {
    case .source(let written, let range): return .source(name(written), at: range)
    case .tag(let written, let range): return .tag(name(written), at: range)
    case .value(let condition, let range):
      return .value(condition.renamed(by: name), at: range)
    case .field(let zone, let operand, let range):
      return .field(zone, operand.renamed(by: name), at: range)
    case .boosted(let operand, let factor):
      return .boosted(operand.renamed(by: name), by: factor)
    case .not(let operand): return .not(operand.renamed(by: name))
    case .and(let operands): return .and(all(operands))
    case .implicitAnd(let operands): return .implicitAnd(all(operands))
    case .or(let operands): return .or(all(operands))
    case .least(let count, let operands): return .least(count, all(operands))
    case .text, .phrase, .sloppy, .pattern, .fuzzy, .regex, .near, .id, .date, .everything:
      return self
    }
  }
}
