import Storage

/// The matches of a proximity clause in one title, body or tail.
///
/// A match is a choice of one occurrence of each operand that satisfies the condition. `Proximity`
/// decides if a match exists; this type finds all.
struct ProximityMatches {
  /// For each operand, the indices of the occurrences that take part in a match, ascending.
  let participants: [[Int]]
  /// The matches that contain no other match, from the first operand to the last, ascending. These
  /// are the minimal intervals of C. L. A. Clarke, G. V. Cormack and F. J. Burkowski, "An Algebra
  /// for Structured Text Search and a Framework for its Implementation", 1995.
  let passages: [Occurrence]

  static let none = ProximityMatches(participants: [], passages: [])

  /// - Parameters:
  ///   - operands: the occurrences of each operand, sorted by start.
  ///   - spanEnds: the last positions of the sentences, or of the paragraphs for other kinds.
  ///   - punctuation: the positions of punctuation, for patterns.
  ///   - maxChains: the greatest number of chains that are remembered at a time, apart from those
  ///     of neighbours. A chain takes two bytes.
  /// - Complexity: O(*n* log *n* + *n* · 2ᵏ) for *n* occurrences of *k* operands.
  static func find(
    _ kind: ProximityPlan.Kind, _ operands: [[Occurrence]], spanEnds: [UInt32],
    punctuation: [UInt32], maxChains: Int = 1 << 24
  ) -> ProximityMatches {
    if operands.contains(where: \.isEmpty) { return none }
    switch kind {
    case .near(let distance):
      return ProximityChains(operands, distance: distance, isOrdered: false).matches(maxChains)
    case .ordered(let distance):
      return ProximityChains(operands, distance: distance, isOrdered: true).matches(maxChains)
    case .sentence, .paragraph: return inSameSpan(operands, ends: spanEnds)
    case .pattern(let spaces):
      let found = Proximity.patterns(
        operands, spaces, punctuation: punctuation[...], paragraphs: spanEnds[...])
      return ProximityMatches(participants: [], passages: shortest(found))
    }
  }

  private static func inSameSpan(_ operands: [[Occurrence]], ends: [UInt32]) -> ProximityMatches {
    let spans = operands.map { $0.map { Proximity.span(of: $0, ends: ends[...]) } }
    var shared = Set(spans[0].compactMap(\.self))
    for numbers in spans.dropFirst() { shared.formIntersection(numbers.compactMap(\.self)) }
    let participants = spans.map { numbers in
      numbers.indices.filter { numbers[$0].map(shared.contains) ?? false }
    }
    var bySpan: [Int: [(operand: Int, occurrence: Occurrence)]] = [:]
    for (operand, indices) in participants.enumerated() {
      for index in indices {
        guard let span = spans[operand][index] else { continue }
        bySpan[span, default: []].append((operand, operands[operand][index]))
      }
    }
    let passages = bySpan.values.flatMap { Self.passages(of: $0, count: operands.count) }
    return ProximityMatches(participants: participants, passages: shortest(passages))
  }

  /// Returns, for each end, the shortest range that contains an occurrence of each operand.
  private static func passages(
    of span: [(operand: Int, occurrence: Occurrence)], count: Int
  ) -> [Occurrence] {
    var latest = [UInt32?](repeating: nil, count: count)
    var found: [Occurrence] = []
    for (operand, occurrence) in span.sorted(by: { $0.occurrence.end < $1.occurrence.end }) {
      latest[operand] = max(latest[operand] ?? 0, occurrence.start)
      let starts = latest.compactMap(\.self)
      if starts.count == count, let start = starts.min() {
        found.append(Occurrence(start: start, end: occurrence.end))
      }
    }
    return found
  }

  /// Returns the ranges that contain no other range, ascending and without duplicates.
  static func shortest(_ ranges: [Occurrence]) -> [Occurrence] {
    var kept: [Occurrence] = []
    for range in ranges.sorted(by: { ($0.start, $1.end) > ($1.start, $0.end) })
    where range.end < kept.last?.end ?? .max {
      kept.append(range)
    }
    return kept.reversed()
  }
}

/// The matches of `NEAR` and `ADJ`, from chains of occurrences without overlap.
private struct ProximityChains {
  private struct Link {
    let operand: Int
    /// The index among the occurrences of the operand.
    let index: Int
    let start: Int
    let end: Int

    /// The link in the text read backwards.
    var mirrored: Link { Link(operand: operand, index: index, start: -end, end: -start) }
  }

  /// The links of a chain without their order: one bit for each operand.
  private typealias Operands = Int

  private let links: [Link]
  private let count: Int
  private let distance: Int
  private let isOrdered: Bool

  private var all: Operands { 1 << count - 1 }

  init(_ operands: [[Occurrence]], distance: Int, isOrdered: Bool) {
    links = operands.enumerated().flatMap { operand, list in
      list.enumerated().map { index, occurrence in
        Link(
          operand: operand, index: index, start: Int(occurrence.start), end: Int(occurrence.end))
      }
    }.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    count = operands.count
    self.distance = distance
    self.isOrdered = isOrdered
  }

  /// The chains of some of the links.
  private init(_ chains: ProximityChains, _ range: Range<Int>) {
    links = Array(chains.links[range])
    (count, distance, isOrdered) = (chains.count, chains.distance, chains.isOrdered)
  }

  func matches(_ maxChains: Int) -> ProximityMatches {
    let participants = participants(maxChains)
    if participants.allSatisfy(\.isEmpty) { return .none }
    return ProximityMatches(
      participants: participants, passages: ProximityMatches.shortest(passages))
  }

  /// True when an occurrence of an operand may follow a chain of other operands.
  private func mayFollow(_ operand: Int, _ others: Operands, backwards: Bool = false) -> Bool {
    let own = 1 << operand
    if !isOrdered { return others & own == 0 }
    return others == (backwards ? all & ~(2 * own - 1) : own - 1)
  }

  /// For each operand, the occurrences with a chain before them and a chain after them that make up
  /// a match.
  private func participants(_ maxChains: Int) -> [[Int]] {
    var participants = [[Int]](repeating: [], count: count)
    let blockLength = max(1, maxChains >> count)
    for start in stride(from: 0, to: links.count, by: blockLength) {
      let block = start..<min(links.count, start + blockLength)
      let context = context(of: block)
      let areParticipants = ProximityChains(self, context).areParticipants
      for link in block where areParticipants[link - context.lowerBound] {
        participants[links[link].operand].append(links[link].index)
      }
    }
    return participants.map { $0.sorted() }
  }

  /// The links that may be in a match with one of a block.
  private func context(of block: Range<Int>) -> Range<Int> {
    if block == links.indices { return block }
    var lengths = [Int](repeating: 0, count: count)
    for link in links { lengths[link.operand] = max(lengths[link.operand], link.end - link.start) }
    let reach = distance + lengths.reduce(0, +)
    let (first, last) = (links[block.lowerBound].start, links[block.upperBound - 1].start)
    let lower = links.partitioningIndex { $0.start >= first - reach }
    return lower..<links.partitioningIndex { $0.start > last + reach }
  }

  /// True for each link with a chain before it and a chain after it that make up a match.
  private var areParticipants: [Bool] {
    // For each link, the least distance in a chain of given operands that ends with the link.
    // Distances are at most `QueryProximity.maxDistance`.
    var before = [UInt16](repeating: .max, count: links.count << count)
    forEachChain(of: links, backwards: false) { link, operands, between in
      before[link << count | operands] = UInt16(between)
    }
    let mirrored = links.indices.sorted { links[$0].end > links[$1].end }
    var isParticipant = [Bool](repeating: false, count: links.count)
    forEachChain(of: mirrored.map { links[$0].mirrored }, backwards: true) {
      place, after, between in
      let link = mirrored[place]
      let others = all & ~after | 1 << links[link].operand
      let rest = before[link << count | others]
      if rest != .max, Int(rest) + between <= distance { isParticipant[link] = true }
    }
    return isParticipant
  }

  /// Calls `body` with each link, the operands of a chain that ends with it, and the least number
  /// of positions between the links of such a chain, if it is at most the distance.
  ///
  /// - Parameter links: the links, sorted by start.
  private func forEachChain(
    of links: [Link], backwards: Bool, _ body: (Int, Operands, Int) -> Void
  ) {
    // For each set of operands, the least number of positions between them minus their end.
    var least = [Int](repeating: .max, count: all + 1)
    // Chains whose last link has not ended yet.
    var open: [(end: Int, operands: Operands, between: Int)] = []
    for (number, link) in links.enumerated() {
      open.removeAll { chain in
        guard chain.end <= link.start else { return false }
        least[chain.operands] = min(least[chain.operands], chain.between - chain.end)
        return true
      }
      for others in 0...all where mayFollow(link.operand, others, backwards: backwards) {
        let between = others == 0 ? 0 : least[others] == .max ? .max : least[others] + link.start
        guard between <= distance else { continue }
        let operands = others | 1 << link.operand
        body(number, operands, between)
        if operands != all { open.append((link.end, operands, between)) }
      }
    }
  }

  /// The beginning of a chain.
  private struct Head {
    let start: Int
    /// The start plus the lengths of the links. At a position, this much less is the number of
    /// positions between the links.
    let reach: Int
  }

  /// For each link that ends matches, the shortest of these matches.
  private var passages: [Occurrence] {
    var heads = [[Head]](repeating: [], count: all + 1)
    var open: [(end: Int, operands: Operands, head: Head)] = []
    var found: [Occurrence] = []
    for link in links {
      open.removeAll { chain in
        guard chain.end <= link.start else { return false }
        Self.insert(chain.head, into: &heads[chain.operands])
        return true
      }
      let length = link.end - link.start
      for others in 0...all where mayFollow(link.operand, others) {
        let operands = others | 1 << link.operand
        let own = [Head(start: link.start, reach: link.start)]
        var latest = Int.min
        for head in others == 0 ? own : heads[others] where link.start - head.reach <= distance {
          latest = max(latest, head.start)
          if operands != all {
            open.append((link.end, operands, Head(start: head.start, reach: head.reach + length)))
          }
        }
        if operands == all, latest != .min {
          found.append(Occurrence(start: UInt32(latest), end: UInt32(link.end)))
        }
      }
    }
    return found
  }

  /// Adds a head, unless another one starts and reaches at least as far. Heads differ only when the
  /// alternatives of an operand differ in length, so the list is short.
  private static func insert(_ head: Head, into heads: inout [Head]) {
    if heads.contains(where: { $0.start >= head.start && $0.reach >= head.reach }) { return }
    heads.removeAll { $0.start <= head.start && $0.reach <= head.reach }
    heads.append(head)
  }
}
