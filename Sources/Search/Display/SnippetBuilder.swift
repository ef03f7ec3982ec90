/// Chooses the slice of an article that shows best why it matched.
public enum SnippetBuilder {
  /// The slice of about `columns` terminal columns with the most different texts of the query in it, then
  /// the most matches, then the earliest; its beginning moved back to where a sentence starts, if one does
  /// nearby.
  ///
  /// - Parameters:
  ///   - text: UTF-8 of the article.
  ///   - zone: where the slice may lie.
  ///   - matches: in the zone, ascending.
  /// - Returns: a range of whole characters; the beginning of the zone when nothing matches.
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

  /// Where the first match of the best window begins.
  private static func bestWindow(_ matches: [TextMatch], columns: Int) -> Int? {
    // Three bytes are two columns: the width of Chinese text to within a few characters.
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

  /// Back from a match by some columns, or to the start of its sentence if that is nearer.
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
      if isSentenceEnd(scalar) { break }
      let columnsOfScalar = DisplayWidth.columns(of: scalar)
      width += columnsOfScalar
      if width > columns { break }
      // A mark stays with the character before it.
      if columnsOfScalar > 0 { start = previous }
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

  private static func skippingSpace(from start: Int, in range: Range<Int>, of text: [UInt8]) -> Int
  {
    var start = start
    while start < range.upperBound {
      let scalar = scalar(at: start, in: text)
      guard scalar.properties.isWhitespace else { break }
      start += scalar.utf8.count
    }
    return start
  }

  private static func isSentenceEnd(_ scalar: Unicode.Scalar) -> Bool {
    "。！？；!?;\n\r".unicodeScalars.contains(scalar)
  }

  /// The scalar that begins at an offset of valid UTF-8.
  private static func scalar(at offset: Int, in text: [UInt8]) -> Unicode.Scalar {
    var decoder = UTF8()
    var bytes = text[offset...].makeIterator()
    if case .scalarValue(let scalar) = decoder.decode(&bytes) { return scalar }
    return "\u{FFFD}"
  }
}
