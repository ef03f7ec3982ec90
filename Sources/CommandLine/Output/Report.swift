import Wire

/// The result of a command: text for people, or rows for programs.
protocol Report {
  func text(in style: TextStyle) -> String

  /// The rows for programs, written as JSON Lines.
  var rows: DataRows { get }

  /// The rows of CSV; nil for a report without CSV.
  var table: DataTable? { get }

  /// The summary, shown on standard error beside CSV; nil without one.
  var note: String? { get }

  /// True when the lines of the text are data, and are never broken.
  var hasFixedLines: Bool { get }
}

/// A report of given parts.
struct PlainReport: Report {
  let rows: DataRows
  var table: DataTable?
  let text: String
  var hasFixedLines = false

  func text(in style: TextStyle) -> String { text }
}

enum ReportFormat {
  case text(TextStyle)
  case json
  case csv(CSVStyle)

  /// JSON, or else text without color.
  init(json: Bool, style: TextStyle = .plain) { self = json ? .json : .text(style) }
}

extension Report {
  var table: DataTable? { nil }
  var note: String? { nil }
  var hasFixedLines: Bool { false }

  func write(as format: ReportFormat, to output: StandardOutput) throws {
    switch format {
    case .text(let style):
      let text = text(in: style)
      try output.write(hasFixedLines ? text : LineWidth.fitted(text))
    case .json: try rows.writeJSONLines { try output.writeData($0) }
    case .csv(let style): try table?.writeCSV(style) { try output.writeData($0) }
    }
  }

  /// Writes the report to standard output.
  func print(as format: ReportFormat) throws {
    let output = StandardOutput()
    try write(as: format, to: output)
    try output.flush()
    if case .csv = format { writeNote() }
  }

  func writeNote() { if let note { StandardError.write(note + "\n") } }
}
