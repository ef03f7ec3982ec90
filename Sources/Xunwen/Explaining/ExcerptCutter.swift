public import Articles
import Search
import TextAnalysis

/// A cutter of short texts around occurrences in articles. They begin and end as snippets do.
public struct ExcerptCutter {
  /// Nil when words cannot be found. Texts are then cut between characters.
  private let analyzer: Analyzer?

  public init() { analyzer = try? Analyzer() }

  /// Returns the text around an occurrence and the zone that contains it, as UTF-8 offsets.
  ///
  /// - Parameters:
  ///   - range: UTF-8 offsets in the text of the article.
  ///   - columns: the most terminal columns.
  public func excerpt(
    of article: Article, around range: Range<Int>, columns: Int
  ) -> (text: Range<Int>, zone: Range<Int>) {
    let zone = article.zones.first { $0.range.contains(range.lowerBound) }?.range
    let whole = zone ?? 0..<article.text.count
    let match = TextMatch(range: range, text: 0)
    let slice = SnippetBuilder.slice(
      of: article.text, in: whole, matches: [match], columns: columns
    ) { analyzer?.wordStarts(in: $0, of: article.text) ?? [] }
    return (slice, whole)
  }
}

extension Analyzer {
  /// Returns the offsets in a range of UTF-8 at which words start.
  func wordStarts(in range: Range<Int>, of text: [UInt8]) -> [Int] {
    analyze(text.span.extracting(range)).units.filter(\.startsWord).map {
      range.lowerBound + $0.source.lowerBound
    }
  }
}
