/// A chooser of the slice of an article that best shows why the article matched.
public enum SnippetBuilder {
  /// Chooses a slice of at most `columns` terminal columns. Several spaces count as one.
  ///
  /// The best slice contains the most different texts of the query, then the most matches, and
  /// comes first. It begins at the start of a sentence if one is near. If the zone ends early, it
  /// begins with an earlier sentence. It is cut between graphemes, not inside a word or number of
  /// Latin letters and digits, not before closing marks and not after opening marks, unless a match
  /// or a long word leaves no other place.
  ///
  /// - Parameters:
  ///   - text: the UTF-8 of the article.
  ///   - zone: the range that the slice must lie in.
  ///   - matches: the matches in the zone, in ascending order.
  ///   - wordStarts: returns the offsets in a range at which words of Han text start. A slice then
  ///     begins with a clause or a word, and ends with a word.
  /// - Returns: a range of whole characters; the start of the zone when there are no matches.
  /// - Complexity: O(matches + columns).
  public static func slice(
    of text: [UInt8], in zone: Range<Int>, matches: [TextMatch], columns: Int,
    wordStarts: @escaping (Range<Int>) -> [Int] = { _ in [] }
  ) -> Range<Int> {
    let cuts = TextCuts(text: text, zone: zone)
    let words = HanWords(cuts: cuts, starts: wordStarts)
    let columns = min(max(columns, 0), 1 << 16)
    let window = bestWindow(matches, in: text, columns: columns)
    let anchor = window ?? zone.lowerBound..<zone.lowerBound
    var lower = cuts.skippingMarks(from: zone.lowerBound, until: zone.upperBound)
    if window != nil {
      // The text before the best matches leaves columns for all of them.
      let (_, used) = fitting(from: anchor.lowerBound, cuts, columns, upTo: anchor.upperBound)
      let before = start(
        before: anchor.lowerBound, words, columns: min(columns / 4, columns - used),
        room: columns - used)
      // The match of an expression may begin inside a grapheme.
      lower = cuts.graphemeStart(at: before)
    }
    var (upper, width) = fitting(from: lower, cuts, columns, upTo: zone.upperBound)
    if upper < zone.upperBound {
      upper = lastCut(upTo: upper, cuts, from: lower, keeping: anchor.upperBound)
      let shown = matches.filter { $0.range.lowerBound < upper }.map(\.range.upperBound)
      upper = words.lastEnd(upTo: upper, after: max(lower, shown.max() ?? lower))
    } else if lower > zone.lowerBound, width < columns {
      let (room, wanted) = (columns - width, columns / 2 - width)
      lower = earlierStart(before: lower, words, columns: room, wanted: wanted)
    }
    upper = max(min(upper, anchor.upperBound), cuts.droppingMarks(upTo: upper, from: lower))
    return lower..<max(lower, upper)
  }

  // MARK: Window

  /// Returns the range of the best matches that fit into three quarters of the columns. A quarter
  /// is left for the text before.
  private static func bestWindow(
    _ matches: [TextMatch], in text: [UInt8], columns: Int
  ) -> Range<Int>? {
    let places = columnPlaces(of: matches, in: text, limit: columns)
    let limit = columns * 3 / 4
    var best: (range: Range<Int>, texts: Int, matches: Int)?
    // The matches of each text from `first` to `end`, and the number of texts that have any.
    var counts = [Int](repeating: 0, count: matches.reduce(0) { max($0, $1.text + 1) })
    var texts = 0
    var end = 0
    for first in matches.indices {
      while end < matches.count, places[end].upperBound <= places[first].lowerBound + limit {
        counts[matches[end].text] += 1
        if counts[matches[end].text] == 1 { texts += 1 }
        end += 1
      }
      let count = max(0, end - first)
      if best.map({ ($0.texts, $0.matches) < (texts, count) }) ?? true {
        let last = count > 0 ? matches[first..<end].map(\.range.upperBound).max() : nil
        let start = matches[first].range.lowerBound
        best = (start..<(last ?? start), texts, count)
      }
      if first < end {
        counts[matches[first].text] -= 1
        if counts[matches[first].text] == 0 { texts -= 1 }
      } else {
        end = first + 1
      }
    }
    return best?.range
  }

  /// Returns upper bounds of the columns at which matches begin and end. Matches that are far apart
  /// are not in one window, so the text between them is not measured.
  private static func columnPlaces(
    of matches: [TextMatch], in text: [UInt8], limit: Int
  ) -> [Range<Int>] {
    var places: [Range<Int>] = []
    places.reserveCapacity(matches.count)
    var (column, offset) = (0, matches.first?.range.lowerBound ?? 0)
    for match in matches {
      let (start, end) = (match.range.lowerBound, match.range.upperBound)
      column += start - offset > 4 * limit ? limit + 1 : columnBound(of: text[offset..<start])
      offset = start
      let length = end - start > 4 * limit ? limit + 1 : columnBound(of: text[start..<end])
      places.append(column..<column + length)
    }
    return places
  }

  /// Returns an upper bound of the columns of UTF-8 text: its exact width unless it has marks and
  /// narrow characters of three bytes.
  private static func columnBound(of text: ArraySlice<UInt8>) -> Int {
    var columns = 0
    for byte in text {
      columns &+= byte & 0xC0 != 0x80 ? 1 : 0
      columns &+= byte >= 0xE0 ? 1 : 0
    }
    return columns
  }

  // MARK: Start

  /// Moves back from a match by some columns, but not beyond the start of its sentence. If there is
  /// no place for a cut, `room` columns are available.
  private static func start(
    before match: Int, _ words: HanWords, columns: Int, room: Int
  ) -> Int {
    let cuts = words.cuts
    var start = match
    var left = columns
    while let scalar = cuts.scalar(before: start), !cuts.endsSentence(at: start, scalar) {
      left -= cuts.columns(of: scalar, at: start - scalar.utf8.count)
      if left < 0 {
        guard let first = firstCut(from: start, until: match, cuts) else {
          return lastStart(upTo: match, cuts, room: room)
        }
        return words.firstStart(from: first, to: match)
      }
      start -= scalar.utf8.count
    }
    return cuts.skippingMarks(from: start, until: match)
  }

  /// Returns the first place for a cut from an offset up to a match.
  private static func firstCut(from offset: Int, until match: Int, _ cuts: TextCuts) -> Int? {
    var start = offset
    while true {
      start = cuts.skippingMarks(from: start, until: match)
      if cuts.mayStart(at: start) { return start }
      guard start < match, let scalar = cuts.scalar(at: start) else { return nil }
      start += scalar.utf8.count
    }
  }

  /// Returns the last place for a cut before a match, within some columns: before opening marks and
  /// the beginning of a word. If there is none, returns the start of the match.
  private static func lastStart(upTo match: Int, _ cuts: TextCuts, room: Int) -> Int {
    var start = match
    var left = room
    while let scalar = cuts.scalar(before: start) {
      left -= cuts.columns(of: scalar, at: start - scalar.utf8.count)
      if left < 0 { break }
      start -= scalar.utf8.count
      if cuts.mayStart(at: start) { return start }
    }
    return match
  }

  /// Returns an earlier start for a slice that reaches the end of its zone: the first sentence that
  /// fits into the columns before it, or the first clause or place for a cut if the sentence leaves
  /// the slice shorter than wanted.
  private static func earlierStart(
    before end: Int, _ words: HanWords, columns: Int, wanted: Int
  ) -> Int {
    let cuts = words.cuts
    var sentence = (start: end, width: 0)
    var clause = (start: end, width: 0)
    var place = end
    var start = end
    var width = 0
    while let scalar = cuts.scalar(before: start) {
      if start < end {
        let next = cuts.skippingMarks(from: start, until: end)
        if cuts.mayStart(at: next) {
          place = next
          if cuts.endsSentence(at: start, scalar) { sentence = (next, width) }
          if scalar.endsClause { clause = (next, width) }
        }
      }
      width += cuts.columns(of: scalar, at: start - scalar.utf8.count)
      if width > columns { break }
      start -= scalar.utf8.count
    }
    if start == cuts.zone.lowerBound { return cuts.skippingMarks(from: start, until: end) }
    if sentence.width >= wanted { return sentence.start }
    return clause.width >= wanted ? clause.start : words.firstWord(from: place, to: end)
  }

  // MARK: End

  /// Returns the end of the text from an offset that fits into some columns, and its width.
  private static func fitting(
    from start: Int, _ cuts: TextCuts, _ columns: Int, upTo limit: Int
  ) -> (end: Int, width: Int) {
    var end = start
    var total = 0
    while end < limit, let scalar = cuts.scalar(at: end) {
      let width = cuts.columns(of: scalar, at: end)
      if total + width > columns { break }
      total += width
      end += scalar.utf8.count
    }
    return (end, total)
  }

  /// Returns the last place for a cut up to an offset that keeps the best matches. Between the
  /// parts of a long match or a long word, returns the end of a grapheme.
  private static func lastCut(
    upTo offset: Int, _ cuts: TextCuts, from start: Int, keeping match: Int
  ) -> Int {
    var end = offset
    while end > start, end >= match {
      if cuts.mayEnd(at: end) { return end }
      end = cuts.start(before: end)
    }
    return max(start, cuts.graphemeStart(at: offset))
  }
}

extension Unicode.Scalar {
  /// True for the marks and white space at the end of a clause.
  fileprivate var endsClause: Bool {
    switch self {
    case "，", "、", "：", "）", "」", "』", "》", "】", "”", "’", " ", "\u{3000}": true
    default: false
    }
  }
}
