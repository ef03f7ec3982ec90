import ArgumentParser
import Wire
import Xunwen

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show an article.",
    usage: "xunwen show <id> [<options>]",
    discussion: """
      Prints the headline, facts and body. With --zones, prints the whole text in its
      zones: title, header, body and tail (tags, credits, teasers of other articles).
      With --highlight, matches of a query are colored, or enclosed in [[ ]] without
      color. A number is a hit of the last search, whose words are colored on a
      terminal, unless an article has this id. A long article is shown by $PAGER (less
      by default, cat for no pages), at the first match.

      Example:
        xunwen show 3
        xunwen show health/2023/0619.txt --zones
        xunwen show health/2023/0619.txt --highlight '养老 "长期护理"'

      Exit status: 0, 1 when the article does not exist, 2 on error.
      """)

  @OptionGroup var article: ArticleID
  @OptionGroup var location: IndexLocation

  @Flag(help: "Print every zone with its kind and position.")
  var zones = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Highlight every match of a query. See docs/QUERY.md.", valueName: "query"))
  var highlight: String?

  @Flag(help: "Print one JSON object with the whole text, its zones and the matches.")
  var json = false

  @OptionGroup var color: ColorOption

  func run() throws {
    let archive = try location.open()
    let reference = try article.reference(in: archive, location)
    guard let stored = try archive.article(id: reference.id) else { throw ExitCode(1) }
    var matches = try highlight.map { query in
      try QueryFailure.locating(query) { try archive.prepare(query).matches(in: stored.article) }
    }
    let style = color.style
    if highlight == nil, !json, style.isColored, !reference.query.isEmpty {
      var scope = QueryScope()
      scope.isLenient = true
      matches = try? archive.prepare(reference.query, scope: scope).matches(in: stored.article)
    }
    let report = ArticleReport(stored: stored, highlights: matches, showsZones: zones)
    if json {
      try report.print(as: .json)
    } else {
      try Pager.print(LineWidth.fitted(report.text(in: style)), showing: style.matchBeginning)
    }
  }
}

/// An article: headline, facts and body, or facts and every zone with its kind and position.
private struct ArticleReport: Report {
  let stored: StoredArticle
  /// UTF-8 offsets in the text, ascending, without overlaps; nil without a query.
  let highlights: [Range<Int>]?
  let showsZones: Bool

  private var article: Article { stored.article }

  var rows: DataRows { DataRows(stored, matches: highlights) }

  func text(in style: TextStyle) -> String {
    let parts = showsZones ? [facts] + zones(style) : [headline(style), facts, body(style)]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func headline(_ style: TextStyle) -> String {
    let titles = article.zones.filter { $0.kind == .title }.map { zone in
      let start = zone.range.lowerBound
      let matches = pieces(of: zone.range).filter(\.isMatch).map { piece in
        let offset = article.scalarCount(in: start..<piece.range.lowerBound)
        return offset..<offset + article.scalarCount(in: piece.range)
      }
      let glyphs = Glyph.folded(text(of: zone.range), matches: matches)
      return style.styled(glyphs[...], by: style.mark)
    }
    let headline = titles.filter { !$0.isEmpty }.joined(separator: " ")
    return headline.isEmpty ? "" : headline + "\n"
  }

  private var facts: String {
    var rows = [["id", article.id]]
    if let published = article.published { rows.append(["date", published.description]) }
    if !article.source.isEmpty { rows.append(["source", article.source]) }
    if !article.section.isEmpty { rows.append(["section", article.section]) }
    if !article.url.isEmpty { rows.append(["url", article.url]) }
    if !article.tags.isEmpty { rows.append(["tags", article.tags.joined(separator: "、")]) }
    rows += article.extras.map { [$0.key, $0.value] }
    rows.append(["encoding", article.encoding])
    return TextColumns.table(rows.map { $0.map(VisibleText.line) })
  }

  private func body(_ style: TextStyle) -> String {
    article.zones.filter { $0.kind == .body }.map { content(of: $0, style) + "\n" }
      .joined(separator: "\n")
  }

  private func zones(_ style: TextStyle) -> [String] {
    article.zones.map { zone in
      let (original, range) = article.scalarSpan(of: zone)
      let lines = content(of: zone, style).split(separator: "\n", omittingEmptySubsequences: false)
      let text = lines.map { $0.isEmpty ? "\n" : "  \($0)\n" }.joined()
      return "[\(zone.kind)] \(original) \(range.lowerBound)-\(range.upperBound)\n\(text)"
    }
  }

  private func content(of zone: Zone, _ style: TextStyle) -> String {
    let whole = text(of: zone.range)
    var content = whole[...]
    while content.first?.isNewline == true { content.removeFirst() }
    while content.last?.isNewline == true { content.removeLast() }
    let start =
      zone.range.lowerBound + whole.utf8.distance(from: whole.startIndex, to: content.startIndex)
    return pieces(of: start..<start + content.utf8.count).map { piece in
      let text = VisibleText.lines(text(of: piece.range))
      return piece.isMatch ? style.mark(text) : text
    }.joined()
  }

  private func text(of range: Range<Int>) -> String {
    String(decoding: article.text[range], as: UTF8.self)
  }

  /// A range of the text, cut at the ends of matches.
  private func pieces(of range: Range<Int>) -> [(range: Range<Int>, isMatch: Bool)] {
    var pieces: [(range: Range<Int>, isMatch: Bool)] = []
    var end = range.lowerBound
    for match in highlights ?? [] where match.overlaps(range) {
      let match = match.clamped(to: range)
      pieces += [(end..<match.lowerBound, false), (match, true)]
      end = match.upperBound
    }
    return (pieces + [(end..<range.upperBound, false)]).filter { !$0.range.isEmpty }
  }
}
