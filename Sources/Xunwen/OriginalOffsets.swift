public import Articles

/// A map from byte offsets in an article's text to Unicode scalar offsets in its original texts.
struct OriginalOffsets {
  private let originals: [Original]
  /// The number of scalars before every 64th byte.
  private let counts: [Int]
  private let text: [UInt8]

  /// - Complexity: O(*n*) in the length of the text.
  init(_ article: Article) {
    originals = article.originals
    text = article.text
    var counts: [Int] = []
    var count = 0
    for (offset, byte) in article.text.enumerated() {
      if offset % 64 == 0 { counts.append(count) }
      if byte & 0xC0 != 0x80 { count += 1 }
    }
    counts.append(count)
    self.counts = counts
  }

  /// Returns the span of a byte range; nil before the first original text.
  func span(_ range: Range<Int>) -> TextSpan? {
    guard let original = originals.last(where: { $0.start <= range.lowerBound }) else { return nil }
    let start = scalars(before: original.start)
    return TextSpan(
      original: original.name,
      range: (scalars(before: range.lowerBound) - start)..<(scalars(before: range.upperBound)
        - start))
  }

  private func scalars(before offset: Int) -> Int {
    var count = counts[offset / 64]
    for byte in text[(offset / 64 * 64)..<offset] where byte & 0xC0 != 0x80 { count += 1 }
    return count
  }
}

extension Article {
  /// Returns the spans of ranges of the text in the article's original texts.
  ///
  /// - Parameter ranges: UTF-8 ranges of `text`, each within one original text.
  /// - Complexity: O(*n*) in the length of the text.
  public func spans(of ranges: [Range<Int>]) -> [TextSpan] {
    let offsets = OriginalOffsets(self)
    return ranges.compactMap { offsets.span($0) }
  }
}
