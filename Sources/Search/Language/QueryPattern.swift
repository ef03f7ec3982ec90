// A word with wildcards: `net*`, `wom?n`, `碳*和`.
//
// Between or beside letters and digits of other scripts, `*` stands for any characters of the same word and `?` for
// one. Beside a Chinese character, `*` stands for any units up to the next punctuation or paragraph, and `?` for one.
// At the end of a Chinese word `*` asks for nothing: any text that has the word goes on as it likes.

/// A word with wildcards, without any at an end that is Chinese.
public struct QueryPattern: Sendable, Equatable {
  enum Element: Sendable, Equatable {
    /// Characters as they are written, without punctuation.
    case literal(String)
    /// A word of another script, with wildcards of characters.
    case glob([GlobElement])
    /// At least so many units between what comes before and after; exactly so many, unless it is open.
    case units(Int, isOpen: Bool)
  }

  enum GlobElement: Sendable, Equatable {
    case scalar(Unicode.Scalar)
    /// `?`
    case one
    /// `*`
    case any
  }

  /// Begins and ends with a literal or glob; literals and globs may stand side by side.
  let elements: [Element]
  /// As it was written.
  let written: String
  /// Where it stands in the query string, in Unicode scalars.
  public let range: Range<Int>

  /// What stands for a wildcard in characters that come from the lexer, which takes controls for white space.
  static let any: Unicode.Scalar = "\u{1}"
  static let one: Unicode.Scalar = "\u{2}"

  /// The only word, where it is one of another script.
  var glob: [GlobElement]? {
    if elements.count == 1, case .glob(let glob) = elements[0] { glob } else { nil }
  }

  /// Reads characters without punctuation.
  ///
  /// - Returns: nil where no wildcard asks for anything, or where there is nothing besides.
  init?(_ scalars: ArraySlice<Unicode.Scalar>, range: Range<Int>) {
    var elements: [Element] = []
    var index = scalars.startIndex
    while index < scalars.endIndex {
      let start = index
      if Self.isWildcard(scalars[index]), !Self.isInWord(index, scalars) {
        var (count, isOpen) = (0, false)
        while index < scalars.endIndex, Self.isWildcard(scalars[index]) {
          if scalars[index] == Self.any { isOpen = true } else { count += 1 }
          index += 1
        }
        // At an end it asks for nothing.
        if start > scalars.startIndex, index < scalars.endIndex {
          elements.append(.units(count, isOpen: isOpen))
        }
        continue
      }
      let isOther = Self.isOther(at: index, scalars)
      while index < scalars.endIndex, Self.isOther(at: index, scalars) == isOther,
        !Self.isWildcard(scalars[index]) || Self.isInWord(index, scalars)
      {
        index += 1
      }
      let piece = scalars[start..<index]
      if piece.contains(where: Self.isWildcard) {
        elements.append(
          .glob(piece.map { $0 == Self.any ? .any : $0 == Self.one ? .one : .scalar($0) }))
      } else if case .literal(let before)? = elements.last {
        elements[elements.count - 1] = .literal(before + Self.string(piece))
      } else {
        elements.append(.literal(Self.string(piece)))
      }
    }
    let hasWildcard = elements.contains { if case .literal = $0 { false } else { true } }
    guard hasWildcard else { return nil }
    self.elements = elements
    self.range = range
    written = Self.string(scalars.map { $0 == Self.any ? "*" : $0 == Self.one ? "?" : $0 }[...])
  }

  static func isWildcard(_ scalar: Unicode.Scalar) -> Bool { scalar == any || scalar == one }

  /// Whether a wildcard is one of a word of another script: beside characters of such a word only.
  private static func isInWord(_ index: Int, _ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    let before = scalars[..<index].last { !isWildcard($0) }
    let after = scalars[(index + 1)...].first { !isWildcard($0) }
    return (before.map { !QuerySyntax.isUnit($0) } ?? true)
      && (after.map { !QuerySyntax.isUnit($0) } ?? true)
  }

  private static func isOther(at index: Int, _ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    isWildcard(scalars[index]) || !QuerySyntax.isUnit(scalars[index])
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var string = ""
    string.unicodeScalars.append(contentsOf: scalars)
    return string
  }
}

extension QueryPattern: CustomStringConvertible {
  public var description: String { written }
}
