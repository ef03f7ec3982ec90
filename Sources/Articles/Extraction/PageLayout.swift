public import Calendar

/// The layout of the text of a page: its zones, and the date and source from its header.
///
/// 1. Each line has features: its kind by words and shape (`LineKind`), its length, its list,
///    repetitions, dates and sources, and facts from markup (`PageFeatures`).
/// 2. The zones are the best sequence of states over all lines (`ZoneDecoder`), with the title
///    among them (`TitleScores`).
/// 3. The time and the source are the best of ranked candidates (`HeaderRanking`).
///
/// A wrong guess hides a line from the default search but loses nothing. docs/EXTRACTION.md
/// describes the model.
public struct PageLayout: Sendable, Equatable {
  /// Disjoint and ascending. Adjacent zones differ in kind, or are separate lines of a title.
  public let zones: [Zone]
  public let published: CivilDateTime?
  /// Empty when the text names no source.
  public let source: String

  /// Finds the layout of a text in valid UTF-8, in O(*n*).
  public static func extract(_ text: [UInt8]) -> PageLayout { extract(text, hints: PageHints()) }

  /// Finds the layout of a text in valid UTF-8 with facts from its markup, in O(*n*).
  static func extract(_ text: [UInt8], hints: PageHints) -> PageLayout {
    PageAnalysis(text, hints: hints).layout
  }
}

/// The steps of an extraction with their results.
final class PageAnalysis: Sendable {
  let page: PageFeatures
  let titles: TitleScores
  let states: [ZoneState]
  /// The byte offsets of the titles, by line.
  private let titleRanges: [Int: Range<Int>]
  /// The facts that the page of an official document prints.
  let documentFacts: DocumentFacts
  let ranking: HeaderRanking

  /// - Parameter boilerplate: the lines that repeat over the pages of the folder.
  init(_ text: [UInt8], hints: PageHints, boilerplate: BoilerplateProfile? = nil) {
    page = PageFeatures(TextLines(text), hints: hints, boilerplate: boilerplate)
    titles = TitleScores(page, hints: hints)
    states = ZoneDecoder(page, titles: titles).decode()
    titleRanges = Self.titleRanges(page, states)
    let title = titleRanges.sorted { $0.key < $1.key }
      .map { [page] in String(decoding: page.lines.text[$0.value], as: UTF8.self) }
      .joined(separator: " ")
    documentFacts = DocumentFacts(page, states: states, title: title)
    ranking = HeaderRanking(page, states: states, facts: documentFacts, hints: hints)
  }

  var layout: PageLayout {
    PageLayout(
      zones: zones, published: ranking.time?.value, source: ranking.source?.value ?? "")
  }

  /// Returns the titles among the lines, or else the title in a table of facts.
  private static func titleRanges(
    _ page: PageFeatures, _ states: [ZoneState]
  ) -> [Int: Range<Int>] {
    var ranges: [Int: Range<Int>] = [:]
    for (i, state) in states.enumerated() where state == .title { ranges[i] = titleRange(i, page) }
    guard ranges.isEmpty,
      let fact = page.tables.facts.first(where: {
        $0.field == .title && states[$0.line].zone == .header
      })
    else { return ranges }
    let line = page.lines[fact.line].range
    let title = Array(fact.value.text.utf8)
    if let start = ByteScan.first(title, in: page.lines.text[line]) {
      ranges[fact.line] = start..<start + title.count
    }
    return ranges
  }

  /// Returns the byte offsets of a title without slogans and the names of sites.
  func titleRange(_ i: Int) -> Range<Int> { Self.titleRange(i, page) }

  private static func titleRange(_ i: Int, _ page: PageFeatures) -> Range<Int> {
    let lines = page.lines
    let range = TitleLine.range(in: lines.head(i))
    let start = lines.offset(from: lines[i].range.lowerBound, after: range.lowerBound)
    let end = lines.offset(from: start, after: range.count)
    return Blanks.trimmed(lines.text, start..<end) ?? lines[i].range
  }

  private var zones: [Zone] {
    var result: [Zone] = []
    func append(_ kind: ZoneKind, _ range: Range<Int>) {
      guard let range = Blanks.trimmed(page.lines.text, range) else { return }
      if kind != .title, let last = result.indices.last, result[last].kind == kind {
        result[last].range = result[last].range.lowerBound..<range.upperBound
      } else {
        result.append(Zone(kind: kind, range: range))
      }
    }
    for (i, state) in states.enumerated() {
      let line = page.lines[i].range
      if let title = titleRanges[i] {
        append(.header, line.lowerBound..<title.lowerBound)
        append(.title, title)
        append(.header, title.upperBound..<line.upperBound)
      } else if state.zone == .body, let credits = page.gluedCredits[i] {
        append(.body, line.lowerBound..<credits)
        append(.tail, credits..<line.upperBound)
      } else {
        append(state.zone, line)
      }
    }
    return result
  }
}
