import Calendar
import TextAnalysis

// The closest thing to a match, for a clause that does not match an article.

extension ScannedArticle {
  func nearMiss(of node: ScanNode) -> ClauseReport.NearMiss? {
    switch node {
    case .piece(let piece, let zone): return nearMiss(of: piece, in: zone)
    case .all(let nodes):
      let missing = nodes.first { node in !((try? satisfies(node)) ?? true) }
      return missing.flatMap(nearMiss)
    case .near(let kind, let pieces, let zone):
      if let missing = pieces.first(where: { !contains($0, in: zone) }) {
        return nearMiss(of: missing, in: zone)
      }
      return nearMiss(of: kind) { areNear($0, pieces, in: zone) }
    case .source: return .value(source)
    case .tag: return .value(tags.joined(separator: " "))
    case .value(let test): return .value(test.written(fields))
    case .date: return .value(CivilDate(packed: date)?.description ?? "")
    default: return nil
    }
  }

  private func nearMiss(of piece: ScanPiece, in zone: ExactPhrase.Zone) -> ClauseReport.NearMiss? {
    let other = zones.first { !zone.covers($0.zone) && !occurrences(of: piece, in: $0).isEmpty }
    if let other { return .elsewhere(other.zone) }
    var piece = piece
    // The first reading of a quotation is the text itself.
    if case .any(let pieces) = piece, let first = pieces.first { piece = first }
    guard case .exact(let exact) = piece else { return nil }
    var text = exact
    text.signs = []
    if !exact.signs.isEmpty, contains(.exact(text), in: zone) { return .part(text.written) }
    guard exact.elements.count > 1 else { return nil }
    let texts = zones.filter { zone.covers($0.zone) }.map(\.analyzed)
    return text.longestPart(in: texts).map { .part($0.written) }
  }

  private func nearMiss(
    of kind: ProximityPlan.Kind, _ holds: (ProximityPlan.Kind) -> Bool
  ) -> ClauseReport.NearMiss? {
    switch kind {
    case .sentence: holds(.paragraph) ? .sameParagraph : nil
    case .ordered(let distance):
      holds(.near(distance)) ? .otherOrder : smallestDistance { holds(.ordered($0)) }
    case .near: smallestDistance { holds(.near($0)) }
    case .paragraph, .pattern: nil
    }
  }

  private func smallestDistance(_ holds: (Int) -> Bool) -> ClauseReport.NearMiss? {
    var (low, high) = (0, 1 << 24)
    guard holds(high) else { return nil }
    while low < high {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return .distance(low)
  }
}

extension ExactPhrase {
  fileprivate var written: String {
    var text = ""
    for element in elements {
      switch element {
      case .han(let scalar): text.unicodeScalars.append(scalar)
      case .token(let range), .letters(let range):
        text += String(decoding: tokens[range], as: UTF8.self)
      case .gap: text += " "
      }
    }
    return text
  }
}
