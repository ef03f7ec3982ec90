import ArgumentParser

/// How a table of results is written.
struct TableOptions: ParsableArguments {
  @Option(help: "A table to read, comma-separated values (RFC 4180), or JSON lines.")
  var format: TableFormat = .text

  @Flag(help: "Begin CSV with a byte order mark, for Excel.")
  var bom = false

  @Option(help: "Color: auto is on a terminal, unless NO_COLOR is set.")
  var color: ColorMode = .auto

  func validate() throws {
    guard !bom || format == .csv else { throw ValidationError("--bom goes with --format csv") }
  }

  /// The first row of CSV.
  func header(_ names: [String]) -> String {
    (bom ? CSVRow.byteOrderMark : "") + CSVRow.line(names)
  }
}

enum TableFormat: String, CaseIterable, ExpressibleByArgument {
  case text, csv, jsonl
}
