public import TextAnalysis

/// A user's words and synonyms, for unquoted clauses of queries. They change no index: grams and positions find any text
/// exactly, whoever may have cut it into words.
public struct UserWords: Sendable {
  /// What may stand in the place of a word.
  struct Synonym: Sendable {
    let spelling: String
    /// Marked as one word.
    let text: AnalyzedText
  }

  /// By their first character, the longest first.
  private var words: [Unicode.Scalar: [ExactPhrase]] = [:]
  private var synonyms: [ExactPhrase: [Synonym]] = [:]

  /// - Parameter entries: words, and sets of words that stand for each other, in any order; a word is in as many as
  ///   it likes. `fault(of:isSynonym:using:)` finds nothing amiss with any.
  /// - Complexity: O(*n*) in their lengths; O(*m*²) in the size of a set.
  public init(_ entries: [[String]], using analyzer: Analyzer) {
    for entry in entries {
      let members = entry.map { spelling in
        var text = analyzer.analyze(spelling, segmentingWords: false)
        text.markWord(text.units.indices)
        return (Self.key(text.units.indices, of: text), Synonym(spelling: spelling, text: text))
      }
      for (key, _) in members where synonyms[key] == nil {
        synonyms[key] = []
        // What is one unit is one word already.
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

  /// Why a text cannot be an entry; nil when it can.
  public static func fault(
    of word: String, isSynonym: Bool = false, using analyzer: Analyzer
  ) -> String? {
    let text = analyzer.analyze(word, segmentingWords: false)
    guard let first = text.units.first else { return "has neither letters nor digits" }
    guard text.gaps.isEmpty else {
      return "has punctuation, which is no part of words"
    }
    if isSynonym || text.units.count > 1 { return nil }
    return first.kind == .han
      ? "is one character, and a word has two or more" : "is one word already, and never cut"
  }

  /// What is the same of all spellings of a word, and of no other word.
  public static func identity(of word: String, using analyzer: Analyzer) -> String {
    let text = analyzer.analyze(word, segmentingWords: false)
    return text.units.map { text.text(of: $0) }.joined(separator: " ")
  }

  /// Marks the words that occur in a text, the leftmost first and of those that begin together the longest.
  ///
  /// What begins inside one of ICU's words and ends inside another is none: 职教 is no word of 高职教育.
  ///
  /// - Complexity: O(*n* · *m*) in the units of the text and the words that begin with the same character.
  func mark(in text: inout AnalyzedText) {
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
      let isCut =
        text.units[start].startsWord || last + 1 == text.units.count
        || text.units[last + 1].startsWord
      if isCut { return start..<last + 1 }
    }
    return nil
  }

  /// What may stand in the place of a word; nil for what is no entry.
  func synonyms(of word: Range<Int>, of text: AnalyzedText) -> [Synonym]? {
    synonyms[Self.key(word, of: text)]
  }

  private static func key(_ units: Range<Int>, of text: AnalyzedText) -> ExactPhrase {
    ExactPhrase(units, of: text, zone: .titleOrBody)
  }
}

/// An entry of the user's dictionary that a query has.
public struct DictionaryUse: Sendable, Hashable {
  /// As it is looked up.
  public let word: String
  /// What is looked for as well, as the dictionary spells it.
  public let synonyms: [String]
  /// Articles with it are not wanted.
  public let isExcluded: Bool
}
