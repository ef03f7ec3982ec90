/// A candidate for the title, the time or the source of an article, for explanations.
public struct Candidate: Sendable, Equatable {
  /// The title, the time in ISO 8601, or the source.
  public let value: String
  /// Index of the line among the lines that are not blank; nil for a candidate from the markup.
  public let line: Int?
  /// The score by which candidates of one kind are ranked.
  public let score: Float
  /// The reasons for the score.
  public let reasons: [String]
  /// True for the candidate that the article has.
  public let isChosen: Bool
}

/// A candidate before the choice.
struct RankedValue<Value: Sendable & Equatable>: Sendable, Equatable {
  let value: Value
  let line: Int?
  let score: Float
  let reasons: [String]
}

extension RankedValue {
  /// Returns the first candidate with the highest score, if its score suffices.
  static func best(_ candidates: [RankedValue], atLeast least: Float) -> RankedValue? {
    var best: RankedValue?
    for candidate in candidates where candidate.score >= least {
      if candidate.score > best?.score ?? -.infinity { best = candidate }
    }
    return best
  }

  /// Returns the candidates in the order of their ranks.
  static func explained(
    _ candidates: [RankedValue], chosen: RankedValue?, _ text: (Value) -> String
  ) -> [Candidate] {
    candidates.enumerated().sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }
      .map { _, candidate in
        Candidate(
          value: text(candidate.value), line: candidate.line, score: candidate.score,
          reasons: candidate.reasons, isChosen: candidate == chosen)
      }
  }
}
