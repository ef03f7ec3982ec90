/// A chooser of the slice of an article that best shows why the article matched.
public enum SnippetBuilder {
  /// Chooses a slice of about `columns` terminal columns.
  ///
  /// The best slice contains the most different texts of the query, then the most matches, and
  /// comes first. Its start moves back to the start of a sentence if one is near.
  ///
  /// - Parameters:
  ///   - text: the UTF-8 of the article.
  ///   - zone: the range that the slice must lie in.
  ///   - matches: the matches in the zone, in ascending order.
  /// - Returns: a range of whole characters; the start of the zone when there are no matches.
  /// - Complexity: O(matches + columns).
  public static func slice(
    of text: [UInt8], in zone: Range<Int>, matches: [TextMatch], columns: Int
  ) -> Range<Int> {
    let columns = min(max(columns, 0), 1 << 16)
    let anchor = bestWindow(matches, columns: columns)
    let start = anchor.map { sliceStart(before: $0, in: zone, of: text, columns: columns / 4) }
    let lower = start ?? skippingSpace(from: zone.lowerBound, in: zone, of: text)
    return lower..<end(from: lower, in: zone, of: text, columns: columns)
  }

  private static func bestWindow(_ matches: [TextMatch], columns: Int) -> Int? {
    // A Chinese character has three bytes and two columns. A quarter is left for the text before.
    let bytes = columns * 3 / 4 * 3 / 2
    var best: (start: Int, texts: Int, matches: Int)?
    var counts: [Int: Int] = [:]
    var end = 0
    for first in matches.indices {
      let limit = matches[first].range.lowerBound + bytes
      while end < matches.count, matches[end].range.upperBound <= limit {
        counts[matches[end].text, default: 0] += 1
        end += 1
      }
      let count = max(0, end - first)
      if best.map({ ($0.texts, $0.matches) < (counts.count, count) }) ?? true {
        best = (matches[first].range.lowerBound, counts.count, count)
      }
      if first < end {
        let text = matches[first].text
        counts[text, default: 1] -= 1
        if counts[text] == 0 { counts[text] = nil }
      } else {
        end = first + 1
      }
    }
    return best?.start
  }

  /// Moves back from a match by some columns, but not beyond the start of its sentence.
  private static func sliceStart(
    before match: Int, in zone: Range<Int>, of text: [UInt8], columns: Int
  ) -> Int {
    var start = match
    var previous = match
    var width = 0
    while previous > zone.lowerBound {
      previous -= 1
      while previous > zone.lowerBound, text[previous] & 0xC0 == 0x80 { previous -= 1 }
      let scalar = scalar(at: previous, in: text)
      if "。！？；!?;\n\r".unicodeScalars.contains(scalar) { break }
      let scalarWidth = DisplayWidth.columns(of: scalar)
      width += scalarWidth
      if width > columns { break }
      // A combining mark stays with its base character.
      if scalarWidth > 0 { start = previous }
    }
    return skippingSpace(from: start, in: start..<match, of: text)
  }

  private static func end(
    from start: Int, in zone: Range<Int>, of text: [UInt8], columns: Int
  ) -> Int {
    var end = start
    var width = 0
    while end < zone.upperBound {
      let scalar = scalar(at: end, in: text)
      width += DisplayWidth.columns(of: scalar)
      if width > columns { break }
      end += scalar.utf8.count
    }
    return end
  }

  private static func skippingSpace(
    from start: Int, in range: Range<Int>, of text: [UInt8]
  ) -> Int {
    var start = start
    while start < range.upperBound {
      let scalar = scalar(at: start, in: text)
      guard scalar.properties.isWhitespace else { break }
      start += scalar.utf8.count
    }
    return start
  }

  private static func scalar(at offset: Int, in text: [UInt8]) -> Unicode.Scalar {
    var decoder = UTF8()
    var bytes = text[offset...].makeIterator()
    if case .scalarValue(let scalar) = decoder.decode(&bytes) { return scalar }
    return "\u{FFFD}"
  }
}
