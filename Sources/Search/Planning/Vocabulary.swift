public import InvertedIndex
import TextAnalysis

/// What an index knows of words that are not Chinese, which wildcards and misspellings stand for, and of tags.
struct Vocabulary {
  private let reader: IndexReader

  /// Most words that a pattern stands for; more are an error, never a part of them.
  static let maxWords = 10_000
  /// Most words of a pattern that count in the ranking; of more, none does.
  static let maxRankedWords = 64

  init(_ reader: IndexReader) { self.reader = reader }

  /// Tags of all articles can be looked up.
  var hasTags: Bool { reader.segments.allSatisfy(\.info.hasTags) }

  /// Words of all segments, each once, in the order of their bytes; nil where there are more than `maxWords`.
  ///
  /// - Parameter prefix: UTF-8 that they begin with.
  /// - Complexity: O(*n*) in the words that begin so.
  func words(
    in field: Field, beginningWith prefix: [UInt8],
    where isWanted: ([UInt8]) -> Bool
  ) -> [[UInt8]]? {
    let prefix = Term(kind: .token, field: field, utf8: prefix[...]).bytes
    var found: Set<[UInt8]> = []
    for segment in reader.segments {
      segment.terms.forEach(prefix: prefix) { term, _ in
        let word = Array(term.dropFirst())
        if found.count <= Self.maxWords, isWanted(word) { found.insert(word) }
      }
      if found.count > Self.maxWords { return nil }
    }
    return found.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// Documents that have a term, deleted ones included.
  func frequency(of term: Term) -> Int {
    reader.segments.reduce(0) { $0 + ($1.terms.lookup(term.bytes)?.documentFrequency ?? 0) }
  }
}

extension IndexReader {
  /// The Chinese characters of headlines and bodies, ascending: each begins a gram or ends a run.
  ///
  /// - Complexity: O(*n*) in the grams of all segments.
  public func chineseCharacters() -> [Unicode.Scalar] {
    var found: Set<Unicode.Scalar> = []
    for segment in segments {
      for kind in [TermKind.gram, .edge] {
        var last: ArraySlice<UInt8> = []
        segment.terms.forEach(prefix: Term(kind: kind, field: .main, scalars: []).bytes) {
          term, _ in
          // Those that begin alike are neighbours.
          if !last.isEmpty, term.dropFirst().starts(with: last) { return }
          let text = String(decoding: term.dropFirst(), as: UTF8.self)
          guard let first = text.unicodeScalars.first else { return }
          found.insert(first)
          last = Array(String(first).utf8)[...]
        }
      }
    }
    return found.filter(\.properties.isIdeographic).sorted()
  }
}

/// A word with wildcards.
struct Glob {
  private let elements: [QueryPattern.GlobElement]
  /// UTF-8 that all words begin with.
  let prefix: [UInt8]

  init(_ elements: [QueryPattern.GlobElement]) {
    self.elements = elements
    var prefix = ""
    for element in elements {
      guard case .scalar(let scalar) = element else { break }
      prefix.unicodeScalars.append(scalar)
    }
    self.prefix = Array(prefix.utf8)
  }

  /// - Complexity: O(*n* · *m*) in the lengths.
  func matches(_ word: [UInt8]) -> Bool {
    let scalars = Array(String(decoding: word, as: UTF8.self).unicodeScalars)
    // Where the last asterisk was met, to go back to: what it stands for may be longer.
    var (element, scalar) = (0, 0)
    var retry: (element: Int, scalar: Int)?
    while true {
      if element < elements.count, elements[element] == .any {
        element += 1
        retry = (element, scalar)
        continue
      }
      if scalar == scalars.count {
        return element == elements.count
      }
      if element < elements.count, isMatch(elements[element], scalars[scalar]) {
        (element, scalar) = (element + 1, scalar + 1)
        continue
      }
      guard let last = retry else { return false }
      retry = (last.element, last.scalar + 1)
      (element, scalar) = (last.element, last.scalar + 1)
    }
  }

  private func isMatch(_ element: QueryPattern.GlobElement, _ scalar: Unicode.Scalar) -> Bool {
    if case .scalar(let wanted) = element { wanted == scalar } else { element == .one }
  }
}

/// How many mistakes turn one word into another: characters too many, too few, wrong, or two neighbours exchanged, no
/// stretch being changed twice (optimal string alignment; R. A. Wagner, R. Lowrance, "An Extension of the String-to-String
/// Correction Problem", 1975).
struct EditDistance {
  private let wanted: [Unicode.Scalar]
  private let limit: Int

  init(to word: String, atMost limit: Int) {
    wanted = Array(word.unicodeScalars)
    self.limit = limit
  }

  /// - Complexity: O(*n* · *m*) in the lengths.
  func isNear(_ word: [UInt8]) -> Bool {
    guard word.count <= 4 * (wanted.count + limit) else { return false }
    let word = Array(String(decoding: word, as: UTF8.self).unicodeScalars)
    guard abs(word.count - wanted.count) <= limit else { return false }
    var rows = [Array(0...wanted.count)]
    for (index, scalar) in word.enumerated() {
      var row = [index + 1]
      var least = index + 1
      for place in wanted.indices {
        var cost = min(row[place] + 1, rows[index][place + 1] + 1)
        cost = min(cost, rows[index][place] + (scalar == wanted[place] ? 0 : 1))
        if index > 0, place > 0, scalar == wanted[place - 1], word[index - 1] == wanted[place] {
          cost = min(cost, rows[index - 1][place - 1] + 1)
        }
        row.append(cost)
        least = min(least, cost)
      }
      if least > limit + 1 { return false }
      rows.append(row)
    }
    return rows[word.count][wanted.count] <= limit
  }
}
