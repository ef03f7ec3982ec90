import InvertedIndex
import Storage
import TextAnalysis

/// Finds the documents of one segment that satisfy a proximity clause.
struct ProximityFilter {
  private let plan: ProximityPlan
  private let texts: [PhraseMatcher]
  private let reader: SegmentReader
  private let work: WorkMeter

  private static var batchSize: Int { 4096 }

  init(_ plan: ProximityPlan, _ texts: [PhraseMatcher], _ terms: SegmentTerms) {
    self.plan = plan
    self.texts = texts
    reader = terms.reader
    work = terms.work
  }

  /// An upper bound of the number of matching documents.
  var estimate: Int {
    plan.operands.map { operand in operand.reduce(0) { $0 + texts[$1].estimate } }.min() ?? 0
  }

  func documents(within candidates: DocumentSet?) -> DocumentSet {
    var found = candidates
    let operands = plan.operands.map { operand in
      (operand, operand.reduce(0) { $0 + texts[$1].estimate })
    }
    for (operand, _) in operands.sorted(by: { $0.1 < $1.1 }) {
      if let found, found.isEmpty { return .empty }
      var any = DocumentSet.empty
      for text in operand { any = any.union(texts[text].documents(within: found)) }
      found = any
    }
    let all = found?.sorted ?? []
    var kept: [UInt32] = []
    var start = 0
    while start < all.count {
      let end = min(all.count, start + Self.batchSize)
      kept += filter(Array(all[start..<end]))
      start = end
    }
    return .sorted(kept)
  }

  private func filter(_ documents: [UInt32]) -> [UInt32] {
    let operands = plan.operands.map { operand in
      operand.map { (texts[$0].positions(in: documents), texts[$0].length) }
    }
    let boundaries = Boundaries(plan, reader, documents)
    return documents.indices.compactMap { number in
      let occurrences = operands.map { lists in
        var all: [Occurrence] = []
        all.reserveCapacity(lists.reduce(0) { $0 + $1.0[number].count })
        for (list, length) in lists {
          for start in list[number] { all.append(Occurrence(start: start, end: start + length)) }
        }
        if lists.count > 1 { all.sort { $0.start < $1.start } }
        return all
      }
      guard work.count(100 + plan.kind.steps(for: occurrences)) else { return nil }
      return matches(occurrences, boundaries, number, documents[number])
        ? documents[number] : nil
    }
  }

  /// Returns true if the occurrences match within the title or within the body.
  private func matches(
    _ occurrences: [[Occurrence]], _ boundaries: Boundaries, _ number: Int, _ document: UInt32
  ) -> Bool {
    guard plan.zone == .titleOrBody else { return matches(occurrences, boundaries, number) }
    let extent = reader.titleExtent(of: document)
    let splits = occurrences.map { list in list.partitioningIndex { $0.start >= extent } }
    let inTitle = zip(occurrences, splits).map { Array($0[..<$1]) }
    let inBody = zip(occurrences, splits).map { Array($0[$1...]) }
    return matches(inTitle, boundaries, number) || matches(inBody, boundaries, number)
  }

  private func matches(
    _ occurrences: [[Occurrence]], _ boundaries: Boundaries, _ number: Int
  ) -> Bool {
    if occurrences.contains(where: \.isEmpty) { return false }
    return plan.kind.holds(
      of: occurrences, spanEnds: boundaries.spanEnds[number],
      punctuation: boundaries.punctuation[number])
  }

  private struct Boundaries {
    let spanEnds: PositionLists
    let punctuation: PositionLists

    init(_ plan: ProximityPlan, _ reader: SegmentReader, _ documents: [UInt32]) {
      let field = plan.zone.field
      func positions(_ boundary: Boundary?) -> PositionLists {
        let info = boundary.flatMap {
          reader.terms.lookup(Term.boundary($0, field: field).bytes)
        }
        guard let info else { return PositionLists(count: documents.count) }
        return PositionLists(of: [info], field, in: reader, documents)
      }
      switch plan.kind {
      case .near, .ordered: (spanEnds, punctuation) = (positions(nil), positions(nil))
      case .sentence: (spanEnds, punctuation) = (positions(.sentence), positions(nil))
      case .paragraph: (spanEnds, punctuation) = (positions(.paragraph), positions(nil))
      case .pattern: (spanEnds, punctuation) = (positions(.paragraph), positions(.gap))
      }
    }
  }
}

extension ProximityPlan.Kind {
  /// The approximate number of steps of `holds`.
  fileprivate func steps(for occurrences: [[Occurrence]]) -> Int {
    var count = 0
    var longest: UInt32 = 0
    for list in occurrences {
      count += list.count
      if let first = list.first { longest = max(longest, first.end - first.start) }
    }
    guard case .near = self else { return 16 * count }
    // A set of operands stays open until its last occurrence ends.
    return count * (16 + min(count, Int(longest)) << (occurrences.count - 1))
  }

  func holds(
    of occurrences: [[Occurrence]], spanEnds: ArraySlice<UInt32>,
    punctuation: ArraySlice<UInt32>
  ) -> Bool {
    switch self {
    case .near(let distance): Proximity.matchesUnordered(occurrences, distance: distance)
    case .ordered(let distance): Proximity.matchesOrdered(occurrences, distance: distance)
    case .sentence, .paragraph: Proximity.matchesSameSpan(occurrences, ends: spanEnds)
    case .pattern(let spaces):
      !Proximity.patterns(
        occurrences, spaces, punctuation: punctuation, paragraphs: spanEnds
      ).isEmpty
    }
  }
}
