import Xunwen

/// A character to show, and whether it belongs to a match.
struct Glyph: Equatable {
  let scalar: Unicode.Scalar
  let isMatch: Bool
}

extension Glyph {
  /// A text on one line: white space folded, controls visible.
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

extension TextStyle {
  /// Glyphs as text, what matches set off.
  func styled(_ glyphs: ArraySlice<Glyph>, by emphasis: (String) -> String) -> String {
    var result = ""
    var rest = glyphs
    while let first = rest.first {
      let run = rest.prefix { $0.isMatch == first.isMatch }
      let text = String(String.UnicodeScalarView(run.map(\.scalar)))
      result += first.isMatch ? emphasis(text) : text
      rest = rest.dropFirst(run.count)
    }
    return result
  }
}
