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
struct PageAnalysis {
  let page: PageFeatures
  let titles: TitleScores
  let states: [ZoneState]
  /// The facts that the page of an official document prints.
  let documentFacts: DocumentFacts
  let ranking: HeaderRanking

  init(_ text: [UInt8], hints: PageHints) {
    page = PageFeatures(TextLines(text), hints: hints)
    titles = TitleScores(page, hints: hints)
    states = ZoneDecoder(page, titles: titles).decode()
    let title = states.indices.filter { [states] in states[$0] == .title }
      .map { [page] in String(decoding: page.lines.text[Self.titleRange($0, page)], as: UTF8.self) }
      .joined(separator: " ")
    documentFacts = DocumentFacts(page, states: states, title: title)
    ranking = HeaderRanking(page, states: states, facts: documentFacts, hints: hints)
  }

  var layout: PageLayout {
    PageLayout(
      zones: zones, published: ranking.time?.value, source: ranking.source?.value ?? "")
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
      if state == .title {
        let title = titleRange(i)
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
