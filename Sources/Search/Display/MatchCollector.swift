public import TextAnalysis

/// Collects the matches of a query in one article, piece by piece.
///
/// Zones of one kind are one text for proximity clauses, as in the index. A match of a proximity
/// clause may therefore begin in one body zone and end in the next.
public struct MatchCollector {
  private let highlighter: Highlighter
  private var single: [TextMatch] = []
  private var texts: [TextZone: ProximityText] = [:]
  private let operands: Set<Int>
  /// The texts and expressions that occur, marked or not, by number.
  private var occurring: Set<Int> = []

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
    if highlighter.marking != nil { occurring.formUnion(found.lazy.map(\.number)) }
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
    for (number, plan) in highlighter.expressions.enumerated()
    where !plan.isExcluded && plan.zone.covers(zone) {
      guard let expression = try? RegularExpression(plan.expression) else { continue }
      let textNumber = highlighter.firstExpression + number
      do throws(RegularExpression.Overrun) {
        let matches = try expression.matches(in: text)
        if !matches.isEmpty { occurring.insert(textNumber) }
        single += matches.map { TextMatch(range: $0.shifted(by: offset), text: textNumber) }
      } catch {
        failure = .overrun(expression: plan.expression, id: id)
      }
    }
    if let failure { throw failure }
  }

  /// Returns the matches in all pieces.
  public func finish() -> QueryMatches {
    var single = self.single
    if !highlighter.expressions.isEmpty {
      single.sort { $0.range.lowerBound < $1.range.lowerBound }
    }
    let texts = highlighter.texts
    var occurring = self.occurring
    var found: [(proximity: Int, marks: [TextMatch], passages: [MatchNode])] = []
    for (number, plan) in highlighter.proximities.enumerated() {
      for (zone, text) in self.texts where plan.zone.covers(zone) {
        let matches = text.matches(of: plan, numbered: texts.count + number)
        guard !matches.passages.isEmpty else { continue }
        occurring.insert(texts.count + number)
        if !plan.isExcluded {
          found.append((texts.count + number, matches.marks, matches.passages))
        }
      }
    }
    let contributing = contributing(of: occurring)
    if let contributing {
      single.removeAll { !contributing.contains($0.text) }
      found.removeAll { !contributing.contains($0.proximity) }
    }
    // A text that also takes part in the match outside the clause is marked already.
    let operands = found.flatMap(\.marks).filter { mark in
      !texts.indices.contains(mark.text) || !texts[mark.text].isMarked
        || contributing.map { !$0.contains(mark.text) } ?? false
    }
    return QueryMatches(single: single, operands: operands, passages: found.flatMap(\.passages))
  }

  /// Returns the numbers of the texts, proximity clauses and expressions by which the article
  /// matches; nil when all of them count, and when the article matches only in part.
  private func contributing(of occurring: Set<Int>) -> Set<Int>? {
    guard let marking = highlighter.marking else { return nil }
    return MatchingBranches(
      occurring: occurring, firstProximity: highlighter.texts.count,
      firstExpression: highlighter.firstExpression, confirmations: highlighter.confirmations
    ).numbers(of: marking)
  }
}

extension Range<Int> {
  func shifted(by offset: Int) -> Range<Int> { lowerBound + offset..<upperBound + offset }
}
