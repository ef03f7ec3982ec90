import ArgumentParser
import Xunwen

struct VerifyQuoteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify-quote",
    abstract: "Look up which articles contain a quotation.",
    discussion: """
      The earliest first, each with whether it has the quotation verbatim, or only up
      to width, case, script (Traditional or Simplified), white space and the kind of
      punctuation; with its place and sentence. Where no article has it, the longest
      beginning and ending that one has.

      Example:
        xunwen verify-quote '推动长期护理保险制度建设'
        xunwen verify-quote - --json < quotations.txt

      Exit status: 0 when every quotation was found, 1 when one was not, 2 on error.
      """)

  @Argument(
    help: ArgumentHelp(
      "Quotations, an argument each, or - for those on standard input, a line each.",
      valueName: "quotation"))
  var quotations: [String]

  @OptionGroup var location: IndexLocation
  @OptionGroup var filter: FilterOptions
  @OptionGroup var page: HitCount

  @Flag(help: "Print one JSON object a line: of each quotation the articles, then a summary.")
  var json = false

  @Option(help: "Color: auto is on a terminal, unless NO_COLOR is set.")
  var color: ColorMode = .auto

  func run() throws {
    let archive = try location.open()
    var options = filter.searchOptions
    options.limit = page.limit
    let output = StandardOutput()
    let text = QuoteText(style: TextStyle(color))
    var isMissing = false
    let failures = try ArgumentLines.forEach(quotations) { quotation, _ in
      do {
        let verification = try archive.verify(quote: quotation, options: options)
        isMissing = isMissing || verification.total == 0
        if json {
          try QuoteLines().write(verification, to: output)
        } else {
          try text.write(verification, to: output)
        }
      } catch is QuerySyntaxError {
        throw CommandFailure("nothing in the quotation can be looked up: \(quotation)")
      }
    } onFailure: { failure, line in
      if json { try QuoteLines().write(failure, line: line, to: output) }
    }
    try output.flush()
    if failures > 0 { throw CommandFailure("\(Decimal.count(failures, "quotation")) failed") }
    if isMissing { throw ExitCode(1) }
  }
}
