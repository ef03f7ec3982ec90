import FoundationEssentials
import Xunwen

/// Shows long texts on a terminal page by page, by `$PAGER`, else by less.
enum Pager {
  /// Writes a text to standard output, or to the pager when the text has more lines than the
  /// terminal.
  ///
  /// - Parameter beginning: the characters before a match. less and more begin at the first match
  ///   when it is not on the first page.
  static func print(_ text: String, showing beginning: String) throws {
    if let rows = pagedRows, lineCount(of: text) >= rows {
      let before = text.ranges(of: beginning).first.map { text[..<$0.lowerBound] } ?? ""
      let line = lineCount(of: before) + 1
      if Process.pipe(Array(text.utf8), to: command(showing: line < rows ? 1 : line)) { return }
    }
    let output = StandardOutput()
    try output.write(text)
    try output.flush()
  }

  /// The rows of the terminal; nil when a text is not shown in pages.
  private static var pagedRows: Int? {
    guard let size = FileDescriptor.standardOutput.terminalSize, size.rows > 0,
      Process.environment("TERM") != "dumb", !["", "cat"].contains(stated ?? "less")
    else { return nil }
    return size.rows
  }

  /// The value of `PAGER`; empty when it is set to nothing.
  private static let stated = ProcessInfo.processInfo.environment["PAGER"]

  /// The lines of context above a match.
  private static let context = 2

  static func command(_ pager: String? = stated, showing line: Int) -> String {
    let first = max(1, line - context)
    guard let pager else {
      return "if command -v less >/dev/null 2>&1; then exec less -R +\(first)g; else exec cat; fi"
    }
    // A command with operators of the shell is not changed.
    guard !pager.contains(where: { "|&;<>()$`\n".contains($0) }) else { return pager }
    let program = pager.split(separator: " ").first?.split(separator: "/").last
    return switch program {
    case "less": "\(pager) -R +\(first)g"
    case "more": "\(pager) +\(first)"
    default: pager
    }
  }

  private static func lineCount(of text: some StringProtocol) -> Int {
    text.utf8.count { $0 == UInt8(ascii: "\n") }
  }
}
