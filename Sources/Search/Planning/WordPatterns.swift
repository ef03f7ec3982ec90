import TextAnalysis

/// A word with wildcards.
struct Glob {
  private let elements: [QueryPattern.GlobElement]
  /// UTF-8 that all words begin with.
  let prefix: [UInt8]

  /// A word whose characters are folded as those of articles are.
  init(folding glob: [QueryPattern.GlobElement], by analyzer: Analyzer) {
    var elements: [QueryPattern.GlobElement] = []
    var run = ""
    func finishRun() {
      elements += analyzer.folded(run).unicodeScalars.map { .scalar($0) }
      run = ""
    }
    for element in glob {
      if case .scalar(let scalar) = element {
        run.unicodeScalars.append(scalar)
      } else {
        finishRun()
        elements.append(element)
      }
    }
    finishRun()
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
