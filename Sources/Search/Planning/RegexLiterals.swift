/// A parser that finds the text contained in every match of a regular expression. The index looks
/// the text up before any article is read.
///
///     expression = branch ("|" branch)*
///     branch     = (atom quantifier?)*
///     atom       = literal | "." | "\\" … | "[" … "]" | "(" expression ")"
///
/// The result contains only text that is certain and that the index can look up: adjacent Chinese
/// characters, each a unit of its own, and adjacent ASCII letters and digits, which are in one
/// word, unless the word is cut or they mean 〇. Syntax that is not understood (comments, `\Q`,
/// look-around) requires nothing.
struct RegexLiterals {
  indirect enum Need {
    case nothing
    case han(String)
    /// Adjacent ASCII letters or digits, anywhere in a word.
    case word(String)
    case all([Need])
    case any([Need])

    fileprivate var isNothing: Bool { if case .nothing = self { true } else { false } }
  }

  private let scalars: [Unicode.Scalar]
  private var index = 0

  private static var maxDepth: Int { 50 }

  static func need(of expression: String) -> Need {
    var reader = RegexLiterals(scalars: Array(expression.unicodeScalars))
    let need = reader.expression(depth: 0)
    return reader.index == reader.scalars.count ? need : .nothing
  }

  private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private mutating func giveUp() { index = scalars.count + 1 }

  private mutating func expression(depth: Int) -> Need {
    var branches = [branch(depth: depth)]
    while next == "|" {
      index += 1
      branches.append(branch(depth: depth))
    }
    if branches.count == 1 { return branches[0] }
    // A match may come from a branch that requires nothing.
    return branches.contains(where: \.isNothing) ? .nothing : .any(branches)
  }

  private mutating func branch(depth: Int) -> Need {
    var needs: [Need] = []
    var literal: [Unicode.Scalar] = []
    func finishLiteral() {
      if let need = Self.need(of: literal) { needs.append(need) }
      literal = []
    }
    while let scalar = next, scalar != "|", scalar != ")" {
      if let kind = Self.kind(of: scalar) {
        index += 1
        let (isRequired, isOnce) = quantifier()
        if literal.last.map({ Self.kind(of: $0) != kind }) ?? false { finishLiteral() }
        if isRequired { literal.append(scalar) }
        // The next scalar need not be adjacent to an optional or repeated one.
        if !isOnce { finishLiteral() }
        continue
      }
      finishLiteral()
      let inner = atom(depth: depth)
      let (isRequired, _) = quantifier()
      if isRequired, !inner.isNothing { needs.append(inner) }
    }
    finishLiteral()
    return needs.isEmpty ? .nothing : needs.count == 1 ? needs[0] : .all(needs)
  }

  private mutating func atom(depth: Int) -> Need {
    let scalar = scalars[index]
    index += 1
    switch scalar {
    case "\\":
      let isSimpleEscape = next.map {
        Self.kind(of: $0) == nil || "dDsSwWbBAZzGtnrfehHvVRX".unicodeScalars.contains($0)
      }
      // `\Q` quotes up to `\E`, and `\x{…}` and the like name characters.
      if isSimpleEscape == true { index += 1 } else { giveUp() }
      return .nothing
    case "[":
      skipSet()
      return .nothing
    case "(":
      guard depth < Self.maxDepth else {
        giveUp()
        return .nothing
      }
      let isCertain = groupHead()
      if next == ")" {
        index += 1
        return .nothing
      }
      let inner = expression(depth: depth + 1)
      if next == ")" { index += 1 }
      return isCertain ? inner : .nothing
    default: return .nothing
    }
  }

  /// Skips `?:`, `?<name>`, `?i` and the like at the start of a group.
  ///
  /// - Returns: true when every match contains the content of the group, unlike a look-around.
  private mutating func groupHead() -> Bool {
    guard next == "?" else { return true }
    index += 1
    guard let mark = next else { return false }
    if mark == "<", index + 1 < scalars.count, scalars[index + 1].properties.isAlphabetic {
      while next != nil, next != ">" { index += 1 }
      index += 1
      return true
    }
    while let flag = next, flag.properties.isAlphabetic || flag == "-" {
      // In free spacing mode, white space and comments are not literals.
      if flag == "x" { index = scalars.count }
      index += 1
    }
    if next == ":" {
      index += 1
      return true
    }
    return next == ")"
  }

  private mutating func skipSet() {
    var depth = 1
    while let scalar = next, depth > 0 {
      switch scalar {
      case "\\": index += 1
      case "[": depth += 1
      case "]": depth -= 1
      default: break
      }
      index += 1
    }
  }

  /// Skips `*`, `+?`, `{2,3}` and the like. Returns true for an atom that occurs at all, and
  /// exactly once.
  private mutating func quantifier() -> (isRequired: Bool, isOnce: Bool) {
    let isRequired: Bool
    switch next {
    case "*", "?": isRequired = false
    case "+": isRequired = true
    case "{":
      let digits = scalars[(index + 1)...].prefix { ("0"..."9").contains($0) }
      isRequired = digits.contains { $0 != "0" }
      while next != nil, next != "}" { index += 1 }
    default: return (true, true)
    }
    index += 1
    if next == "?" || next == "+" { index += 1 }
    return (isRequired, false)
  }

  private enum Kind {
    case han, word
  }

  /// Han characters only, because kana may be composed with the characters after them.
  private static func kind(of scalar: Unicode.Scalar) -> Kind? {
    if (0x4E00...0x9FFF).contains(scalar.value) || (0x3400...0x4DBF).contains(scalar.value) {
      return .han
    }
    let isWord = scalar.value < 0x80 && QuerySyntax.isOfWord(scalar)
    return isWord ? .word : nil
  }

  private static func need(of literal: [Unicode.Scalar]) -> Need? {
    var literal = literal
    // An accent after the last letter in the text would turn it into another letter.
    if let last = literal.last, kind(of: last) == .word, last.properties.isAlphabetic {
      literal.removeLast()
    }
    guard let first = literal.first else { return nil }
    let text = String(String.UnicodeScalarView(literal))
    if kind(of: first) == .han { return .han(text) }
    let word = Need.word(text.lowercased())
    // 0 and o are 〇 between Chinese digits: 二0二三.
    let mayBeZeros = text.utf8.allSatisfy { "0oO".utf8.contains($0) }
    let zeros = String(repeating: "〇", count: literal.count)
    return mayBeZeros ? .any([word, .han(zeros)]) : word
  }
}
