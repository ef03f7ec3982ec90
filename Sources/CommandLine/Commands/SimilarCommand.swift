import ArgumentParser
import Wire
import Xunwen

struct SimilarCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "similar",
    abstract: "Find similar articles.",
    usage: "xunwen similar <id> [<options>]",
    discussion: """
      Compares articles by the most characteristic terms of the given one: terms that
      are frequent in it and rare elsewhere. The article itself is left out; its
      copies come first.

      Example:
        xunwen similar health/2023/0619.txt --from 2023-06 --limit 5

      Exit status: 0 with hits, 1 without hits or such an article, 2 on error.
      """)

  @OptionGroup var article: ArticleID
  @OptionGroup var location: IndexLocation
  @OptionGroup var filter: FilterOptions
  @OptionGroup var page: HitCount

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Largest number of terms to compare.", valueName: "count"))
  var terms = SimilarityRequest.usualTermCount

  @OptionGroup var ranking: RankingOptions

  @Flag(help: "Print JSON Lines: the hits, then a summary.")
  var json = false

  @OptionGroup var color: ColorOption

  func validate() throws { try Limits.check(terms, in: OptionLimits.terms, "--terms") }

  func run() throws {
    var options = SimilarityRequest()
    options.sources = filter.source
    options.dates = filter.dates
    options.uncertainDates = filter.uncertainDates
    options.limit = page.limit
    options.ranking = ranking.parameters
    options.termCount = terms
    let archive = try location.open()
    let id = try article.id(in: archive, location)
    guard let found = try archive.similar(to: id, options: options) else { throw ExitCode(1) }
    NumberedHits(index: location.path, found.hits).store()
    try found.print(as: ReportFormat(json: json, style: color.style))
    if found.hits.isEmpty { throw ExitCode(1) }
  }
}

extension SimilarArticles: Report {
  var rows: DataRows { DataRows(self) }

  func text(in style: TextStyle) -> String {
    var line =
      "\(NumberText.count(hits.count, "article")) by \(NumberText.count(terms.count, "term")):"
    for term in terms {
      let longer = line + " " + VisibleText.line(term.text)
      if DisplayWidth.columns(of: longer) > LineWidth.columns { break }
      line = longer
    }
    return HitText(style: style).text(of: hits) + style.faint(line) + "\n"
  }
}
