// Words within Han text, by ICU's dictionary.
//
// ICU finds the cheapest division of each maximal stretch of dictionary characters. Opening a text costs
// it about as much as segmenting one character, so all stretches of a chunk are put into one text with line breaks
// between them; a line break parts words like any other character outside the dictionary.

struct WordSegmenter {
  /// Words are cut after this many UTF-16 code units. Only hangul and bopomofo, which ICU parts at
  /// spaces alone, come near it.
  static let longestWord = 255

  private let iterator: BreakIterator
  private var text: [UInt16] = []
  private var stretches: [(start: Int, origin: Int)] = []
  private var segments: [BreakIterator.Segment] = []

  init() throws(AnalysisError) { iterator = try BreakIterator() }

  /// Sets `CharacterClass.wordStart` on the first code unit of every word of Han units.
  mutating func markWords(in chunk: inout NormalizedChunk) {
    gatherHan(chunk)
    guard !text.isEmpty else { return }
    iterator.split(text, 0..<text.count, into: &segments)
    var stretch = 0
    var start = 0
    for segment in segments {
      let end = Int(segment.end)
      // A segment that begins with the line break between stretches is that line break.
      if text[start] != WordSegmenter.separator {
        while stretch + 1 < stretches.count, stretches[stretch + 1].start <= start { stretch += 1 }
        let shift = stretches[stretch].origin - stretches[stretch].start
        mark(from: start + shift, to: end + shift, in: &chunk)
      }
      start = end
    }
  }

  private static let separator: UInt16 = 0x0A

  private func mark(from start: Int, to end: Int, in chunk: inout NormalizedChunk) {
    chunk.classes[start] |= CharacterClass.wordStart
    var cut = start + WordSegmenter.longestWord
    while cut < end {
      if chunk.classes[cut] & CharacterClass.trailing != 0 { cut -= 1 }
      chunk.classes[cut] |= CharacterClass.wordStart
      cut += WordSegmenter.longestWord
    }
  }

  private mutating func gatherHan(_ chunk: NormalizedChunk) {
    text.removeAll(keepingCapacity: true)
    stretches.removeAll(keepingCapacity: true)
    var inside = false
    for i in 0..<chunk.units.count {
      guard CharacterClass.kind(chunk.classes[i]) == CharacterClass.Kind.han else {
        inside = false
        continue
      }
      if !inside {
        if !text.isEmpty { text.append(WordSegmenter.separator) }
        stretches.append((text.count, i))
        inside = true
      }
      text.append(chunk.units[i])
    }
  }
}
