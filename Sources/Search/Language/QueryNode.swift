/// A parsed part of a query, with its range in the query string.
struct QueryNode {
  let query: Query
  let range: Range<Int>
  /// True when the part finds articles by itself. Exclusions do not.
  var finds = true
  /// True for a group in parentheses.
  var isGroup = false

  /// The part as it would be in parentheses.
  var asGroup: QueryNode { QueryNode(query: query, range: range, finds: finds, isGroup: true) }

  /// Returns the part as the clause of a field or `in:`.
  func scoped(by scope: FieldScope?) -> QueryNode {
    switch scope {
    case .zone(let zone, let fieldRange):
      QueryNode(query: .field(zone, query, at: fieldRange), range: range)
    case .allZones(let fieldRange):
      QueryNode(query: .or([query, .field(.tail, query, at: fieldRange)]), range: range)
    case .values, nil: self
    }
  }
}

extension Query {
  func boosted(by factor: Double?) -> Query { factor.map { .boosted(self, by: $0) } ?? self }
}

/// The operands of one operator, collected into a flat list. A single operand stays as it is.
struct QueryOperands {
  enum Junction {
    case and, implicitAnd, or
  }

  private let junction: Junction
  private let first: QueryNode
  private var queries: [Query] = []
  private var end: Int
  private var finds: Bool

  private static let typicalCount = 8

  init(_ first: QueryNode, joinedBy junction: Junction) {
    self.junction = junction
    self.first = first
    end = first.range.upperBound
    finds = first.finds
  }

  mutating func append(_ node: QueryNode) {
    if queries.isEmpty {
      queries.reserveCapacity(Self.typicalCount)
      add(first)
    }
    add(node)
    end = node.range.upperBound
    finds = finds || node.finds
  }

  private mutating func add(_ node: QueryNode) {
    switch (node.query, junction) {
    case (.and(let inner), .and), (.implicitAnd(let inner), .implicitAnd), (.or(let inner), .or):
      queries += inner
    case (.and(let inner), _) where !node.finds, (.implicitAnd(let inner), _) where !node.finds:
      queries += inner
    default: queries.append(node.query)
    }
  }

  var node: QueryNode {
    guard !queries.isEmpty else { return first }
    let query: Query =
      switch junction {
      case .and: .and(queries)
      case .implicitAnd: .implicitAnd(queries)
      case .or: .or(queries)
      }
    return QueryNode(query: query, range: first.range.lowerBound..<end, finds: finds)
  }
}
