import Wire
import Xunwen

enum ColorMode: String, CaseIterable {
  case auto, always, never
}

/// Emphasis by the control sequences of terminals (SGR), or none.
struct TextStyle {
  static let plain = TextStyle(.never)

  let isColored: Bool

  /// Decides by the mode, the terminal and the environment variable `NO_COLOR` (no-color.org).
  init(_ mode: ColorMode) {
    switch mode {
    case .always: isColored = true
    case .never: isColored = false
    case .auto:
      isColored =
        FileDescriptor.standardOutput.isTerminal && Process.environment("NO_COLOR") == nil
        && Process.environment("TERM") != "dumb"
    }
  }

  func title(_ text: String) -> String { wrapped(text, "1") }
  func faint(_ text: String) -> String { wrapped(text, "2") }
  func match(_ text: String) -> String { wrapped(text, "1;31") }

  /// A match in color, or in brackets.
  func mark(_ text: String) -> String { isColored ? match(text) : "[[\(text)]]" }

  /// The characters with which `mark` begins.
  var matchBeginning: String { isColored ? "\u{1B}[1;31m" : "[[" }

  /// Glyphs as text with emphasized matches.
  func styled(
    _ glyphs: ArraySlice<Glyph>, by emphasis: (String) -> String,
    others: (String) -> String = { $0 }
  ) -> String {
    var result = ""
    var rest = glyphs
    while let first = rest.first {
      let piece = rest.prefix { $0.isMatch == first.isMatch }
      let text = String(String.UnicodeScalarView(piece.map(\.scalar)))
      result += first.isMatch ? emphasis(text) : others(text)
      rest = rest.dropFirst(piece.count)
    }
    return result
  }

  private func wrapped(_ text: String, _ code: String) -> String {
    isColored && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
