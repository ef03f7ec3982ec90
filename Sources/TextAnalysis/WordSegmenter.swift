// Words within Han text, by ICU's dictionary.
//
// Stretches of plain ideographs, nearly all there are, are segmented by walking the dictionary. The others (kana,
// hangul, rare characters) are ICU's own business. Opening a text costs it about as much as segmenting
// one character, so all such stretches of a chunk are put into one text with line breaks between them; a line
// break parts words like any other character outside the dictionary.

struct WordSegmenter {
  /// Words are cut after this many UTF-16 code units. Only hangul and bopomofo, which ICU parts at
  /// spaces alone, come near it.
  static let longestWord = 255

  private let iterator: BreakIterator
  private var dictionary: DictionarySegmenter?
  private var text: [UInt16] = []
  private var stretches: [(start: Int, origin: Int)] = []
  private var segments: [BreakIterator.Segment] = []

  /// - Parameter usesDictionary: whether to walk ICU's dictionary where possible; the words are the same.
  init(usesDictionary: Bool = true) throws(AnalysisError) {
    iterator = try BreakIterator()
    dictionary = usesDictionary ? DictionarySegmenter() : nil
  }

  /// Sets `CharacterClass.wordStart` on the first code unit of every word of Han units.
  mutating func markWords(in chunk: inout NormalizedChunk) {
    segmentHan(&chunk)
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

  /// Marks the words of plain stretches, and gathers the others in `text`.
  private mutating func segmentHan(_ chunk: inout NormalizedChunk) {
    text.removeAll(keepingCapacity: true)
    stretches.removeAll(keepingCapacity: true)
    let units = chunk.units
    let count = units.count
    var start = 0
    while start < count {
      guard CharacterClass.kind(chunk.classes[start]) == CharacterClass.Kind.han else {
        start += 1
        continue
      }
      let (end, isPlain) = Self.stretch(units.span, chunk.classes.span, from: start)
      if !isPlain || dictionary == nil {
        if !text.isEmpty { text.append(WordSegmenter.separator) }
        stretches.append((text.count, start))
        text.append(contentsOf: units[start..<end])
      } else {
        dictionary?.markWords(start..<end, of: units.span, in: &chunk.classes)
      }
      start = end
    }
  }

  /// The end of the Han units that begin at `start`, and whether all of them are plain.
  private static func stretch(
    _ units: Span<UInt16>, _ classes: Span<UInt8>, from start: Int
  ) -> (end: Int, isPlain: Bool) {
    var isPlain = true
    var end = start
    while end < units.count, CharacterClass.kind(classes[end]) == CharacterClass.Kind.han {
      isPlain = isPlain && DictionarySegmenter.isPlain(units[end])
      end &+= 1
    }
    return (end, isPlain)
  }
}
