// Text from articles, file names and queries may hold anything, escape sequences that command a
// terminal included. Before it is shown, whatever does not stand for a character is replaced:
//
//   C0 controls, DEL      their pictures, U+2400… (ESC is ␛)
//   C1 controls           U+FFFD: terminals take U+009B for ESC [
//   bidirectional marks   U+FFFD: they reorder what stands beside them
//   U+2028, U+2029        U+FFFD, unless white space is folded

/// Text made safe to show.
enum VisibleText {
  /// One line: runs of white space become a space, and those at the ends disappear.
  static func line(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var isAfterSpace = true
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace {
        if !isAfterSpace { result.append(" ") }
        isAfterSpace = true
      } else {
        result.append(visible(scalar))
        isAfterSpace = false
      }
    }
    if result.last == " " { result.removeLast() }
    return String(result)
  }

  /// Several lines: line breaks and tabs stay, and carriage returns before line breaks disappear.
  static func lines(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\n", result.last == carriageReturnPicture { result.removeLast() }
      result.append(scalar == "\n" || scalar == "\t" ? scalar : visible(scalar))
    }
    return String(result)
  }

  /// The scalar, or what is shown in its place.
  static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0x20..<0x7F: scalar
    case 0..<0x20: Unicode.Scalar(scalar.value + 0x2400) ?? "\u{FFFD}"
    case 0x7F: "\u{2421}"
    case 0x80..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: "\u{FFFD}"
    default: scalar
    }
  }

  private static let carriageReturnPicture: Unicode.Scalar = "\u{240D}"
}
