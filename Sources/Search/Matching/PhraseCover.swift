import InvertedIndex

/// Chooses the terms of a phrase whose positions are read.
///
/// The grams of a phrase overlap. A document that has all grams of 中华人民 contains it if 中华 and
/// 人民 are at the right distance; the positions of 华人 add nothing. In general, the chosen terms
/// cover every unit of the phrase except the ending.
enum PhraseCover {
  /// Returns the parts, the rarest first, and marks the cover with the fewest positions as read.
  ///
  /// Dynamic programming over the units finds the cover. The segment contains all terms, and no
  /// two parts have the same offset.
  ///
  /// - Complexity: O(*n* log *n*) in the parts.
  static func ordered(_ parts: [PhrasePlan.Part], in terms: SegmentTerms) -> [PhrasePlan.Part] {
    var parts = parts
    parts.sort { terms.frequency($0.term) < terms.frequency($1.term) }
    // With two parts, each covers a unit that the other does not.
    guard parts.count > 2 else { return parts }
    var unitCount = 0
    for part in parts { unitCount = max(unitCount, Int(part.offset) + part.units) }
    // The lowest cost of covering the first `n` units, and the last part of that cover.
    var costs = [Double](repeating: .infinity, count: unitCount + 1)
    var lastParts = [Int](repeating: 0, count: unitCount + 1)
    costs[0] = 0
    // The indexes of the parts, and -1 where no part begins.
    var partsByOffset = [Int](repeating: -1, count: unitCount)
    for index in parts.indices { partsByOffset[Int(parts[index].offset)] = index }
    let longest = parts.reduce(0) { max($0, $1.units) }
    for units in 1..<unitCount + 1 {
      for start in max(0, units - longest)..<units {
        let index = partsByOffset[start]
        guard index >= 0, units <= start + parts[index].units else { continue }
        let cost = costs[start] + (terms.infos[parts[index].term].map(Self.cost) ?? 0)
        // Of equal costs, the rarer term is chosen.
        if cost < costs[units] || cost == costs[units] && index < lastParts[units] {
          costs[units] = cost
          lastParts[units] = index
        }
      }
    }
    for index in parts.indices { parts[index].isRead = false }
    var units = unitCount
    while units > 0 {
      parts[lastParts[units]].isRead = true
      units = Int(parts[lastParts[units]].offset)
    }
    return parts
  }

  /// Returns the mean number of positions in a document, plus a constant for locating them.
  private static func cost(_ info: TermInfo) -> Double {
    Double(info.occurrences) / Double(info.documentFrequency) + 4
  }
}
