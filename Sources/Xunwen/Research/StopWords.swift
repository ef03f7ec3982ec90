import TextAnalysis

/// Words that lists of words leave out, such as 的 and the.
///
/// The words are counted nevertheless: the measures of the other words do not depend on the list.
/// Spellings are compared in normalized form, so `The` and `嗎` leave out `the` and `吗`.
public struct StopWords: Sendable, Equatable, Codable {
  /// The words, as written.
  public let words: [String]

  /// No words.
  public static let empty = StopWords([])

  /// Function words of Chinese and English.
  public static let builtIn = StopWords(lines: StopWordList.text.split(separator: "\n"))

  /// Creates a list of words.
  public init(_ words: [String]) { self.words = words }

  /// Reads one word from each line. A `#` begins a comment, and empty lines are skipped.
  public init(lines: some Sequence<some StringProtocol>) {
    words = lines.compactMap { line in
      let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
      return words.isEmpty ? nil : words.joined(separator: " ")
    }
  }
}

/// The normalized spellings of stop words.
struct StopWordSet: Sendable {
  private var words = WordInterner()

  init(_ list: StopWords, using analyzer: Analyzer) {
    for word in list.words {
      let text = analyzer.analyze(word, segmentingWords: false)
      if !text.units.isEmpty { _ = words.intern(text.spelling(ofWord: text.units.indices)) }
    }
  }

  func contains(_ word: ArraySlice<UInt8>) -> Bool { words.number(of: word) != nil }
}

extension PreparedQuery {
  func stopWordSet(_ list: StopWords) throws -> StopWordSet {
    try searchers.withSearcher { _, analyzer in StopWordSet(list, using: analyzer) }
  }
}
