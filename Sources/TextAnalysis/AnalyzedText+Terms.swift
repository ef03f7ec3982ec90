extension AnalyzedText {
  /// All terms that the index side emits for this text, ordered by position, then by term.
  ///
  /// Derived from the units, not by the index side's own code: the tests hold one against the other.
  /// Word terms are complete only when words were asked for.
  ///
  /// - Complexity: O(n log n) in the number of units.
  public func terms(field: Field = .main) -> [(term: Term, position: UInt32)] {
    var terms: [(term: Term, position: UInt32)] = []
    for (i, unit) in units.enumerated() {
      if unit.kind == .token {
        terms.append((Term(kind: .token, field: field, text: text(of: unit)), unit.position))
        continue
      }
      let followsToken =
        i > 0 && units[i - 1].kind == .token && units[i - 1].position + 1 == unit.position
      if unit.endsRun || unit.startsRun && followsToken {
        terms.append((.edge(unit.scalar, field: field), unit.position))
      }
      if !unit.endsRun, i + 1 < units.count {
        terms.append((.gram(unit.scalar, units[i + 1].scalar, field: field), unit.position))
      }
    }
    for word in words where units[word.lowerBound].kind == .han && word.count != 2 {
      guard units[word.lowerBound].startsWord else { continue }
      let text = text(ofUnits: word)
      terms.append((Term(kind: .word, field: field, text: text), units[word.lowerBound].position))
    }
    for (boundary, positions) in [
      (Boundary.gap, gaps), (.sentence, sentenceEnds), (.paragraph, paragraphEnds),
    ] {
      terms += positions.map { (.boundary(boundary, field: field), $0) }
    }
    return terms.sorted { ($0.position, $0.term) < ($1.position, $1.term) }
  }
}
