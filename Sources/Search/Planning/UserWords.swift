public import TextAnalysis

/// A user's words and synonyms, applied to unquoted clauses of queries. They do not change the
/// index, whose grams and positions find any text exactly.
///
/// The words are the paths of a trie of units. A set of synonyms is stored once, not once for each
/// of its words.
public struct UserWords: Sendable {
  private enum Symbol: Hashable {
    case han(Unicode.Scalar)
    case token(ArraySlice<UInt8>)
  }

  private struct Step: Hashable {
    let node: Int32
    let symbol: Symbol
  }

  private struct Member {
    let node: Int32
    let spelling: String
  }

  private static var root: Int32 { 0 }

  private var nextNode: Int32 = 1
  private var nodes: [Step: Int32] = [:]
  /// The sets of synonyms of the word that ends at a node, in order; empty for a single word.
  private var setsOfWords: [Int32: [Int32]] = [:]
  private var sets: [[Member]] = []

  /// - Parameter entries: single words, and sets of synonyms. A word may be in several sets.
  ///   `fault(of:isSynonym:using:)` must be nil for every word.
  /// - Complexity: O(*n*) in the length of all words.
  public init(_ entries: [[String]], using analyzer: Analyzer) {
    for entry in entries {
      let members = entry.map { spelling in
        let text = analyzer.analyze(spelling, segmentingWords: false)
        return Member(node: insert(text), spelling: spelling)
      }
      for member in members { setsOfWords[member.node, default: []] += [] }
      guard members.count > 1 else { continue }
      for member in members { setsOfWords[member.node]?.append(Int32(sets.count)) }
      sets.append(members)
    }
  }

  /// The number of words in all sets of synonyms.
  var storedWords: Int { sets.reduce(0) { $0 + $1.count } }

  private mutating func insert(_ text: AnalyzedText) -> Int32 {
    var node = Self.root
    for unit in text.units {
      let step = Step(node: node, symbol: Self.symbol(of: unit, in: text))
      node = nodes[step, default: nextNode]
      if node == nextNode {
        nodes[step] = node
        nextNode += 1
      }
    }
    return node
  }

  private static func symbol(of unit: Unit, in text: AnalyzedText) -> Symbol {
    // A slice of its own array, so that the dictionary does not keep whole texts.
    unit.kind == .han ? .han(unit.scalar) : .token(Array(text.normalized[unit.text])[...])
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
    let units = text.units
    var longest: Range<Int>?
    walk(start..<units.count, of: text) { index, node in
      // A single unit is a word already.
      guard index > start, setsOfWords[node] != nil else { return }
      let isAtWordBoundary =
        units[start].startsWord || index + 1 == units.count || units[index + 1].startsWord
      if isAtWordBoundary { longest = start..<index + 1 }
    }
    return longest
  }

  /// Calls `body` with each unit and its node, as far as adjacent units are a path of the trie.
  private func walk(
    _ indices: Range<Int>, of text: AnalyzedText, _ body: (_ index: Int, _ node: Int32) -> Void
  ) {
    var node = Self.root
    for index in indices {
      let unit = text.units[index]
      if index > indices.lowerBound, unit.position != text.units[index - 1].position + 1 { return }
      let step = Step(node: node, symbol: Self.symbol(of: unit, in: text))
      guard let next = nodes[step] else { return }
      node = next
      body(index, node)
    }
  }

  /// Returns the spellings of the synonyms of a word, in the order of the entries; nil for a text
  /// that is no word of the dictionary.
  func synonyms(of word: Range<Int>, of text: AnalyzedText) -> [String]? {
    var end: Int32?
    walk(word, of: text) { index, node in if index + 1 == word.upperBound { end = node } }
    guard let end, let numbers = setsOfWords[end] else { return nil }
    var known: Set<Int32> = [end]
    return numbers.flatMap { sets[Int($0)] }.filter { known.insert($0.node).inserted }
      .map(\.spelling)
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
