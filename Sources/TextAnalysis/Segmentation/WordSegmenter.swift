import CICU

/// Finds the words of Han text with ICU's dictionary.
///
/// A *stretch* is a maximal sequence of adjacent Han units. Plain stretches, nearly all, are
/// segmented with the dictionary. ICU's rules split the others (kana, hangul, rare characters),
/// which form one text per chunk, separated by line breaks, because opening a text is slow.
struct WordSegmenter {
  /// The longest word in UTF-16 code units; longer ones (of hangul and bopomofo) are cut.
  static let longestWord = 255

  /// The method for plain stretches. All methods find the same words.
  enum Method {
    case rules
    /// ICU's dictionary needs no preparation: for short texts such as queries.
    case dictionary
    /// The double-array trie is the fastest, but takes 0.1 s to build once per process.
    case trie
  }

  private let iterator: BreakIterator
  private var dictionary: DictionarySegmenter?
  private var trie: TrieSegmenter?
  private var text: [UInt16] = []
  private var stretches: [(start: Int, origin: Int)] = []
  private var segments: [BreakIterator.Segment] = []

  init() throws(AnalysisError) { iterator = try BreakIterator() }

  /// Sets `CharacterClass.wordStart` on the first code unit of every word of Han units.
  mutating func markWords(
    in chunk: inout NormalizedChunk, _ events: [UnitEvent], by method: Method
  ) {
    text.removeAll(keepingCapacity: true)
    stretches.removeAll(keepingCapacity: true)
    segmentHan(&chunk, events, by: prepared(method))
    guard !text.isEmpty else { return }
    iterator.split(text, 0..<text.count, into: &segments)
    var stretch = 0
    var start = 0
    for segment in segments {
      let end = Int(segment.end)
      // A segment that begins with a separator is that separator.
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

  /// Prepares a method, and returns it, or `.rules` when the dictionary cannot be read.
  private mutating func prepared(_ method: Method) -> Method {
    switch method {
    case .trie:
      if trie == nil { trie = DoubleArrayTrie.shared.map { TrieSegmenter($0) } }
      return trie == nil ? .rules : .trie
    case .dictionary:
      if dictionary == nil { dictionary = DictionarySegmenter() }
      return dictionary == nil ? .rules : .dictionary
    case .rules: return .rules
    }
  }

  /// Marks the words of plain stretches, and collects the other stretches in `text`.
  private mutating func segmentHan(
    _ chunk: inout NormalizedChunk, _ events: [UnitEvent], by method: Method
  ) {
    // The plain stretches not yet segmented, with the text between them.
    var waiting = 0..<0
    let units = chunk.units
    var index = 0
    while index < events.count {
      let event = events[index]
      index += 1
      guard event.isHan else { continue }
      let start = Int(event.start)
      var end = start + Int(event.length)
      var isPlain = event.isPlain
      while index < events.count, events[index].isHan, Int(events[index].start) == end {
        end += Int(events[index].length)
        isPlain = isPlain && events[index].isPlain
        index += 1
      }
      if !isPlain || method == .rules {
        segmentPlain(waiting, of: units, in: &chunk.classes, by: method)
        waiting = 0..<0
        if !text.isEmpty { text.append(WordSegmenter.separator) }
        stretches.append((text.count, start))
        text.append(contentsOf: units[start..<end])
      } else if !waiting.isEmpty, start - waiting.upperBound <= TrieSegmenter.widestGap,
        waiting.count < TrieSegmenter.longestText
      {
        waiting = waiting.lowerBound..<end
      } else {
        segmentPlain(waiting, of: units, in: &chunk.classes, by: method)
        waiting = start..<end
      }
    }
    segmentPlain(waiting, of: units, in: &chunk.classes, by: method)
  }

  private mutating func segmentPlain(
    _ range: Range<Int>, of units: [UInt16], in classes: inout [UInt8], by method: Method
  ) {
    if range.isEmpty { return }
    if method == .trie {
      trie?.markWords(range, of: units.span, in: &classes)
    } else {
      dictionary?.markWords(range, of: units.span, in: &classes)
    }
  }
}

/// ICU's word boundary rules, including its dictionaries.
@safe final class BreakIterator {
  struct Segment {
    /// The offset of the segment's end in the text that was split.
    var end: Int32
    /// True for a word or number, false for space and punctuation.
    var isWord: Bool
  }

  private let handle: OpaquePointer

  init() throws(AnalysisError) {
    var status: Int32 = 0
    let opened = unsafe cicu_ubrk_openWord("zh", &status)
    unsafe handle = try AnalysisError.opened(opened, status, by: "ubrk_open")
  }

  deinit { unsafe cicu_ubrk_close(handle) }  // Safe: opened by init, closed once.

  /// Replaces `segments` with the segments of a range of `units`.
  func split(_ units: [UInt16], _ range: Range<Int>, into segments: inout [Segment]) {
    segments.removeAll(keepingCapacity: true)
    guard !range.isEmpty else { return }
    precondition(range.lowerBound >= 0 && range.upperBound <= units.count)
    unsafe units.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var status: Int32 = 0
      // Safe: the range lies within the buffer, which outlives the iteration below. The iterator
      // does not follow its reference to the text afterwards.
      unsafe cicu_ubrk_setText(handle, base + range.lowerBound, Int32(range.count), &status)
      precondition(!cicu_failed(status), "ICU is out of memory")
      var isWord = false
      while true {
        let end = unsafe cicu_ubrk_next(handle, &isWord)
        if end < 0 { return }
        segments.append(Segment(end: end, isWord: isWord))
      }
    }
  }
}
