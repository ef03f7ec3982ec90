import ArgumentParser
import Wire
import Xunwen

struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Show why an article matches a query or does not.",
    usage: "xunwen why <id> <query> ... [<options>]",
    discussion: """
      Shows for each clause whether and where the article matches. For a clause that
      does not match, the near miss is shown: the longest part of it that occurs, an
      occurrence in a part of the article that is not searched, or the distance
      between words that should be near each other.

      Example:
        xunwen why health/2023/0619.txt '养老 "长期护理保险" date:2023'

      Exit status: 0 when the article matches, 1 when it does not or does not exist,
      2 on error.
      """)

  @Argument(help: ArgumentHelp("Id of the article from search results.", valueName: "id"))
  var id: String

  @OptionGroup var words: QueryWords
  @OptionGroup var location: IndexLocation
  @OptionGroup var filter: FilterOptions

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let archive = try location.open()
    let report = try QueryFailure.locating(words.text) {
      try archive.why(id: id, query: words.text, scope: filter.scope)
    }
    guard let report else {
      MissingArticle.write(id)
      throw ExitCode(1)
    }
    try MatchTree(query: words.text, report: report).print(as: ReportFormat(json: json))
    if !report.matches { throw ExitCode(1) }
  }
}

/// The match of each clause:
///
///     a.txt does not match
///     ✗ (and (text 养老) (phrase "长期护理保险"))
///       ✓ (text 养老)
///           headline  养老服务
///           body      …发展养老事业…
///       ✗ (phrase "长期护理保险")
///           closest: 长期护理 occurs
private struct MatchTree: Report {
  let query: String
  let report: MatchReport

  /// The bytes shown around an occurrence.
  private static let context = 36

  var rows: DataRows { DataRows(report, query: query) }

  func text(in style: TextStyle) -> String {
    let verb = report.matches ? "matches" : "does not match"
    var text = "\(VisibleText.line(report.article.id)) \(verb)\n"
    if !report.passesFilters { text += "✗ the options for sources or dates exclude it\n" }
    guard let clause = report.query else {
      return text + "the query has no searchable text\n"
    }
    return text + lines(of: clause, depth: 0).map { $0 + "\n" }.joined()
  }

  private func lines(of clause: ClauseReport, depth: Int) -> [String] {
    let indent = String(repeating: "  ", count: depth)
    var lines = ["\(indent)\(clause.matches ? "✓" : "✗") \(VisibleText.line(clause.clause))"]
    for location in clause.locations {
      let zone = TextColumns.left(location.zone.label, 8)
      lines.append("\(indent)    \(zone)  \(VisibleText.line(excerpt(around: location.range)))")
    }
    let more = clause.occurrenceCount - clause.locations.count
    if more > 0 { lines.append("\(indent)    and \(NumberText.grouped(more)) more") }
    if let nearMiss = clause.nearMiss { lines.append("\(indent)    \(nearMiss.statement)") }
    for part in clause.parts { lines += self.lines(of: part, depth: depth + 1) }
    return lines
  }

  /// An occurrence with its context.
  private func excerpt(around range: Range<Int>) -> String {
    let text = report.article.text
    var start = max(0, range.lowerBound - Self.context)
    var end = min(text.count, range.upperBound + Self.context)
    while start < range.lowerBound, text[start] & 0xC0 == 0x80 { start += 1 }
    while end > range.upperBound, end < text.count, text[end] & 0xC0 == 0x80 { end -= 1 }
    return (start > 0 ? "…" : "") + String(decoding: text[start..<end], as: UTF8.self)
      + (end < text.count ? "…" : "")
  }
}
