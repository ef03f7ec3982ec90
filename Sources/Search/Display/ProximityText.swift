import Storage
import TextAnalysis

/// The occurrences of the operands of proximity clauses in all zones of one kind. Positions count
/// over all these zones, with one free position between two zones, as in the index.
struct ProximityText {
  private struct Operand {
    let occurrence: Occurrence
    /// UTF-8 offsets in the article.
    let source: Range<Int>
  }

  /// The occurrences of each text, by its number.
  private var operands: [Int: [Operand]] = [:]
  private var sentenceEnds: [UInt32] = []
  private var paragraphEnds: [UInt32] = []
  private var gaps: [UInt32] = []
  /// The first position after the last zone; nil before the first zone.
  private var extent: UInt32?

  /// Adds a piece of a zone.
  mutating func append(
    _ text: AnalyzedText, _ found: [TextFinder.Found], at offset: Int, continuesZone: Bool
  ) {
    var start: UInt32 = 0
    if let extent {
      // Punctuation on both sides of a cut is one gap.
      let isInGap = gaps.last.map { $0 + 1 == extent } ?? false
      start = !continuesZone ? extent + 1 : isInGap && text.gaps.first == 0 ? extent - 1 : extent
    }
    extent = start + text.extent
    func shifted(_ positions: [UInt32]) -> [UInt32] { positions.map { $0 + start } }
    gaps += shifted(text.gaps)
    sentenceEnds += shifted(text.sentenceEnds)
    paragraphEnds += shifted(text.paragraphEnds)
    for found in found {
      let (first, last) = (text.units[found.units.lowerBound], text.units[found.units.upperBound])
      operands[found.number, default: []].append(
        Operand(
          occurrence: Occurrence(start: first.position + start, end: last.position + start + 1),
          source: text.source(of: found.units).shifted(by: offset)))
    }
  }

  /// Returns the marked ranges of a clause and its shortest passages.
  ///
  /// - Parameter number: the number of the text of a pattern, which is marked as a whole.
  func matches(
    of plan: ProximityPlan, numbered number: Int
  ) -> (marks: [TextMatch], passages: [MatchNode]) {
    let operands = plan.operands.map { choices in
      choices.flatMap { choice in (self.operands[choice] ?? []).map { (choice, $0) } }
        .sorted { $0.1.occurrence.start < $1.1.occurrence.start }
    }
    let isOfSentences = if case .sentence = plan.kind { true } else { false }
    let found = ProximityMatches.find(
      plan.kind, operands.map { $0.map(\.1.occurrence) },
      spanEnds: isOfSentences ? sentenceEnds : paragraphEnds, punctuation: gaps)
    if found.passages.isEmpty { return ([], []) }
    let sources = Sources(operands.joined().lazy.map { ($0.1.occurrence, $0.1.source) })
    if case .pattern = plan.kind {
      let ranges = found.passages.map { sources.range(of: $0) }
      return (
        ranges.map { TextMatch(range: $0, text: number) },
        ranges.map { MatchNode(range: $0, marks: [$0]) }
      )
    }
    var marks: [TextMatch] = []
    for (operand, participants) in zip(operands, found.participants) {
      marks += participants.map { TextMatch(range: operand[$0].1.source, text: operand[$0].0) }
    }
    // The alternatives of two operands may be the same text.
    marks.sort { ($0.range.lowerBound, $0.text) < ($1.range.lowerBound, $1.text) }
    marks = marks.enumerated().filter { $0 == 0 || marks[$0 - 1] != $1 }.map(\.element)
    let passages = found.passages.map { passage in
      let range = sources.range(of: passage)
      let first = marks.partitioningIndex { $0.range.lowerBound >= range.lowerBound }
      let inside = marks[first...].prefix { $0.range.lowerBound < range.upperBound }
      return MatchNode(
        range: range, marks: inside.map(\.range).filter { $0.upperBound <= range.upperBound })
    }
    return (marks, passages)
  }

  /// The bytes at which occurrences start and end.
  private struct Sources {
    private var starts: [UInt32: Int] = [:]
    private var ends: [UInt32: Int] = [:]

    init(_ occurrences: some Sequence<(Occurrence, Range<Int>)>) {
      for (occurrence, source) in occurrences {
        starts[occurrence.start] = source.lowerBound
        ends[occurrence.end] = source.upperBound
      }
    }

    /// Returns the bytes of a passage that starts with one occurrence and ends with another.
    func range(of passage: Occurrence) -> Range<Int> {
      let start = starts[passage.start] ?? 0
      return start..<max(start, ends[passage.end] ?? start)
    }
  }
}
