public import TextAnalysis

/// A user's words and synonyms, applied to unquoted clauses of queries. They do not change the
/// index, whose grams and positions find any text exactly.
public struct UserWords: Sendable {
  struct Synonym: Sendable {
    let spelling: String
    let text: AnalyzedText
  }

  private var words: [Unicode.Scalar: [ExactPhrase]] = [:]
  private var synonyms: [ExactPhrase: [Synonym]] = [:]

  /// - Parameter entries: single words, and sets of synonyms. A word may be in several sets.
  ///   `fault(of:isSynonym:using:)` must be nil for every word.
  /// - Complexity: O(*n*) in the length of all words; O(*m*²) in the size of a set.
  public init(_ entries: [[String]], using analyzer: Analyzer) {
    for entry in entries {
      let members = entry.map { spelling in
        var text = analyzer.analyze(spelling, segmentingWords: false)
        text.markWord(text.units.indices)
        return (Self.key(text.units.indices, of: text), Synonym(spelling: spelling, text: text))
      }
      for (key, _) in members where synonyms[key] == nil {
        synonyms[key] = []
        // A single unit is a word already.
        if key.elements.count > 1, let first = key.firstScalar {
          words[first, default: []].append(key)
        }
      }
      for (key, _) in members {
        var known = Set(
          synonyms[key, default: []].map { Self.key($0.text.units.indices, of: $0.text) })
        known.insert(key)
        for (other, synonym) in members where known.insert(other).inserted {
          synonyms[key, default: []].append(synonym)
        }
      }
    }
    for first in words.keys {
      words[first]?.sort { $0.elements.count > $1.elements.count }
    }
  }

  /// The reason why a text cannot be an entry, or nil when it can.
  public static func fault(
    of word: String, isSynonym: Bool = false, using analyzer: Analyzer
  ) -> String? {
    let text = analyzer.analyze(word, segmentingWords: false)
    guard let first = text.units.first else { return "has neither letters nor digits" }
    guard text.gaps.isEmpty else { return "contains punctuation, which is not part of a word" }
    if isSynonym || text.units.count > 1 { return nil }
    return first.kind == .han
      ? "is one character, but a word has two or more"
      : "is a single word already and is never split"
  }

  /// A key that is equal for all spellings of a word, and for no other word.
  public static func identity(of word: String, using analyzer: Analyzer) -> String {
    let text = analyzer.analyze(word, segmentingWords: false)
    return text.units.map { text.text(of: $0) }.joined(separator: " ")
  }

  /// Marks the user's words in a text, from left to right, the longest first. A match that starts
  /// inside one ICU word and ends inside another is ignored: 职教 is not a word of 高职教育.
  public func mark(in text: inout AnalyzedText) {
    var found: [Range<Int>] = []
    var start = 0
    while start < text.units.count {
      if let word = word(from: start, in: text) {
        found.append(word)
        start = word.upperBound
      } else {
        start += 1
      }
    }
    for word in found { text.markWord(word) }
  }

  private func word(from start: Int, in text: AnalyzedText) -> Range<Int>? {
    for word in words[text.units[start].scalar] ?? [] {
      guard let last = word.end(from: start, in: text) else { continue }
      let isAtWordBoundary =
        text.units[start].startsWord || last + 1 == text.units.count
        || text.units[last + 1].startsWord
      if isAtWordBoundary { return start..<last + 1 }
    }
    return nil
  }

  func synonyms(of word: Range<Int>, of text: AnalyzedText) -> [Synonym]? {
    synonyms[Self.key(word, of: text)]
  }

  private static func key(_ units: Range<Int>, of text: AnalyzedText) -> ExactPhrase {
    ExactPhrase(units, of: text, zone: .titleOrBody)
  }
}

/// An entry of the user's dictionary that a query uses.
public struct DictionaryUse: Sendable, Hashable, Codable {
  /// The word in normalized form.
  public let word: String
  /// The synonyms that are searched as well, as the dictionary spells them.
  public let synonyms: [String]
  /// True when the query excludes the word.
  public let isExcluded: Bool
}
