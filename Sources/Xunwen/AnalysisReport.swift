import TextAnalysis

/// How a text is analyzed: what the index would hold of it.
public struct AnalysisReport: Sendable {
  public struct Unit: Sendable {
    /// The slice of the text it was made from.
    public let original: String
    public let normalized: String
    /// `han` or `token`.
    public let kind: String
    public let position: Int
  }

  public struct Word: Sendable {
    public let text: String
    /// Its units, as indices.
    public let units: Range<Int>
  }

  public struct Term: Sendable {
    /// `gram`, `edge`, `token`, `word` or `boundary`.
    public let kind: String
    public let text: String
    public let position: Int
  }

  public let units: [Unit]
  /// ICU's words.
  public let words: [Word]
  /// In the order of their positions.
  public let terms: [Term]
  /// Positions taken by punctuation.
  public let gaps: [Int]
}

extension Archive {
  /// Analyzes a text as articles and queries are.
  public static func analyze(_ text: String) throws -> AnalysisReport {
    let analyzer = try Analyzer.opened()
    let analyzed = analyzer.analyze(text)
    let bytes = Array(text.utf8)
    return AnalysisReport(
      units: analyzed.units.map { unit in
        AnalysisReport.Unit(
          original: String(decoding: bytes[unit.source], as: UTF8.self),
          normalized: analyzed.text(of: unit), kind: "\(unit.kind)", position: Int(unit.position))
      },
      words: analyzed.words.map {
        AnalysisReport.Word(text: analyzed.text(ofUnits: $0), units: $0)
      },
      terms: analyzed.terms().map { term, position in
        AnalysisReport.Term(kind: "\(term.kind)", text: term.text, position: Int(position))
      },
      gaps: analyzed.gaps.map { Int($0) })
  }
}
