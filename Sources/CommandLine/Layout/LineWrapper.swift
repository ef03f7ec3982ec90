import Wire
import Xunwen

/// A character to show.
struct Glyph: Equatable {
  let scalar: Unicode.Scalar
  let isMatch: Bool

  /// A text on one line, with folded white space and visible controls.
  ///
  /// - Parameter matches: Unicode scalar offsets, ascending, without overlaps.
  static func folded(_ text: String, matches: [Range<Int>]) -> [Glyph] {
    var glyphs: [Glyph] = []
    var matches = matches[...]
    for (offset, scalar) in text.unicodeScalars.enumerated() {
      while let first = matches.first, first.upperBound <= offset { matches.removeFirst() }
      let isMatch = matches.first?.contains(offset) ?? false
      if !scalar.properties.isWhitespace {
        glyphs.append(Glyph(scalar: VisibleText.visible(scalar), isMatch: isMatch))
      } else if let last = glyphs.last, last.scalar != " " {
        glyphs.append(Glyph(scalar: " ", isMatch: isMatch))
      }
    }
    if glyphs.last?.scalar == " " { glyphs.removeLast() }
    return glyphs
  }
}

/// Breaks lines at a width in columns (East Asian width).
///
/// A line may break between any two characters, except inside words of scripts other than Han,
/// before closing punctuation, and after opening punctuation (a small part of UAX #14). A word
/// longer than a line is broken anywhere, but not inside a grapheme. A number and its unit stay
/// together. Spaces at a break are removed.
struct LineWrapper {
  let columns: Int

  /// The lines of a text.
  func lines(of text: String) -> [String] {
    let glyphs = text.unicodeScalars.map { Glyph(scalar: $0, isMatch: false) }
    return lines(of: glyphs).map { String(String.UnicodeScalarView(glyphs[$0].map(\.scalar))) }
  }

  /// The lines of a text as ranges of its glyphs; none for an empty text.
  ///
  /// - Complexity: O(*n*) in the glyphs.
  func lines(of glyphs: [Glyph]) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    let graphemes = Self.graphemeStarts(glyphs)
    while start < glyphs.count {
      let end = lineEnd(glyphs, graphemes, from: start)
      var last = end
      while last > start + 1, glyphs[last - 1].scalar == " " { last -= 1 }
      lines.append(start..<last)
      start = end
    }
    return lines
  }

  private func lineEnd(_ glyphs: [Glyph], _ graphemes: [Bool], from start: Int) -> Int {
    var width = 0
    var lastBreak: Int?
    var lastGrapheme: Int?
    for index in start..<glyphs.count {
      let scalar = glyphs[index].scalar
      width += DisplayWidth.columns(of: scalar)
      if index > start, graphemes[index] {
        lastGrapheme = index
        if Self.mayBreak(glyphs[index - 1].scalar, scalar), !Self.isUnit(glyphs, index) {
          lastBreak = index
        }
      }
      // Spaces may exceed the width, because they are removed at a break.
      if width > columns, scalar != " ", let end = lastBreak ?? lastGrapheme { return end }
    }
    return glyphs.count
  }

  /// True for each glyph that begins a grapheme. In ordinary text, each character does.
  private static func graphemeStarts(_ glyphs: [Glyph]) -> [Bool] {
    let isOrdinary = glyphs.allSatisfy { $0.scalar.isASCII || $0.scalar.isAlwaysGrapheme }
    var starts = [Bool](repeating: isOrdinary, count: glyphs.count)
    if isOrdinary { return starts }
    var index = 0
    for character in String(String.UnicodeScalarView(glyphs.map(\.scalar))) {
      starts[index] = true
      index += character.unicodeScalars.count
    }
    return starts
  }

  private static func mayBreak(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> Bool {
    if right == " " || DisplayWidth.columns(of: right) == 0 { return false }
    if left == " " { return true }
    if closing.contains(right) || opening.contains(left) { return false }
    return DisplayWidth.columns(of: left) == 2 || DisplayWidth.columns(of: right) == 2
  }

  /// True when a unit begins at an index, after a number and a space: `2.5 ms`.
  private static func isUnit(_ glyphs: [Glyph], _ index: Int) -> Bool {
    guard index > 1, glyphs[index - 1].scalar == " ",
      glyphs[index - 2].scalar.properties.numericType != nil
    else { return false }
    let word = glyphs[index...].prefix(4).map(\.scalar).prefix { $0.properties.isAlphabetic }
    return units.contains(String(String.UnicodeScalarView(word)))
  }

  private static let units: Set = ["ms", "s", "kB", "MB", "GB", "TB"]
  private static let closing = Set("，。、；：？！…—～·）》〉」』】〕”’％,.;:?!)]}%".unicodeScalars)
  private static let opening = Set("（《〈「『【〔“‘([{".unicodeScalars)
}
