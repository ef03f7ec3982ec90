/// A range of an article that a query marks.
public struct TextMatch: Sendable, Equatable {
  /// UTF-8 offsets in the searched text.
  public let range: Range<Int>
  /// The number of the text in the query.
  public let text: Int

  public init(range: Range<Int>, text: Int) { (self.range, self.text) = (range, text) }
}

/// A match that a concordance shows in one line: an occurrence of a text, a match of a regular
/// expression, or the shortest passage that satisfies a proximity clause.
public struct MatchNode: Sendable, Equatable {
  /// UTF-8 offsets in the searched text.
  public let range: Range<Int>
  /// The marked ranges inside, ascending by their start. They may overlap.
  public let marks: [Range<Int>]
}

/// The matches of a query in an article.
public struct QueryMatches: Sendable {
  /// Every range that is marked, ascending by its start. The ranges may overlap.
  public let marks: [TextMatch]
  private let single: [TextMatch]
  private let passages: [MatchNode]

  init(single: [TextMatch], operands: [TextMatch], passages: [MatchNode]) {
    self.single = single
    self.passages = passages
    marks =
      operands.isEmpty
      ? single : (single + operands).sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// Every match with its own line in a concordance, ascending, without duplicates.
  ///
  /// - Complexity: O(*n* log *n*) for *n* matches.
  public var nodes: [MatchNode] {
    let all = single.map { MatchNode(range: $0.range, marks: [$0.range]) } + passages
    var nodes: [MatchNode] = []
    for node in all.sorted(by: {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }) {
      if let last = nodes.last, last.range == node.range {
        // Several texts of a query may match the same range.
        guard last.marks != node.marks else { continue }
        let marks = last.marks + node.marks.filter { !last.marks.contains($0) }
        nodes[nodes.count - 1] = MatchNode(
          range: node.range, marks: marks.sorted { $0.lowerBound < $1.lowerBound })
      } else {
        nodes.append(node)
      }
    }
    return nodes
  }
}
