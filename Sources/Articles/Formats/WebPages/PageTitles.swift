/// A finder of the titles that a page gives its article.
enum PageTitles {
  /// Returns titles without repetitions, the most reliable first: those that the page also prints,
  /// then the declared ones, else the `title` element without the name of the site.
  static func find(in page: PageLines, _ metadata: PageMetadata) -> [String] {
    let pageTitle = metadata.pageTitle
    let headings = page.ranges.indices.filter { page.hints[$0].headingLevel == 1 }
      .prefix(maximumHeadings).map { line(page, $0) }
    // A heading may be the name of the site, which does not begin the page's title.
    let confirmed = headings.filter { heading in
      heading.unicodeScalars.count >= 4
        && (pageTitle.hasPrefix(heading)
          || metadata.declaredTitles.contains { heading.hasPrefix($0) || $0.hasPrefix(heading) })
    }
    let printed = printed((metadata.declaredTitles + [pageTitle]).flatMap(parts), in: page)
    var titles = confirmed + printed + metadata.declaredTitles
    if titles.isEmpty { titles = headings.count == 1 ? headings : [] }
    if titles.isEmpty, !pageTitle.isEmpty { titles = [withoutSite(pageTitle)] }
    var seen: Set<String> = []
    return titles.filter { seen.insert($0).inserted }
  }

  private static let maximumHeadings = 4
  private static let maximumSeparators = 8
  /// Characters before the names of sections and sites. A title itself often has the later ones.
  private static let siteSeparators: Set<Unicode.Scalar> = ["_", "|", "｜", "丨"]
  private static let separators = siteSeparators.union(["-", "–", "—", "»", " "])

  /// Returns a title up to the first separator of sites, if that leaves four code points.
  private static func withoutSite(_ title: String) -> String {
    let scalars = Array(title.unicodeScalars)
    guard let end = scalars.firstIndex(where: siteSeparators.contains), end >= 4 else {
      return title
    }
    return text(scalars[..<end])
  }

  /// Returns the parts of a title between any two separators, the longest first, which is the title
  /// itself. They have at least four code points.
  private static func parts(of title: String) -> [String] {
    let scalars = Array(title.unicodeScalars)
    let ends = scalars.indices.filter { separators.contains(scalars[$0]) }.prefix(maximumSeparators)
    var parts: [String] = []
    for start in [0] + ends.map({ $0 + 1 }) {
      for end in ends + [scalars.count] where end - start >= 4 {
        parts.append(text(scalars[start..<end]))
      }
    }
    return parts.sorted { $0.utf8.count > $1.utf8.count }
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view).foldingWhitespace()
  }

  private static func line(_ page: PageLines, _ index: Int) -> String {
    String(decoding: page.text[page.ranges[index]], as: UTF8.self)
  }

  /// Returns the titles that are lines of the page, in their order.
  private static func printed(_ titles: [String], in page: PageLines) -> [String] {
    var lengths: Set<Int> = []
    for title in titles { lengths.insert(title.utf8.count) }
    var lines: Set<String> = []
    for (index, range) in page.ranges.enumerated() where lengths.contains(range.count) {
      lines.insert(line(page, index))
    }
    return titles.filter(lines.contains)
  }
}
