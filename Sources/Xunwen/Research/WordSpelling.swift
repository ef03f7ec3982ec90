import TextAnalysis

extension AnalyzedText {
  /// Returns the normalized text of a word, with a space between two adjacent tokens.
  ///
  /// Only words of the user's dictionary have several tokens. Without the space, the word
  /// `new york` would equal the token `newyork`.
  func spelling(ofWord units: Range<Int>) -> ArraySlice<UInt8> {
    if units.count == 1 { return utf8(ofUnits: units) }
    let isJoined = units.dropFirst().allSatisfy { !isToken($0 - 1) || !isToken($0) }
    if isJoined { return utf8(ofUnits: units) }
    var spelling: [UInt8] = []
    for unit in units {
      if unit > units.lowerBound, isToken(unit - 1), isToken(unit) { spelling.append(0x20) }
      spelling += normalized[self.units[unit].text]
    }
    return spelling[...]
  }

  private func isToken(_ unit: Int) -> Bool { units[unit].kind == .token }
}
