import InvertedIndex
import TextAnalysis

/// Tells in which documents of one segment texts stand together.
struct ProximityFilter {
  private let plan: ProximityPlan
  private let texts: [PhraseMatcher]
  private let reader: SegmentReader

  private static var batchSize: Int { 4096 }

  /// - Parameter texts: all of the query.
  init(_ plan: ProximityPlan, _ texts: [PhraseMatcher], _ reader: SegmentReader) {
    self.plan = plan
    self.texts = texts
    self.reader = reader
  }

  /// How many documents there are, from above.
  var estimate: Int {
    plan.operands.map { operand in operand.reduce(0) { $0 + texts[$1].estimate } }.min() ?? 0
  }

  /// - Parameter candidates: looks at no other documents; nil for all.
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
    let marks = Marks(plan, reader, documents)
    return documents.indices.compactMap { number in
      let occurrences = operands.map { lists in
        var all: [Occurrence] = []
        for (list, length) in lists {
          for start in list[number] { all.append(Occurrence(start: start, end: start + length)) }
        }
        if lists.count > 1 { all.sort { $0.start < $1.start } }
        return all
      }
      return areTogether(occurrences, marks, number, documents[number]) ? documents[number] : nil
    }
  }

  /// In the headline, or in the body, or in the tail.
  private func areTogether(
    _ occurrences: [[Occurrence]], _ marks: Marks, _ number: Int, _ document: UInt32
  ) -> Bool {
    guard plan.zone == .titleOrBody else { return areTogether(occurrences, marks, number) }
    let extent = reader.titleExtent(of: document)
    let places = occurrences.map { list in list.partitioningIndex { $0.start >= extent } }
    let headlines = zip(occurrences, places).map { Array($0[..<$1]) }
    let bodies = zip(occurrences, places).map { Array($0[$1...]) }
    return areTogether(headlines, marks, number) || areTogether(bodies, marks, number)
  }

  private func areTogether(_ occurrences: [[Occurrence]], _ marks: Marks, _ number: Int) -> Bool {
    if occurrences.contains(where: \.isEmpty) { return false }
    return plan.kind.holds(
      of: occurrences, stretchEnds: marks.stretchEnds[number],
      punctuation: marks.punctuation[number])
  }

  /// The boundaries that a kind of nearness depends on.
  private struct Marks {
    let stretchEnds: PositionLists
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
      case .near, .ordered: (stretchEnds, punctuation) = (positions(nil), positions(nil))
      case .sentence: (stretchEnds, punctuation) = (positions(.sentence), positions(nil))
      case .paragraph: (stretchEnds, punctuation) = (positions(.paragraph), positions(nil))
      case .pattern: (stretchEnds, punctuation) = (positions(.paragraph), positions(.gap))
      }
    }
  }
}

extension ProximityPlan.Kind {
  /// - Parameters:
  ///   - stretchEnds: the last positions of sentences, or of paragraphs.
  ///   - punctuation: its positions.
  func holds(
    of occurrences: [[Occurrence]], stretchEnds: ArraySlice<UInt32>,
    punctuation: ArraySlice<UInt32>
  ) -> Bool {
    switch self {
    case .near(let distance): Proximity.matchesUnordered(occurrences, distance: distance)
    case .ordered(let distance): Proximity.areOrdered(occurrences, distance: distance)
    case .sentence, .paragraph: Proximity.shareStretch(occurrences, ends: stretchEnds)
    case .pattern(let spaces):
      !Proximity.patterns(
        occurrences, spaces, punctuation: punctuation, paragraphs: stretchEnds
      ).isEmpty
    }
  }
}
