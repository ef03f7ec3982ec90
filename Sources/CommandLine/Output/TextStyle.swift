import ArgumentParser
import Wire
import Xunwen

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

/// Text in columns, measured by East Asian width.
enum TextColumns {
  static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - DisplayWidth.columns(of: text)))
  }

  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - DisplayWidth.columns(of: text))) + text
  }

  static func widths(of rows: [[String]]) -> [Int] {
    (0..<(rows.map(\.count).max() ?? 0)).map { column in
      rows.map { column < $0.count ? DisplayWidth.columns(of: $0[column]) : 0 }.max() ?? 0
    }
  }

  /// Rows with columns two spaces apart. `right` is true for columns that are aligned to the right.
  static func table(_ rows: [[String]], right isRight: (Int) -> Bool = { _ in false }) -> String {
    let widths = widths(of: rows)
    return rows.map { row in
      let cells = zip(row, widths).enumerated().map { column, cell in
        isRight(column) ? right(cell.0, cell.1) : left(cell.0, cell.1)
      }
      let line = cells.joined(separator: "  ")
      return line[..<(line.lastIndex { $0 != " " }.map(line.index(after:)) ?? line.startIndex)]
        + "\n"
    }.joined()
  }

  private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

  /// A bar that fills a part of the columns, 0...1. Any part above 0 is visible.
  static func bar(_ part: Double, columns: Int) -> String {
    guard part > 0 else { return "" }
    let count = max(1, Int((min(part, 1) * Double(8 * columns)).rounded()))
    return String(repeating: "█", count: count / 8) + eighths[count % 8]
  }
}
