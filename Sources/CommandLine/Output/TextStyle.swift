import ArgumentParser
import Xunwen

/// The condition for color.
enum ColorMode: String, CaseIterable, ExpressibleByArgument {
  case auto, always, never
}

/// Emphasis by the control sequences of terminals (SGR), or none.
struct TextStyle {
  static let plain = TextStyle(.never)

  private let isColored: Bool

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

  /// The columns of a line by `COLUMNS`, else by the terminal, else 80; from 40 to 200.
  static let columns: Int = {
    let stated = Process.environment("COLUMNS").flatMap { Int($0) }
    let columns = stated ?? FileDescriptor.standardOutput.terminalColumns ?? 80
    return min(max(columns, 40), 200)
  }()

  func title(_ text: String) -> String { wrapped(text, "1") }
  func faint(_ text: String) -> String { wrapped(text, "2") }
  func match(_ text: String) -> String { wrapped(text, "1;31") }

  /// A match in color, or in brackets.
  func mark(_ text: String) -> String { isColored ? match(text) : "[[\(text)]]" }

  private func wrapped(_ text: String, _ code: String) -> String {
    isColored && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
