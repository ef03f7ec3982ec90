import ArgumentParser
import Wire
import Xunwen

struct CiteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cite",
    abstract: "Write references to articles.",
    usage: "xunwen cite <id> ... [<options>]",
    discussion: """
      Formats: GB/T 7714-2015, BibTeX entries for biblatex, RIS records, a CSL-JSON
      array, or text. Missing facts are marked as unknown; see docs/CITING.md.

      Example:
        xunwen cite 1 2 --accessed today
        xunwen cite health/2023/0619.txt --accessed 2024-05-01
        xunwen cite - --format bibtex < ids > references.bib

      Exit status: 0, 1 when an id does not exist, 2 on error.
      """)

  @Argument(
    help: ArgumentHelp(
      "Ids, numbers of hits of the last search, or - for ids from standard input, one on each line.",
      valueName: "id"))
  var ids: [String]

  @OptionGroup var location: IndexLocation

  @Option(help: "Format of the references.")
  var format: ReferenceFormat = .gbt7714

  @Option(
    help: ArgumentHelp(
      "Day on which the articles were read online, or today. (default: none)",
      valueName: "date"),
    transform: CiteCommand.day)
  var accessed: CivilDate?

  func run() throws {
    let archive = try location.open()
    let output = StandardOutput()
    var list = ReferenceList(format)
    var isMissing = false
    let failures = try ArgumentLines.forEach(ids) { argument, line in
      // A line of standard input is always an id.
      let id =
        line == nil
        ? try ArticleReference(argument, in: archive, at: location.path)?.id : argument
      guard let id, let stored = try archive.article(id: id) else {
        if line != nil { StandardError.reportMissing(argument) }
        isMissing = true
        return
      }
      try output.write(list.bytes(of: Reference(stored.article, accessed: accessed)))
    }
    try output.write(list.end)
    try output.flush()
    if failures > 0 { throw CommandFailure("\(NumberText.count(failures, "line")) failed") }
    if isMissing { throw ExitCode(1) }
  }

  @Sendable private static func day(_ text: String) throws -> CivilDate {
    if text == "today" { return .todayInChina }
    guard let date = CivilDate(text), date.day != nil else {
      throw ValidationError("write a day as 2024-05-01, or today")
    }
    return date
  }
}

struct VerifyQuoteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify-quote",
    abstract: "Find the articles that contain a quotation.",
    usage: "xunwen verify-quote <quotation> ... [<options>]",
    discussion: """
      Lists the articles, the earliest first, with the position and sentence of the
      quotation. An occurrence is verbatim, or differs in width, case, script
      (Traditional or Simplified), white space or the kind of punctuation. When no
      article contains the quotation, its longest beginning and its longest ending in
      any article are shown.

      Example:
        xunwen verify-quote '推动长期护理保险制度建设'
        xunwen verify-quote - --json < quotations.txt

      Exit status: 0 when all quotations were found, 1 when one was not, 2 on error.
      """)

  @Argument(
    help: ArgumentHelp(
      "Quotations, or - for quotations from standard input, one on each line.",
      valueName: "quotation"))
  var quotations: [String]

  @OptionGroup var location: IndexLocation
  @OptionGroup var filter: FilterOptions
  @OptionGroup var page: HitCount

  @Flag(help: "Print JSON Lines: the articles of each quotation, then a summary.")
  var json = false

  @OptionGroup var color: ColorOption

  func run() throws {
    let archive = try location.open()
    let output = StandardOutput()
    let format = ReportFormat(json: json, style: color.style)
    var isMissing = false
    let failures = try ArgumentLines.forEach(quotations) { quotation, _ in
      do {
        let verification = try archive.verify(
          quote: quotation, scope: filter.scope, limit: page.limit)
        isMissing = isMissing || verification.total == 0
        NumberedHits(index: location.path, verification.articles.map(\.hit)).store()
        try verification.write(as: format, to: output)
      } catch is QuerySyntaxError {
        throw CommandFailure("the quotation has no searchable text: \(quotation)")
      }
    } onFailure: { failure, line in
      guard json else { return }
      try DataRows(error: failure.description, line: line).writeJSONLines {
        try output.writeData($0)
      }
    }
    try output.flush()
    if failures > 0 { throw CommandFailure("\(NumberText.count(failures, "quotation")) failed") }
    if isMissing { throw ExitCode(1) }
  }
}

/// The articles with a quotation. Ranges are Unicode scalars of the original text that is named.
extension QuoteVerification: Report {
  private static let shownOccurrences = 5
  private static let indent = "    "

  var rows: DataRows { DataRows(self) }

  func text(in style: TextStyle) -> String {
    let count = NumberText.count(total, "article")
    var head = total == 0 ? "no article" : count
    head += total > 1 ? " contain it" : " contains it"
    if 0 < articles.count, articles.count < total { head += "; the earliest:" }
    var text = style.title("“\(VisibleText.line(quote))”") + "\n\(head)\n"
    for article in articles { text += self.text(of: article, style) }
    for (name, part) in [("beginning", prefix), ("ending", suffix)] {
      guard let part else { continue }
      text += "longest \(name) in an article: “\(VisibleText.line(part.text))”\n"
      text += self.text(of: part.article, style)
    }
    return text + "\n"
  }

  private func text(of article: QuotedArticle, _ style: TextStyle) -> String {
    let hit = article.hit
    let hits = HitText(style: style)
    var lines = hits.titleLines(of: hit, digits: Self.indent.count - 2)
    lines += hits.factLines(of: hit, after: [], indent: Self.indent)
    for occurrence in article.occurrences.prefix(Self.shownOccurrences) {
      let (span, sentence) = (occurrence.span, occurrence.sentenceSpan)
      let kind = occurrence.isVerbatim ? "verbatim" : "not verbatim"
      lines.append(
        "\(Self.indent)\(kind), \(span.original) \(span.range.lowerBound)-\(span.range.upperBound)")
      let start = span.range.lowerBound - sentence.range.lowerBound
      let glyphs = Glyph.folded(occurrence.sentence, matches: [start..<start + span.range.count])
      let marked = Self.indent + style.styled(glyphs[...], by: style.mark)
      lines.append(LineFitter(columns: LineWidth.columns).fit(marked))
    }
    let more = article.occurrences.count - Self.shownOccurrences
    if more > 0 { lines.append(Self.indent + "and \(NumberText.count(more, "place")) more") }
    return lines.joined(separator: "\n") + "\n"
  }
}
