import TextAnalysis

/// A model of the user's dictionary that compares entries one by one.
struct ModelDictionary {
  var entries: [[String]] = []
  /// The analyzer for entries; nil without entries.
  var analyzer: Analyzer?

  func symbols(_ word: String) -> [Symbol] {
    guard let text = analyzer?.analyze(word) else { return [] }
    return text.units.map { Symbol($0, of: text) }
  }

  /// The words of a text: the user's words from left to right, the longest first, and ICU's words
  /// elsewhere. A user's word with both ends inside ICU words is ignored.
  func words(of text: AnalyzedText) -> [Range<Int>] {
    let known = entries.flatMap { $0.map(symbols) }.filter { $0.count > 1 }
    let cuts = Set(text.words.map(\.lowerBound) + [text.units.count])
    var words: [Range<Int>] = []
    var start = 0
    while start < text.units.count {
      let lengths = known.map(\.count).filter { length in
        let end = start + length
        guard end <= text.units.count, cuts.contains(start) || cuts.contains(end) else {
          return false
        }
        let units = text.units[start..<end]
        return known.contains(units.map { Symbol($0, of: text) })
          && units.last?.position == text.units[start].position + UInt32(length) - 1
      }
      if let length = lengths.max() {
        words.append(start..<start + length)
        start += length
      } else if let last = words.last, last.upperBound == start, !cuts.contains(start),
        !isOwn(last, known, text)
      {
        words[words.count - 1] = last.lowerBound..<start + 1
        start += 1
      } else {
        words.append(start..<start + 1)
        start += 1
      }
    }
    return words
  }

  private func isOwn(_ word: Range<Int>, _ known: [[Symbol]], _ text: AnalyzedText) -> Bool {
    known.contains(text.units[word].map { Symbol($0, of: text) })
  }

  /// The synonyms of a word.
  func synonyms(of word: [Symbol]) -> [String] {
    var found: [String] = []
    for entry in entries where entry.contains(where: { symbols($0) == word }) {
      for other in entry
      where symbols(other) != word && !found.contains(where: { symbols($0) == symbols(other) }) {
        found.append(other)
      }
    }
    return found
  }
}
