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
    String(decoding: utf8(ofUnits: range), as: UTF8.self)
  }

  /// The same as UTF-8.
  public func utf8(ofUnits range: Range<Int>) -> ArraySlice<UInt8> {
    if range.isEmpty { return [] }
    let end = units[range.upperBound - 1].text.upperBound
    return normalized[units[range.lowerBound].text.lowerBound..<end]
  }

  /// The ICU words of the text, each as a range of `units`; a token is a word.
  ///
  /// - Complexity: O(n) in the number of units.
  public var words: [Range<Int>] {
    var words: [Range<Int>] = []
    var start = 0
    while start < units.count {
      let word = word(from: start)
      words.append(word)
      start = word.upperBound
    }
    return words
  }

  /// Makes a row of units a word; words that it overlaps lose those of its units that they have.
  ///
  /// - Precondition: `range` lies within `units.indices`.
  public mutating func markWord(_ range: Range<Int>) {
    for index in range { units[index].startsWord = index == range.lowerBound }
    if range.upperBound < units.count { units[range.upperBound].startsWord = true }
  }

  /// The word that begins with a unit.
  ///
  /// - Precondition: `start` lies within `units.indices`, and a word starts there.
  public func word(from start: Int) -> Range<Int> {
    var end = start + 1
    while end < units.count, !units[end].startsWord { end += 1 }
    return start..<end
  }
}
