public import ArgumentParser
public import Server
public import Wire
public import Xunwen

// The library's types that are values of options.
extension SortOrder: NamedArgument {}
extension MatchMode: NamedArgument {}
extension UncertainDates: NamedArgument {}
extension CheckLevel: NamedArgument {}
extension CalendarInterval: NamedArgument {}
extension ReferenceFormat: NamedArgument {}
extension ConcordanceOptions.Order: NamedArgument {}
extension CollocateOptions.Order: NamedArgument {}
extension KeywordOptions.Order: NamedArgument {}
extension NGramOptions.Element: NamedArgument {}
extension NGramOptions.Order: NamedArgument {}
extension WordCandidateOptions.Order: NamedArgument {}

extension QueryFormat: NamedArgument {}
extension ColorMode: NamedArgument {}
extension ServerOptions.LogForm: NamedArgument {}

extension Facet: ExpressibleByArgument {
  public init(argument: String) { self.init(named: argument) }

  public var defaultValueDescription: String { name }

  public static var allValueStrings: [String] { builtIn.map(\.name) }
}

struct ColorOption: ParsableArguments {
  @Option(help: "Color. auto: on a terminal, unless NO_COLOR is set.")
  var color: ColorMode = .auto

  var style: TextStyle { TextStyle(color) }
}

/// The choice between text and JSON.
struct JSONOption: ParsableArguments {
  @Flag(help: "Print one JSON object.")
  var json = false

  var format: ReportFormat { ReportFormat(json: json) }
}

struct TableOptions: ParsableArguments {
  enum Format: String, NamedArgument {
    case text, csv, jsonl
  }

  @Option(help: "Text, comma-separated values (RFC 4180), or JSON Lines.")
  var format: Format = .text

  @OptionGroup var csv: CSVOptions
  @OptionGroup var color: ColorOption

  var reportFormat: ReportFormat {
    switch format {
    case .text: .text(color.style)
    case .csv: .csv(csv.style)
    case .jsonl: .json
    }
  }

  func validate() throws { try csv.check(isCSV: format == .csv) }
}

/// The options of CSV.
struct CSVOptions: ParsableArguments {
  @Flag(help: "Begin CSV with a byte order mark.")
  var bom = false

  @Flag(help: "CSV for Excel: --bom, and a ' before text that looks like a formula.")
  var excel = false

  var style: CSVStyle { CSVStyle(hasMark: bom || excel, neutralizesFormulas: excel) }

  func check(isCSV: Bool) throws {
    guard isCSV || !bom && !excel else {
      throw ValidationError("\(excel ? "--excel" : "--bom") requires --format csv")
    }
  }
}
