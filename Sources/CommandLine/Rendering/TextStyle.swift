import ArgumentParser

/// When to use color.
enum ColorMode: String, CaseIterable, ExpressibleByArgument {
  case auto, always, never
}

/// Emphasis by the terminal's control sequences (SGR), or none.
struct TextStyle {
  let isColored: Bool

  init(isColored: Bool) {
    self.isColored = isColored
  }

  /// Decides by the user's wish, the terminal, and the custom of `NO_COLOR` (no-color.org).
  init(_ mode: ColorMode) {
    switch mode {
    case .always: isColored = true
    case .never: isColored = false
    case .auto:
      isColored =
        Descriptor.isTerminal(Descriptor.output) && Environment["NO_COLOR"] == nil
        && Environment["TERM"] != "dumb"
    }
  }

  func title(_ text: String) -> String { wrapped(text, "1") }
  func faint(_ text: String) -> String { wrapped(text, "2") }
  func match(_ text: String) -> String { wrapped(text, "1;31") }

  /// A match, in brackets where there is no color.
  func mark(_ text: String) -> String { isColored ? match(text) : "[[\(text)]]" }

  private func wrapped(_ text: String, _ code: String) -> String {
    isColored && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
