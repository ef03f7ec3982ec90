public import Calendar

/// Takes a crawled page apart: headline, header, body, tail.
///
/// Line by line, with rules about how pages are laid out rather than about any site:
/// 1. The first line is the headline (`Headline` strips slogans), unless it is prose or a header
/// line.
/// 2. Among the next lines one gives time and source (`HeaderLine`); short lines before it and
/// credits after it
///    are header too.
/// 3. The body lasts until a line that closes an article (`LineMarker`), or until a list of other
/// articles:
///    bullets, or headlines under a navigation heading, with no more prose behind them.
/// 4. All the rest is tail, and so is a stray mark in the midst of the body.
///
/// Each byte that is not blank lies in exactly one zone, so that a wrong guess hides a line from
/// the default search but loses nothing.
public enum PageExtractor {
  /// - Parameter text: valid UTF-8.
  /// - Complexity: O(n), whatever the lengths of the lines.
  public static func extract(_ text: [UInt8]) -> Page {
    var layout = PageLayout(PageLines(text))
    return layout.extract()
  }
}

/// What a page was taken apart into.
public struct Page: Sendable, Equatable {
  /// Disjoint and ascending; neighbours differ in kind, or are separate lines of a headline.
  public var zones: [Zone]
  public var published: CivilDateTime?
  /// "" when the page names none.
  public var source: String
}
