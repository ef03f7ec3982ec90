/// A word with wildcards: `net*`, `wom?n`, `碳*和`.
///
/// Beside letters and digits of other scripts, `*` matches any characters of the same word and `?`
/// matches one. Beside a Chinese character, `*` matches any units up to the next punctuation mark
/// or paragraph end, and `?` matches one unit. At either end of a Chinese word a wildcard has no
/// effect, because any text around the word matches anyway; such wildcards are dropped.
public struct QueryPattern: Sendable, Equatable, CustomStringConvertible {
  enum Element: Sendable, Equatable {
    case literal(String)
    /// A word of another script with wildcards for characters.
    case glob([GlobElement])
    /// Units between two elements: exactly `count` of them, or at least `count` when open.
    case units(Int, isOpen: Bool)
  }

  enum GlobElement: Sendable, Equatable {
    case scalar(Unicode.Scalar)
    /// `?`
    case one
    /// `*`
    case any
  }

  let elements: [Element]
  /// The range in the query string, in Unicode scalars.
  public let range: Range<Int>
  /// The pattern as written.
  public let description: String

  /// Placeholders for wildcards in the characters of the lexer, which reads control characters as
  /// white space and so never produces these.
  static let any: Unicode.Scalar = "\u{1}"
  static let one: Unicode.Scalar = "\u{2}"

  static func isWildcard(_ scalar: Unicode.Scalar) -> Bool { scalar == any || scalar == one }

  /// True for an asterisk, which as a clause is all articles.
  static func isEverything(_ text: String) -> Bool { text.unicodeScalars.elementsEqual([any]) }

  /// The text with its wildcards as people write them.
  static func written(_ text: String) -> String {
    String(
      String.UnicodeScalarView(text.unicodeScalars.map { $0 == any ? "*" : $0 == one ? "?" : $0 }))
  }

  /// The elements of a pattern that is one word of another script; nil for other patterns.
  var glob: [GlobElement]? {
    if elements.count == 1, case .glob(let glob) = elements[0] { glob } else { nil }
  }

  /// Returns nil when no wildcard has an effect, or when there are only wildcards.
  init?(_ scalars: ArraySlice<Unicode.Scalar>, range: Range<Int>) {
    var elements: [Element] = []
    var index = scalars.startIndex
    while index < scalars.endIndex {
      let start = index
      if Self.isWildcard(scalars[index]), !Self.isInGlob(index, scalars) {
        var (count, isOpen) = (0, false)
        while index < scalars.endIndex, Self.isWildcard(scalars[index]) {
          if scalars[index] == Self.any { isOpen = true } else { count += 1 }
          index += 1
        }
        if start > scalars.startIndex, index < scalars.endIndex {
          elements.append(.units(count, isOpen: isOpen))
        }
        continue
      }
      let canBeGlob = Self.canBeInGlob(scalars[index])
      while index < scalars.endIndex, Self.canBeInGlob(scalars[index]) == canBeGlob,
        !Self.isWildcard(scalars[index]) || Self.isInGlob(index, scalars)
      {
        index += 1
      }
      let piece = scalars[start..<index]
      let text = String(String.UnicodeScalarView(piece))
      if piece.contains(where: Self.isWildcard) {
        elements.append(
          .glob(piece.map { $0 == Self.any ? .any : $0 == Self.one ? .one : .scalar($0) }))
      } else if case .literal(let before)? = elements.last {
        elements[elements.count - 1] = .literal(before + text)
      } else {
        elements.append(.literal(text))
      }
    }
    let hasWildcard = elements.contains { if case .literal = $0 { false } else { true } }
    guard hasWildcard else { return nil }
    self.elements = elements
    self.range = range
    description = Self.written(String(String.UnicodeScalarView(scalars)))
  }

  /// True when a wildcard belongs to a word of another script: no Chinese character touches it.
  private static func isInGlob(_ index: Int, _ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    let before = scalars[..<index].last { !isWildcard($0) }
    let after = scalars[(index + 1)...].first { !isWildcard($0) }
    return (before.map { !QuerySyntax.isUnit($0) } ?? true)
      && (after.map { !QuerySyntax.isUnit($0) } ?? true)
  }

  private static func canBeInGlob(_ scalar: Unicode.Scalar) -> Bool {
    isWildcard(scalar) || !QuerySyntax.isUnit(scalar)
  }
}
