import Calendar

/// The decisions of an extraction with their reasons: every line with its zone, and every candidate
/// for title, time and source with its rank.
public struct ExtractionReport: Sendable, Equatable {
  /// A line that is not blank.
  public struct Line: Sendable, Equatable {
    /// Byte offsets in the text.
    public let range: Range<Int>
    public let zone: ZoneKind
    /// The part of the page, such as `front` or `comments`.
    public let part: String
    /// The kind of the line by its words and shape, such as `prose` or `share`.
    public let kind: String
    /// Further features that decided.
    public let reasons: [String]
  }

  public let layout: PageLayout
  public let lines: [Line]
  /// Candidates in the order of their ranks. Titles are limited to the best ones.
  public let titles: [Candidate]
  public let times: [Candidate]
  public let sources: [Candidate]

  /// The facts of an official document, such as 发文字号.
  public let facts: [Fact]

  /// A fact of an official document.
  public struct Fact: Sendable, Equatable {
    /// The name under which the article has it.
    public let name: String
    public let value: String
    /// Index of the line among the lines that are not blank.
    public let line: Int
    public let reason: String
  }

  private static let maximumTitles = 10

  /// Explains the layout of a text in valid UTF-8, in O(*n*).
  public init(_ text: [UInt8]) { self.init(PageAnalysis(text, hints: PageHints())) }

  init(_ analysis: PageAnalysis) {
    layout = analysis.layout
    lines = analysis.states.enumerated().map { i, state in
      let page = analysis.page
      return Line(
        range: page.lines[i].range, zone: state.zone, part: "\(state)", kind: "\(page[i].kind)",
        reasons: page.reasons(i))
    }
    titles = Self.titles(analysis)
    let ranking = analysis.ranking
    times = RankedValue.explained(ranking.times, chosen: ranking.time) { $0.description }
    sources = RankedValue.explained(ranking.sources, chosen: ranking.source) { $0 }
    facts = analysis.documentFacts.facts.map {
      Fact(name: $0.field.rawValue, value: $0.value, line: $0.line, reason: $0.reason)
    }
  }

  /// Returns the lines with the best scores as titles, and the chosen one.
  private static func titles(_ analysis: PageAnalysis) -> [Candidate] {
    let chosen = analysis.states.firstIndex(of: .title)
    let scored = analysis.page.lines.indices.compactMap { i in
      analysis.titles.score(i).map { (line: i, score: $0) }
    }
    let best = scored.sorted { ($1.score, $0.line) < ($0.score, $1.line) }.prefix(maximumTitles)
    let rest = scored.filter { $0.line == chosen && !best.map(\.line).contains($0.line) }
    return (best + rest).map { line, score in
      Candidate(
        value: String(decoding: analysis.page.lines.text[analysis.titleRange(line)], as: UTF8.self),
        line: line, score: score, reasons: analysis.titles.parts(line).map(\.reason),
        isChosen: line == chosen)
    }
  }
}

extension PageFeatures {
  /// Returns the features of a line besides its kind, in words.
  func reasons(_ i: Int) -> [String] {
    let line = self[i]
    var reasons = ["\(line.count) characters"]
    if line.run >= 5 { reasons.append("list of \(line.run) lines") }
    if line.repetition > 0 {
      reasons.append("on \(Int((line.repetition * 100).rounded())) % of the pages")
    }
    if line.isRepeated { reasons.append("occurs again") }
    if gluedCredits[i] != nil { reasons.append("credits at the end") }
    for date in facts[i]?.dates ?? [] { reasons.append("date (\(date.label))") }
    for source in facts[i]?.sources ?? [] { reasons.append("source (\(source.label))") }
    if line.hint.region != .unknown { reasons.append("region \(line.hint.region)") }
    if line.hint.headingLevel > 0 { reasons.append("heading \(line.hint.headingLevel)") }
    if line.hint.linkShare > 0.6 { reasons.append("link") }
    return reasons
  }
}
