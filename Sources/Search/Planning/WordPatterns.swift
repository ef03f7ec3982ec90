import TextAnalysis

/// A word with wildcards, folded like the words of the index.
struct Glob {
  private let elements: [QueryPattern.GlobElement]
  let prefix: [UInt8]

  init(folding glob: [QueryPattern.GlobElement], by analyzer: Analyzer) {
    var elements: [QueryPattern.GlobElement] = []
    var literal = ""
    func finishLiteral() {
      elements += analyzer.folded(literal).unicodeScalars.map { .scalar($0) }
      literal = ""
    }
    for element in glob {
      if case .scalar(let scalar) = element {
        literal.unicodeScalars.append(scalar)
      } else {
        finishLiteral()
        elements.append(element)
      }
    }
    finishLiteral()
    self.elements = elements
    var prefix = ""
    for element in elements {
      guard case .scalar(let scalar) = element else { break }
      prefix.unicodeScalars.append(scalar)
    }
    self.prefix = Array(prefix.utf8)
  }

  func matches(_ word: [UInt8]) -> Bool {
    let scalars = Array(String(decoding: word, as: UTF8.self).unicodeScalars)
    var (element, scalar) = (0, 0)
    // The state after the last asterisk. On a mismatch, the asterisk takes one more scalar.
    var retry: (element: Int, scalar: Int)?
    while true {
      if element < elements.count, elements[element] == .any {
        element += 1
        retry = (element, scalar)
        continue
      }
      if scalar == scalars.count { return element == elements.count }
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

/// Adjacent ASCII letters and digits in lower case, which are part of one word of a text.
struct LettersInWords {
  private let letters: [UInt8]

  init(_ letters: String) { self.letters = Array(letters.utf8) }

  /// True when a word of the index contains the letters, or when the word is cut and may end with
  /// the first of them. The rest of the letters is then in the next word.
  func mayBeIn(_ word: [UInt8]) -> Bool {
    for start in word.indices where word[start] == letters[0] {
      if word[start...].starts(with: letters) { return true }
    }
    // The cut keeps a pair of surrogates together.
    guard word.count >= Unit.longestToken - 1,
      String(decoding: word, as: UTF8.self).utf16.count >= Unit.longestToken - 1
    else { return false }
    return (1..<letters.count).contains { word.suffix($0).elementsEqual(letters.prefix($0)) }
  }
}

/// The edit distance from a word, up to a limit.
///
/// An edit inserts, deletes or replaces a character, or exchanges two neighbours. No part of a word
/// is edited twice (optimal string alignment; R. A. Wagner, R. Lowrance, "An Extension of the
/// String-to-String Correction Problem", 1975).
struct EditDistance {
  private let wanted: [Unicode.Scalar]
  private let limit: Int

  init(to word: String, atMost limit: Int) {
    wanted = Array(word.unicodeScalars)
    self.limit = limit
  }

  func isNear(_ word: [UInt8]) -> Bool {
    guard word.count <= 4 * (wanted.count + limit) else { return false }
    let word = Array(String(decoding: word, as: UTF8.self).unicodeScalars)
    guard abs(word.count - wanted.count) <= limit else { return false }
    var rows = [Array(0...wanted.count)]
    for (index, scalar) in word.enumerated() {
      var row = [index + 1]
      var least = index + 1
      for column in wanted.indices {
        var cost = min(row[column] + 1, rows[index][column + 1] + 1)
        cost = min(cost, rows[index][column] + (scalar == wanted[column] ? 0 : 1))
        if index > 0, column > 0, scalar == wanted[column - 1],
          word[index - 1] == wanted[column]
        {
          cost = min(cost, rows[index - 1][column - 1] + 1)
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
