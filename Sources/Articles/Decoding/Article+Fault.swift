extension Article {
  /// The rule that the text or its parts break; nil for a well-formed article. The text is UTF-8.
  /// Originals and zones are in ascending order and begin and end with code points.
  ///
  /// - Complexity: O(*n*) in the bytes of the text.
  public var fault: String? {
    if UTF8Validity.firstInvalid(in: text) != nil { return "the text is not UTF-8" }
    func isBoundary(_ offset: Int) -> Bool {
      offset >= 0 && (offset == text.count || offset < text.count && text[offset] & 0xC0 != 0x80)
    }
    var start = 0
    for (number, original) in originals.enumerated() {
      guard isBoundary(original.start), number > 0 ? original.start >= start : original.start == 0
      else { return "the originals are not in ascending order" }
      start = original.start
    }
    var end = 0
    for zone in zones {
      guard zone.range.lowerBound >= end, !zone.range.isEmpty, isBoundary(zone.range.lowerBound),
        isBoundary(zone.range.upperBound)
      else { return "the zones are not ascending ranges of the text" }
      end = zone.range.upperBound
    }
    return nil
  }
}
