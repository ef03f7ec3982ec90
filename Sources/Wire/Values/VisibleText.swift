import Xunwen

/// Text made safe to show. Characters that could command a terminal are replaced:
///
///     C0 controls, DEL      their pictures, U+2400 and following (ESC is ␛)
///     C1 controls           U+FFFD; terminals read U+009B as ESC [
///     bidirectional marks   U+FFFD; they reorder the text around them
///     U+2028, U+2029        U+FFFD, unless white space is folded
public enum VisibleText {
  /// One line: each sequence of white space is one space, and none is left at the ends.
  public static func line(_ text: String) -> String { text.foldingWhitespace(visible) }

  /// Several lines: line breaks and tabs are kept, carriage returns before line feeds are removed.
  public static func lines(_ text: String) -> String { lines(text, keepsReturns: false) }

  /// The scalar, or its visible replacement.
  public static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0x20..<0x7F: scalar
    case 0..<0x20: Unicode.Scalar(scalar.value + 0x2400) ?? "\u{FFFD}"
    case 0x7F: "\u{2421}"
    default: isHidden(scalar.value) ? "\u{FFFD}" : scalar
    }
  }

  /// True for DEL, C1 controls, bidirectional marks, and line and paragraph separators.
  static func isHidden(_ value: UInt32) -> Bool {
    switch value {
    case 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// Bytes of UTF-8 for a terminal: controls are visible, except tabs, line feeds, and carriage
  /// returns before line feeds.
  public static func bytes(_ bytes: [UInt8]) -> [UInt8] {
    Array(lines(String(decoding: bytes, as: UTF8.self), keepsReturns: true).utf8)
  }

  /// - Parameter keepsReturns: false to remove carriage returns before line feeds.
  private static func lines(_ text: String, keepsReturns: Bool) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\n", result.last == carriageReturnPicture {
        result.removeLast()
        if keepsReturns { result.append("\r") }
      }
      result.append(scalar == "\n" || scalar == "\t" ? scalar : visible(scalar))
    }
    return String(result)
  }

  private static let carriageReturnPicture: Unicode.Scalar = "\u{240D}"

  /// The beginning of a text, in at most `width` columns, with an ellipsis when the text is cut.
  public static func prefix(of text: String, columns width: Int) -> String {
    guard DisplayWidth.columns(of: text) > width else { return text }
    return width > 0 ? beginning(of: text, columns: width - 1) + "…" : ""
  }

  /// The end of a text, in at most `width` columns, with an ellipsis when the text is cut.
  public static func suffix(of text: String, columns width: Int) -> String {
    guard DisplayWidth.columns(of: text) > width else { return text }
    return width > 0 ? "…" + ending(of: text, columns: width - 1) : ""
  }

  /// The longest beginning of whole graphemes in at most `width` columns.
  public static func beginning(of text: String, columns width: Int) -> String {
    String(fitting(text, width))
  }

  /// The longest end of whole graphemes in at most `width` columns.
  public static func ending(of text: String, columns width: Int) -> String {
    String(fitting(text.reversed(), width).reversed())
  }

  private static func fitting(_ characters: some Sequence<Character>, _ width: Int) -> [Character] {
    var left = width
    return Array(
      characters.prefix {
        left -= DisplayWidth.columns(of: String($0))
        return left >= 0
      })
  }

  /// Text for XML 1.0: markup is escaped, and characters that XML does not allow are replaced.
  static func xml(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(visible(scalar))
      }
    }
    return result
  }
}
