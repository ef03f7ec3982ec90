import Storage

/// A range of positions at which a phrase occurs.
struct Occurrence: Equatable {
  let start: UInt32
  let end: UInt32
}

/// The proximity conditions `NEAR`, `ADJ`, `/s`, `/p` and patterns on occurrences in one title,
/// body or tail.
enum Proximity {
  /// Returns true if one occurrence of each operand exists such that none overlap and at most
  /// `distance` positions lie between them in total (`NEAR`).
  ///
  /// The pass goes from left to right and keeps the smallest distance for every set of operands.
  /// The occurrences of each operand are sorted by start.
  ///
  /// - Complexity: O(*n* · 2ᵏ) for *n* occurrences of *k* operands.
  static func matchesUnordered(_ operands: [[Occurrence]], distance: Int) -> Bool {
    var all: [(operand: Int, occurrence: Occurrence)] = []
    for (operand, list) in operands.enumerated() {
      if list.isEmpty { return false }
      for occurrence in list { all.append((operand, occurrence)) }
    }
    all.sort { $0.occurrence.start < $1.occurrence.start }
    let complete = 1 << operands.count - 1
    // For each set of operands, the smallest number of positions between them minus their end.
    var least = [Int](repeating: .max, count: complete + 1)
    // Sets whose last occurrence has not ended yet.
    var open: [(end: Int, set: Int, between: Int)] = []
    for (operand, occurrence) in all {
      let (start, end) = (Int(occurrence.start), Int(occurrence.end))
      open.removeAll { state in
        guard state.end <= start else { return false }
        least[state.set] = min(least[state.set], state.between - state.end)
        return true
      }
      let own = 1 << operand
      open.append((end, own, 0))
      for set in 1..<complete where set & own == 0 && least[set] != .max {
        let between = least[set] + start
        guard between <= distance else { continue }
        if set | own == complete { return true }
        open.append((end, set | own, between))
      }
    }
    return false
  }

  /// Returns true if occurrences of the operands follow each other in order with at most `distance`
  /// positions between them in total (`ADJ`).
  ///
  /// The operands are taken one after another. A chain is a sequence of occurrences of the operands
  /// so far; for each last occurrence, only the chain with the smallest distance is kept.
  ///
  /// - Complexity: O(*n* log *n*) for *n* occurrences.
  static func matchesOrdered(_ operands: [[Occurrence]], distance: Int) -> Bool {
    guard let first = operands.first else { return false }
    var chains = first.map { (end: Int($0.end), between: 0) }
    for operand in operands.dropFirst() {
      chains.sort { $0.end < $1.end }
      var next = 0
      var least = Int.max
      var longer: [(end: Int, between: Int)] = []
      for occurrence in operand {
        let start = Int(occurrence.start)
        while next < chains.count, chains[next].end <= start {
          least = min(least, chains[next].between - chains[next].end)
          next += 1
        }
        if least != .max, least + start <= distance {
          longer.append((Int(occurrence.end), least + start))
        }
      }
      chains = longer
    }
    return !chains.isEmpty
  }

  /// Returns true if one sentence or paragraph contains a whole occurrence of each operand.
  static func matchesSameSpan(_ operands: [[Occurrence]], ends: ArraySlice<UInt32>) -> Bool {
    var shared: Set<Int>?
    for operand in operands {
      var spans: Set<Int> = []
      for occurrence in operand {
        if let number = span(of: occurrence, ends: ends) { spans.insert(number) }
      }
      shared = shared?.intersection(spans) ?? spans
      if shared?.isEmpty ?? true { return false }
    }
    return true
  }

  /// Returns the number of the sentence or paragraph that contains a whole occurrence; nil when the
  /// occurrence crosses an end.
  static func span(of occurrence: Occurrence, ends: ArraySlice<UInt32>) -> Int? {
    let number = ends.partitioningIndex { $0 >= occurrence.start }
    return number == ends.endIndex || ends[number] >= occurrence.end - 1 ? number : nil
  }

  /// Returns the ranges in which the pieces of a pattern follow each other. No punctuation and no
  /// paragraph end may lie between two pieces that are not adjacent.
  ///
  /// - Parameters:
  ///   - spaces: The space between each piece and the next.
  ///   - paragraphs: The last position of each paragraph, ascending.
  static func patterns(
    _ pieces: [[Occurrence]], _ spaces: [ProximityPlan.Space], punctuation: ArraySlice<UInt32>,
    paragraphs: ArraySlice<UInt32>
  ) -> [Occurrence] {
    func isOpen(from end: UInt32, to start: UInt32) -> Bool {
      if start == end { return true }
      let mark = punctuation.partitioningIndex { $0 >= end }
      if mark < punctuation.endIndex, punctuation[mark] < start { return false }
      let last = paragraphs.partitioningIndex { $0 + 1 >= end }
      return last == paragraphs.endIndex || paragraphs[last] >= start
    }
    var reached = pieces.first ?? []
    for (piece, space) in zip(pieces.dropFirst(), spaces) {
      reached.sort { ($0.end, $0.start) < ($1.end, $1.start) }
      var next: [Occurrence] = []
      for occurrence in piece where occurrence.start >= UInt32(space.count) {
        let latest = occurrence.start - UInt32(space.count)
        // The nearest piece suffices, because the text between it and this piece is the shortest.
        let index = reached.partitioningIndex { $0.end > latest } - 1
        guard index >= 0 else { continue }
        let before = reached[index]
        guard space.isOpen || before.end == latest, isOpen(from: before.end, to: occurrence.start)
        else { continue }
        next.append(Occurrence(start: before.start, end: occurrence.end))
      }
      reached = next
    }
    return reached
  }
}
