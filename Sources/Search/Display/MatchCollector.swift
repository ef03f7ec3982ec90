public import TextAnalysis

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

/// Collects the matches of a query in one article, piece by piece.
///
/// Zones of one kind are one text for proximity clauses, as in the index. A match of a proximity
/// clause may therefore begin in one body zone and end in the next.
public struct MatchCollector {
  private let highlighter: Highlighter
  private var single: [TextMatch] = []
  private var texts: [TextZone: ProximityText] = [:]
  private let operands: Set<Int>

  /// Creates a collector for one article.
  public init(_ highlighter: Highlighter) {
    self.highlighter = highlighter
    operands = Set(highlighter.proximities.flatMap { $0.operands.joined() })
  }

  /// Adds the matches in a piece of a zone. Pieces are added in the order of the article.
  ///
  /// - Parameters:
  ///   - text: the analyzed piece; its words are not needed.
  ///   - offset: the start of the piece in the article.
  ///   - continuesZone: true for every piece of a zone but the first.
  public mutating func add(
    _ text: AnalyzedText, zone: TextZone, at offset: Int, continuesZone: Bool = false
  ) {
    let found = highlighter.finder.occurrences(in: text, zone: zone)
    for found in found where highlighter.texts[found.number].isMarked {
      let source = text.source(of: found.units)
      single.append(TextMatch(range: source.shifted(by: offset), text: found.number))
    }
    guard highlighter.proximities.contains(where: { $0.zone.covers(zone) }) else { return }
    var proximityText = texts.removeValue(forKey: zone) ?? ProximityText()
    proximityText.append(
      text, found.filter { operands.contains($0.number) }, at: offset, continuesZone: continuesZone)
    texts[zone] = proximityText
  }

  /// Adds the matches of the regular expressions in a zone.
  ///
  /// - Parameters:
  ///   - text: the whole zone in UTF-8.
  ///   - offset: the start of the zone in the article.
  ///   - id: the id of the article, for the error.
  /// - Throws: `ExpressionError.overrun`. The matches of other expressions are added.
  public mutating func addExpressions(
    in text: Span<UInt8>, zone: TextZone, at offset: Int, id: String
  ) throws(ExpressionError) {
    var failure: ExpressionError?
    for (number, plan) in highlighter.expressions.enumerated() where plan.zone.covers(zone) {
      guard let expression = try? RegularExpression(plan.expression) else { continue }
      let textNumber = highlighter.texts.count + highlighter.proximities.count + number
      do throws(RegularExpression.Overrun) {
        single += try expression.matches(in: text).map {
          TextMatch(range: $0.shifted(by: offset), text: textNumber)
        }
      } catch {
        failure = .overrun(expression: plan.expression, id: id)
      }
    }
    if let failure { throw failure }
  }

  /// Returns the matches in all pieces.
  public mutating func finish() -> QueryMatches {
    var single = self.single
    if !highlighter.expressions.isEmpty {
      single.sort { $0.range.lowerBound < $1.range.lowerBound }
    }
    var operands: [TextMatch] = []
    var passages: [MatchNode] = []
    for (number, plan) in highlighter.proximities.enumerated() {
      for (zone, text) in texts where plan.zone.covers(zone) {
        let found = text.matches(of: plan, numbered: highlighter.texts.count + number)
        // A text that also occurs outside the clause is marked already.
        operands += found.marks.filter { mark in
          !highlighter.texts.indices.contains(mark.text) || !highlighter.texts[mark.text].isMarked
        }
        passages += found.passages
      }
    }
    return QueryMatches(single: single, operands: operands, passages: passages)
  }
}

extension Range<Int> {
  func shifted(by offset: Int) -> Range<Int> { lowerBound + offset..<upperBound + offset }
}
