/// A text as units: what queries are planned from and highlights are placed by.
public struct AnalyzedText: Sendable {
  /// In the order of their positions.
  public internal(set) var units: [Unit] = []
  /// The UTF-8 of the units' normalized text, one after the other.
  public internal(set) var normalized: [UInt8] = []
  /// Positions of gaps, ascending.
  public internal(set) var gaps: [UInt32] = []
  /// Positions of the last unit of each sentence, ascending.
  public internal(set) var sentenceEnds: [UInt32] = []
  /// Positions of the last unit of each paragraph, ascending.
  public internal(set) var paragraphEnds: [UInt32] = []
  /// The first position after the text.
  public internal(set) var extent: UInt32 = 0

  /// The normalized text of a unit.
  public func text(of unit: Unit) -> String {
    String(decoding: normalized[unit.text], as: UTF8.self)
  }

  /// The normalized text of several units in a row, gaps and white space left out.
  ///
  /// - Precondition: `range` lies within `units.indices`.
  public func text(ofUnits range: Range<Int>) -> String {
    guard let first = units[range].first, let last = units[range].last else { return "" }
    let bytes = normalized[first.text.lowerBound..<last.text.upperBound]
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The ICU words of the text, each as a range of `units`; a token is a word.
  ///
  /// - Complexity: O(n) in the number of units.
  public var words: [Range<Int>] {
    var words: [Range<Int>] = []
    var start = 0
    for i in units.indices where i > 0 && units[i].startsWord {
      words.append(start..<i)
      start = i
    }
    if !units.isEmpty { words.append(start..<units.count) }
    return words
  }
}
