import Calendar

/// A ranking of the dates and sources of a page, by their labels and by the part of the page in
/// which they are. A page has no time and no source rather than wrong ones.
struct HeaderRanking {
  /// The least score of a value that an article takes.
  static let leastScore: Float = 25
  /// Number of lines after the body in which labels count.
  private static let tailWindow = 14

  private(set) var times: [RankedValue<CivilDateTime>] = []
  private(set) var sources: [RankedValue<String>] = []

  private let page: PageFeatures
  private let states: [ZoneState]
  private let titleLine: Int?
  private let bodyEnd: Int

  init(_ page: PageFeatures, states: [ZoneState], facts: DocumentFacts, hints: PageHints) {
    (self.page, self.states) = (page, states)
    titleLine = states.firstIndex(of: .title)
    bodyEnd = states.lastIndex { $0 == .body || $0 == .opening } ?? titleLine ?? 0
    let written = facts.facts.first { $0.field == .written }?.line
    for (i, facts) in page.facts.sorted(by: { $0.key < $1.key }) {
      add(facts, i, isWritten: i == written)
    }
    addHints(hints)
  }

  var time: RankedValue<CivilDateTime>? { .best(times, atLeast: Self.leastScore) }
  var source: RankedValue<String>? { .best(sources, atLeast: Self.leastScore) }

  /// - Parameter isWritten: true for the line with the day on which a document was written.
  private mutating func add(_ facts: HeaderFacts, _ i: Int, isWritten: Bool) {
    for date in facts.dates {
      let isBeside = !facts.sources.isEmpty || facts.isSourceExpected
      let isPrinted = date.label.isPrinted || date.label == .bare && facts.hasPrintedSource
      let label = isWritten && date.label == .bare ? .written : date.label
      var (base, reason) = Self.base(label, isBeside: isBeside)
      // The page of a document prints its date of publication, or none.
      if date.label == .updated, !page.tables.lines.isEmpty { base = -100 }
      let place = place(i, isPrinted: isPrinted)
      // Within the text, 时间： is the time of an event.
      let isEvent = date.label == .time && facts.isTimeOnly && states[i].isWithinText
      times.append(
        RankedValue(
          value: date.time, line: i, score: base + place.score - (isEvent ? 100 : 0),
          reasons: [reason, place.reason]))
    }
    for source in facts.sources {
      let (base, reason) = Self.base(source.label)
      let place = place(i, isPrinted: source.label.isPrinted || source.label == .quoted)
      var reasons = [reason, place.reason]
      var score = base + place.score
      if Self.isGeneric(source.name) {
        score -= 20
        reasons.append("names no publisher")
      }
      if source.label == .source, page[i].kind == .stray || states[i].zone == .body {
        score -= 50
        reasons.append("credit of a picture")
      }
      sources.append(RankedValue(value: source.name, line: i, score: score, reasons: reasons))
    }
  }

  private static func base(_ label: TimeLabel, isBeside: Bool) -> (Float, String) {
    switch label {
    case .published: (100, "label of publication")
    case .time: (90, "label of a time")
    case .bare: isBeside ? (85, "beside a source") : (70, "without a label")
    case .updated: (60, "label of an update")
    case .written: (-100, "label of the writing")
    case .other: (-100, "label of something else")
    }
  }

  private static func base(_ label: SourceLabel) -> (Float, String) {
    switch label {
    case .source: (100, "label of a source")
    case .quoted: (80, "newspaper beside a date")
    case .beside: (75, "beside a date")
    case .office: (70, "label of an office")
    case .line: (60, "line of its own")
    }
  }

  /// Returns what the place of a line adds to the scores of its dates and sources.
  private func place(_ i: Int, isPrinted: Bool) -> (score: Float, reason: String) {
    switch states[i] {
    case .title, .subtitle: return (-100, "in the title")
    case .front, .lead, .summary:
      return (Float(-min(10, i - (titleLine ?? i))) / 10, "in the header")
    case .before:
      let distance = (titleLine ?? i + 10) - i
      if distance <= 3 || page[i].kind == .fact && isPrinted {
        return (isPrinted ? -10 : -25, "above the title")
      }
      return (isPrinted ? -40 : -100, "far above the title, as a portal's clock")
    case .opening, .body: return (isPrinted ? -45 : -100, "in the body")
    case .insert:
      let isEarly = i - (titleLine ?? 0) <= 12
      return (isPrinted ? isEarly ? -15 : -45 : -100, "between paragraphs")
    case .tail:
      guard isPrinted else { return (-100, "in the tail, as the date of another article") }
      return i - bodyEnd <= Self.tailWindow
        ? (-30 - Float(i - bodyEnd) / 10, "below the body") : (-100, "far below the body")
    case .comments: return (-100, "in the comments")
    }
  }

  private static func isGeneric(_ name: String) -> Bool {
    ["网络", "互联网", "网上", "整理", "综合", "网络整理", "综合整理", "转载"].contains(name)
  }

  private mutating func addHints(_ hints: PageHints) {
    for (k, hint) in hints.times.enumerated() {
      times.append(
        RankedValue(
          value: hint.time, line: nil, score: 65 - Float(k), reasons: ["markup", hint.place]))
    }
    for (k, name) in hints.sources.enumerated() {
      sources.append(RankedValue(value: name, line: nil, score: 55 - Float(k), reasons: ["markup"]))
    }
  }
}

extension ZoneState {
  fileprivate var isWithinText: Bool { self == .opening || self == .body || self == .insert }
}
