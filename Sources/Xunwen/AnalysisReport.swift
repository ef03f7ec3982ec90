import TextAnalysis

/// The analysis of a text: its units, words and terms.
public struct AnalysisReport: Sendable, Codable {
  /// A unit of the text, the smallest element that a query can match.
  public struct Unit: Sendable, Codable {
    /// The slice of the text that the unit comes from.
    public let original: String
    /// The unit in lower case, Simplified characters and half width.
    public let normalized: String
    /// `han` or `token`.
    public let kind: String
    /// The position in the text, from 0.
    public let position: Int
  }

  /// A word of the text, which serves ranking only.
  public struct Word: Sendable, Codable {
    /// The normalized word.
    public let text: String
    /// The range of the word in the list of units.
    public let units: Range<Int>
  }

  /// A term of the index.
  public struct Term: Sendable, Codable {
    /// `gram`, `edge`, `token`, `word` or `boundary`.
    public let kind: String
    /// The normalized text of the term.
    public let text: String
    /// The position of the first unit of the term.
    public let position: Int
  }

  /// The units in the order of the text.
  public let units: [Unit]
  /// The words of ICU's dictionary.
  public let words: [Word]
  /// The terms in the order of their positions.
  public let terms: [Term]
  /// The positions that punctuation occupies.
  public let gaps: [Int]
}

extension Archive {
  /// Analyzes a text as articles and queries are analyzed.
  ///
  /// - Throws: `XunwenError.analysisUnavailable`.
  public static func analyze(_ text: String) throws -> AnalysisReport {
    let analyzer = try Analyzer.opened()
    let analyzed = analyzer.analyze(text)
    let bytes = Array(text.utf8)
    return AnalysisReport(
      units: analyzed.units.map { unit in
        .init(
          original: String(decoding: bytes[unit.source], as: UTF8.self),
          normalized: analyzed.text(of: unit), kind: "\(unit.kind)", position: Int(unit.position))
      },
      words: analyzed.words.map { .init(text: analyzed.text(ofUnits: $0), units: $0) },
      terms: analyzed.terms().map { term, position in
        .init(kind: "\(term.kind)", text: term.text, position: Int(position))
      },
      gaps: analyzed.gaps.map { Int($0) })
  }
}
