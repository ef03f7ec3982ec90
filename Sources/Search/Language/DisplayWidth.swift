import TextAnalysis

/// The widths of text on a terminal with a monospaced font, for carets, columns and snippets.
///
/// East Asian Wide and Fullwidth characters (UAX #11) take two columns. Control and format
/// characters, combining marks that do not advance, and the vowels and final consonants of
/// conjoining Hangul take none. All others take one, also Ambiguous characters (“ ” … ·). Widths
/// are summed scalar by scalar, so an emoji sequence may be too wide.
public enum DisplayWidth {
  /// - Complexity: O(*n*) in the scalars of the string.
  public static func columns(of text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + columns(of: $1) }
  }

  /// Returns 0, 1 or 2.
  public static func columns(of scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x7F { return value < 0x20 ? 0 : 1 }
    switch value {
    // Ideographs, and Chinese punctuation without combining marks.
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x3000...0x3029, 0xFF01...0xFF60: return 2
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .nonspacingMark, .enclosingMark, .lineSeparator, .paragraphSeparator:
      return 0
    default:
      if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value) { return 0 }
      return scalar.isWide ? 2 : 1
    }
  }
}
