import TextAnalysis

// What comes closest to a clause that does not match.

extension ScannedArticle {
  func nearMiss(of node: ScanNode) -> ClauseReport.NearMiss? {
    switch node {
    case .piece(let piece, let zone): return nearMiss(of: piece, in: zone)
    case .all(let nodes):
      // The first word that is missing.
      let missing = nodes.first { node in !((try? satisfies(node)) ?? true) }
      return missing.flatMap(nearMiss)
    case .together(let kind, let pieces, let zone): return nearMiss(of: kind, pieces, zone)
    case .source: return .value(source)
    case .tag: return .value(tags.joined(separator: " "))
    case .date: return .value(String(date))
    default: return nil
    }
  }

  private func nearMiss(
    of piece: ScanPiece, in zone: ExactPhrase.Zone
  ) -> ClauseReport.NearMiss? {
    let other = zones.first { !zone.covers($0.zone) && !occurrences(of: piece, in: $0).isEmpty }
    if let other { return .elsewhere(other.zone) }
    guard case .exact(let exact) = piece else { return nil }
    let elements = exact.elements
    for length in (1..<max(1, elements.count)).reversed() {
      for start in 0...elements.count - length {
        let part = exact.part(start..<start + length)
        guard let part,
          zones.contains(where: {
            zone.covers($0.zone) && !occurrences(of: .exact(part), in: $0).isEmpty
          })
        else { continue }
        return .part(part.written)
      }
    }
    return nil
  }

  private func nearMiss(
    of kind: ProximityPlan.Kind, _ pieces: [ScanPiece], _ zone: ExactPhrase.Zone
  ) -> ClauseReport.NearMiss? {
    for piece in pieces {
      let isThere = zones.contains {
        zone.covers($0.zone) && !occurrences(of: piece, in: $0).isEmpty
      }
      if !isThere { return nearMiss(of: piece, in: zone) }
    }
    func holds(_ kind: ProximityPlan.Kind) -> Bool {
      fields(of: zone).contains { areTogether(kind, pieces, in: $0) }
    }
    switch kind {
    case .sentence: return holds(.paragraph) ? .sameParagraph : nil
    case .ordered(let distance):
      return holds(.near(distance)) ? .otherOrder : least { holds(.ordered($0)) }
    case .near: return least { holds(.near($0)) }
    case .paragraph, .pattern: return nil
    }
  }

  /// The smallest distance at which something holds.
  private func least(_ holds: (Int) -> Bool) -> ClauseReport.NearMiss? {
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
  /// Some of the elements; nil unless they begin and end with a unit.
  fileprivate func part(_ range: Range<Int>) -> ExactPhrase? {
    guard elements[range.lowerBound] != .gap, elements[range.upperBound - 1] != .gap else {
      return nil
    }
    return ExactPhrase(elements: Array(elements[range]), tokens: tokens, zone: zone)
  }

  /// The units, with a space for punctuation.
  fileprivate var written: String {
    var text = ""
    for element in elements {
      switch element {
      case .han(let scalar): text.unicodeScalars.append(scalar)
      case .token(let range): text += String(decoding: tokens[range], as: UTF8.self)
      case .gap: text += " "
      }
    }
    return text
  }
}
