import TextAnalysis

/// The places between words and clauses of Han text, at which a snippet should be cut.
struct HanWords {
  let cuts: TextCuts
  /// Returns the offsets in a range at which words start.
  let starts: (Range<Int>) -> [Int]

  /// The characters before and after a place that decide where words start.
  private static let context = 12

  /// Returns the start of the first clause in the first half of the text before a match, or of the
  /// first word.
  func firstStart(from first: Int, to match: Int) -> Int {
    if cuts.scalar(before: first)?.separatesClauses ?? true { return first }
    var offset = first
    while offset < first + (match - first) / 2, let scalar = cuts.scalar(at: offset) {
      offset += scalar.utf8.count
      let start = cuts.skippingMarks(from: offset, until: match)
      if scalar.separatesClauses, start < match, cuts.mayStart(at: start) { return start }
    }
    return firstWord(from: first, to: match)
  }

  /// Returns the start of the first word before a match.
  func firstWord(from first: Int, to match: Int) -> Int {
    boundaries(around: first, until: match).first { $0 >= first && cuts.mayStart(at: $0) } ?? first
  }

  /// Returns the end of the last word up to an offset, but an offset after the match.
  func lastEnd(upTo last: Int, after match: Int) -> Int {
    let ends = boundaries(around: last, until: cuts.zone.upperBound)
    return ends.last { match < $0 && $0 <= last && cuts.mayEnd(at: $0) } ?? last
  }

  /// Returns the starts of words in the Han text around an offset. They are none when the offset is
  /// not inside Han text.
  private func boundaries(around offset: Int, until limit: Int) -> [Int] {
    guard cuts.scalar(before: offset)?.isHanUnit ?? false,
      cuts.scalar(at: offset)?.isHanUnit ?? false
    else { return [] }
    var (lower, upper) = (offset, offset)
    for _ in 0..<Self.context {
      if let scalar = cuts.scalar(before: lower), scalar.isHanUnit { lower -= scalar.utf8.count }
      if upper < limit, let scalar = cuts.scalar(at: upper), scalar.isHanUnit {
        upper += scalar.utf8.count
      }
    }
    return starts(lower..<upper)
  }
}

extension Unicode.Scalar {
  /// True for the marks at the end of a clause or of an item.
  fileprivate var separatesClauses: Bool {
    switch self {
    case "，", "、", "：", "；", ",", " ", "\u{3000}": true
    default: false
    }
  }
}
