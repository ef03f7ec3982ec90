import ArgumentParser

/// The format of a table of results.
struct TableOptions: ParsableArguments {
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, csv, jsonl
  }

  @Option(help: "Text, comma-separated values (RFC 4180), or JSON Lines.")
  var format: Format = .text

  @Flag(help: "Begin CSV with a byte order mark, for Excel.")
  var bom = false

  @Option(help: "Color. auto: on a terminal, unless NO_COLOR is set.")
  var color: ColorMode = .auto

  func validate() throws {
    guard !bom || format == .csv else { throw ValidationError("--bom requires --format csv") }
  }
}
