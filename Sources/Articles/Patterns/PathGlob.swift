/// A glob for paths, in the syntax of gitignore.
///
///     ?         a character
///     *         any characters
///     [a-z]     a character of a list; [!a-z] or [^a-z] another one; [[:digit:]] a class of ASCII
///     **/       any folders, or none
///     /**       everything in a folder
///     \x        the character x
///
/// `?`, `*` and lists match no slash. Characters are Unicode scalars.
struct PathGlob: Sendable, Hashable {
  private enum Token: Hashable {
    case character(Unicode.Scalar)
    case anyCharacter
    case anyCharacters
    case list([ClosedRange<Unicode.Scalar>], isNegated: Bool)
    case folders
    case rest
  }

  private var tokens: [Token] = []

  /// Compiles a glob without the slashes at its ends.
  ///
  /// - Throws: a problem: an unclosed or unknown list, a backslash at the end.
  init(_ glob: some Sequence<Unicode.Scalar>) throws(PathPatternError.Problem) {
    let scalars = Array(glob)
    var at = 0
    while at < scalars.count {
      switch scalars[at] {
      case "?": tokens.append(.anyCharacter)
      case "*":
        let start = at
        while at + 1 < scalars.count, scalars[at + 1] == "*" { at += 1 }
        let isDeep =
          at > start && (start == 0 || scalars[start - 1] == "/")
          && (at + 1 == scalars.count || scalars[at + 1] == "/")
        if !isDeep {
          tokens.append(.anyCharacters)
        } else if at + 1 == scalars.count {
          tokens.append(.rest)
        } else {
          tokens.append(.folders)
          at += 1
        }
      case "[": tokens.append(try Self.list(in: scalars, &at))
      case "\\":
        guard at + 1 < scalars.count else { throw .backslash }
        at += 1
        tokens.append(.character(scalars[at]))
      default: tokens.append(.character(scalars[at]))
      }
      at += 1
    }
  }

  /// Reads the list that begins at `at`, and moves `at` to its closing bracket.
  private static func list(
    in scalars: [Unicode.Scalar], _ at: inout Int
  ) throws(PathPatternError.Problem) -> Token {
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    at += 1
    let isNegated = at < scalars.count && (scalars[at] == "!" || scalars[at] == "^")
    if isNegated { at += 1 }
    let start = at
    func scalar() throws(PathPatternError.Problem) -> Unicode.Scalar {
      if at < scalars.count, scalars[at] == "\\" { at += 1 }
      guard at < scalars.count else { throw .bracket }
      return scalars[at]
    }
    while true {
      guard at < scalars.count else { throw .bracket }
      if scalars[at] == "]", at > start { break }
      if scalars[at] == "[", at + 1 < scalars.count, scalars[at + 1] == ":",
        let end = scalars[(at + 2)...].firstIndex(of: "]"), scalars[end - 1] == ":", end > at + 2
      {
        var name = String.UnicodeScalarView()
        name.append(contentsOf: scalars[(at + 2)..<(end - 1)])
        guard let found = classes[String(name)] else { throw .listName(String(name)) }
        ranges += found
        at = end + 1
        continue
      }
      let first = try scalar()
      at += 1
      if at + 1 < scalars.count, scalars[at] == "-", scalars[at + 1] != "]" {
        at += 1
        let last = try scalar()
        if first <= last { ranges.append(first...last) }
        at += 1
      } else {
        ranges.append(first...first)
      }
    }
    return .list(ranges, isNegated: isNegated)
  }

  private static let classes: [String: [ClosedRange<Unicode.Scalar>]] = [
    "alpha": ["A"..."Z", "a"..."z"], "digit": ["0"..."9"], "upper": ["A"..."Z"],
    "alnum": ["A"..."Z", "a"..."z", "0"..."9"], "lower": ["a"..."z"],
    "xdigit": ["0"..."9", "A"..."F", "a"..."f"], "space": ["\t"..."\r", " "..." "],
    "blank": ["\t"..."\t", " "..." "], "punct": ["!"..."/", ":"..."@", "["..."`", "{"..."~"],
    "cntrl": ["\0"..."\u{1F}", "\u{7F}"..."\u{7F}"], "print": [" "..."~"], "graph": ["!"..."~"],
  ]

  /// True when the glob matches a whole path.
  ///
  /// - Complexity: O(length of the path × length of the glob).
  func matches(_ path: [Unicode.Scalar]) -> Bool {
    // Element `i` is true when the tokens so far match the first `i` characters.
    var reached = [Bool](repeating: false, count: path.count + 1)
    reached[0] = true
    for token in tokens {
      var next = [Bool](repeating: false, count: path.count + 1)
      var isReachable = false
      func reach(_ index: Int) {
        next[index] = true
        isReachable = true
      }
      switch token {
      case .character(let scalar):
        for i in path.indices where reached[i] && path[i] == scalar { reach(i + 1) }
      case .anyCharacter: for i in path.indices where reached[i] && path[i] != "/" { reach(i + 1) }
      case .list(let ranges, let isNegated):
        for i in path.indices where reached[i] && path[i] != "/" {
          if ranges.contains(where: { $0 ~= path[i] }) != isNegated { reach(i + 1) }
        }
      case .anyCharacters:
        for i in 0...path.count where reached[i] || i > 0 && next[i - 1] && path[i - 1] != "/" {
          reach(i)
        }
      case .folders, .rest:
        guard let first = reached.firstIndex(of: true) else { return false }
        for i in first...path.count {
          if reached[i] || token == .rest || i > first && path[i - 1] == "/" { reach(i) }
        }
      }
      guard isReachable else { return false }
      reached = next
    }
    return reached[path.count]
  }
}
