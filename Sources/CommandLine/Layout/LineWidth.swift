import Xunwen

/// The width of text for people.
enum LineWidth {
  /// The columns that no line exceeds: `COLUMNS`, else the width of the terminal; from 20 to 200.
  ///
  /// Nil in a pipe or a file without `COLUMNS`: no value is shortened there, because a program may
  /// read it.
  static let limit = statedColumns ?? bounded(FileDescriptor.standardOutput.terminalColumns)

  /// The columns of flowing text: the limit, else 80.
  static let columns = limit ?? 80

  /// The columns of a line on standard error; nil unless it is a terminal.
  static let errorLimit: Int? = {
    guard let columns = FileDescriptor.standardError.terminalColumns else { return nil }
    return statedColumns ?? bounded(columns)
  }()

  private static let statedColumns = bounded(
    Process.environment("COLUMNS").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil })

  private static func bounded(_ columns: Int?) -> Int? { columns.map { min(max($0, 20), 200) } }

  /// The text with lines that do not exceed the limit.
  static func fitted(_ text: String) -> String {
    limit.map { LineFitter(columns: $0).fit(text) } ?? text
  }
}
