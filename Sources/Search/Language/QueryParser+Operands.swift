// Joining what stands side by side.

extension QueryParser {
  enum Junction {
    case and, implicitAnd, or
  }

  /// Nodes on their way into one flat list; one alone stays as it is.
  struct Operands {
    private let junction: Junction
    private let first: Node
    private var queries: [Query] = []
    private var end: Int
    private var finds: Bool

    init(_ first: Node, joinedBy junction: Junction) {
      self.junction = junction
      self.first = first
      end = first.range.upperBound
      finds = first.finds
    }

    private static var few: Int { 8 }

    mutating func append(_ node: Node) {
      if queries.isEmpty {
        queries.reserveCapacity(Self.few)
        add(first)
      }
      add(node)
      end = node.range.upperBound
      finds = finds || node.finds
    }

    private mutating func add(_ node: Node) {
      switch (node.query, junction) {
      case (.and(let inner), .and), (.implicitAnd(let inner), .implicitAnd), (.or(let inner), .or):
        queries += inner
      case (.and(let inner), _) where !node.finds, (.implicitAnd(let inner), _) where !node.finds:
        queries += inner
      default: queries.append(node.query)
      }
    }

    var node: Node {
      guard !queries.isEmpty else { return first }
      let query: Query =
        switch junction {
        case .and: .and(queries)
        case .implicitAnd: .implicitAnd(queries)
        case .or: .or(queries)
        }
      return Node(query: query, range: first.range.lowerBound..<end, finds: finds)
    }
  }
}
