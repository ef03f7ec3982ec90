// What every match of a regular expression has in it: to find articles by, before any is looked into.
//
//   expression = branch ("|" branch)*
//   branch     = (atom quantifier?)*
//   atom       = literal | "." | "\\" … | "[" … "]" | "(" expression ")"
//
// Only what is certain is kept, and only what the index can tell: rows of Chinese characters, which are
// units each by itself, and rows of ASCII letters and digits, which are never parted and so lie in one word. What is
// not understood (comments, `\Q`, look-around) asks for nothing.

struct RegexLiterals {
  indirect enum Need {
    case nothing
    /// Chinese characters side by side.
    case han(String)
    /// Letters or digits of ASCII side by side, somewhere in a word.
    case word(String)
    case all([Need])
    case any([Need])
  }

  private var scalars: [Unicode.Scalar]
  private var index = 0

  private static var maxDepth: Int { 50 }

  /// What every match of an expression has.
  ///
  /// - Complexity: O(*n*) in its length.
  static func need(of expression: String) -> Need {
    var reader = RegexLiterals(scalars: Array(expression.unicodeScalars))
    let need = reader.expression(depth: 0)
    return reader.index == reader.scalars.count ? need : .nothing
  }

  private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private mutating func expression(depth: Int) -> Need {
    var branches = [branch(depth: depth)]
    while index < scalars.count, scalars[index] == "|" {
      index += 1
      branches.append(branch(depth: depth))
    }
    if branches.count == 1 { return branches[0] }
    // A branch that has nothing certain may be the one.
    return branches.contains(where: \.isNothing) ? .nothing : .any(branches)
  }

  private mutating func branch(depth: Int) -> Need {
    var needs: [Need] = []
    var run: [Unicode.Scalar] = []
    func finishRun() {
      if let need = Self.need(of: run) { needs.append(need) }
      run = []
    }
    while index < scalars.count, scalars[index] != "|", scalars[index] != ")" {
      let scalar = scalars[index]
      if let kind = Self.kind(of: scalar) {
        index += 1
        let (isRequired, isOnce) = quantifier()
        if run.last.map({ Self.kind(of: $0) != kind }) ?? false { finishRun() }
        if isRequired { run.append(scalar) }
        // What comes again, or not at all, is followed by something else.
        if !isOnce { finishRun() }
        continue
      }
      finishRun()
      let inner = atom(depth: depth)
      let (isRequired, _) = quantifier()
      if isRequired, !inner.isNothing { needs.append(inner) }
    }
    finishRun()
    return needs.isEmpty ? .nothing : needs.count == 1 ? needs[0] : .all(needs)
  }

  /// What is no literal of a row.
  private mutating func atom(depth: Int) -> Need {
    let scalar = scalars[index]
    index += 1
    switch scalar {
    case "\\":
      // \Q quotes up to \E, \x{…} and the like name characters: all that follows is uncertain.
      let isClass =
        index < scalars.count && "dDsSwWbBAZzGtnrfehHvVRX".unicodeScalars.contains(scalars[index])
      let isMark =
        index < scalars.count && Self.kind(of: scalars[index]) == nil && scalars[index] != "\\"
      if isClass || isMark || index < scalars.count && scalars[index] == "\\" {
        index += 1
      } else {
        index = scalars.count + 1
      }
      return .nothing
    case "[":
      skipSet()
      return .nothing
    case "(":
      guard depth < Self.maxDepth else {
        index = scalars.count + 1
        return .nothing
      }
      let isCertain = groupHead()
      if index < scalars.count, scalars[index] == ")" {
        index += 1
        return .nothing
      }
      let inner = expression(depth: depth + 1)
      if index < scalars.count, scalars[index] == ")" { index += 1 }
      return isCertain ? inner : .nothing
    default: return .nothing
    }
  }

  /// Moves behind `?:`, `?<name>`, `?i` and the like at the beginning of a group.
  ///
  /// - Returns: whether what is in the group is in every match; what looks around need not be.
  private mutating func groupHead() -> Bool {
    guard index < scalars.count, scalars[index] == "?" else { return true }
    index += 1
    guard index < scalars.count else { return false }
    if scalars[index] == "<", index + 1 < scalars.count, scalars[index + 1].properties.isAlphabetic
    {
      while index < scalars.count, scalars[index] != ">" { index += 1 }
      index += 1
      return true
    }
    while index < scalars.count, scalars[index].properties.isAlphabetic || scalars[index] == "-" {
      // In free spacing, white space and what follows # are no literals.
      if scalars[index] == "x" { index = scalars.count }
      index += 1
    }
    if index < scalars.count, scalars[index] == ":" {
      index += 1
      return true
    }
    return index < scalars.count && scalars[index] == ")"
  }

  /// Moves behind a set of characters.
  private mutating func skipSet() {
    var depth = 1
    while index < scalars.count, depth > 0 {
      switch scalars[index] {
      case "\\": index += 1
      case "[": depth += 1
      case "]": depth -= 1
      default: break
      }
      index += 1
    }
  }

  /// Moves behind `*`, `+?`, `{2,3}` and the like.
  ///
  /// - Returns: whether what stands before it is there at all, and whether exactly once.
  private mutating func quantifier() -> (isRequired: Bool, isOnce: Bool) {
    guard index < scalars.count else { return (true, true) }
    let isRequired: Bool
    switch scalars[index] {
    case "*", "?": isRequired = false
    case "+": isRequired = true
    case "{":
      let digits = scalars[(index + 1)...].prefix { ("0"..."9").contains($0) }
      isRequired = digits.contains { $0 != "0" }
      while index < scalars.count, scalars[index] != "}" { index += 1 }
    default: return (true, true)
    }
    index += 1
    if index < scalars.count, scalars[index] == "?" || scalars[index] == "+" { index += 1 }
    return (isRequired, false)
  }

  private enum Kind {
    case han, word
  }

  /// Ideographs only: kana may be composed with what follows them.
  private static func kind(of scalar: Unicode.Scalar) -> Kind? {
    if (0x4E00...0x9FFF).contains(scalar.value) || (0x3400...0x4DBF).contains(scalar.value) {
      return .han
    }
    let isWord = scalar.value < 0x80 && QuerySyntax.isOfWord(scalar)
    return isWord ? .word : nil
  }

  private static func need(of run: [Unicode.Scalar]) -> Need? {
    var run = run
    // A letter becomes another with an accent that may follow it in the text.
    if let last = run.last, kind(of: last) == .word, last.properties.isAlphabetic {
      run.removeLast()
    }
    guard let first = run.first else { return nil }
    var text = ""
    text.unicodeScalars.append(contentsOf: run)
    return kind(of: first) == .han ? .han(text) : .word(text.lowercased())
  }
}

extension RegexLiterals.Need {
  fileprivate var isNothing: Bool { if case .nothing = self { true } else { false } }
}
