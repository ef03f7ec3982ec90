import Wire

/// The result of a command: text for people, or rows for programs.
protocol Report {
  /// The text for people.
  func text(in style: TextStyle) -> String

  /// The rows for programs, written as JSON Lines.
  var rows: DataRows { get }

  /// The summary, shown on standard error beside formats that cannot contain it; nil without one.
  var note: String? { get }
}

extension Report {
  var note: String? { nil }
}

/// A report that can also be written as CSV.
protocol TableReport: Report {
  var table: DataTable { get }
}

/// The format of a report that has no table.
enum ReportFormat {
  case text(TextStyle)
  case json

  /// JSON, or else text without color.
  init(json: Bool, color: ColorMode = .never) {
    self = json ? .json : .text(TextStyle(color))
  }
}

extension Report {
  /// Appends the report to an output.
  func write(as format: ReportFormat, to output: StandardOutput) throws {
    switch format {
    case .text(let style): try output.write(text(in: style))
    case .json: try rows.writeJSONLines { try output.write($0) }
    }
  }

  /// Writes the report to standard output.
  func print(as format: ReportFormat) throws {
    let output = StandardOutput()
    try write(as: format, to: output)
    try output.flush()
  }
}

extension TableReport {
  /// Writes the report to standard output, and with CSV its note to standard error.
  func print(_ options: TableOptions) throws {
    let output = StandardOutput()
    switch options.format {
    case .text: try output.write(text(in: TextStyle(options.color)))
    case .csv: try table.writeCSV(hasMark: options.bom) { try output.write($0) }
    case .jsonl: try rows.writeJSONLines { try output.write($0) }
    }
    try output.flush()
    if options.format == .csv, let note { StandardError.write(note + "\n") }
  }
}
