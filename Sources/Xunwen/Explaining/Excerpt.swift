public import Articles
import Search

extension Article {
  /// Returns the text around an occurrence, cut as a snippet, and the zone that contains it.
  ///
  /// - Parameters:
  ///   - range: UTF-8 offsets in the text.
  ///   - columns: the most terminal columns.
  public func excerpt(
    around range: Range<Int>, columns: Int
  ) -> (text: Range<Int>, zone: Range<Int>) {
    let zone = zones.first { $0.range.contains(range.lowerBound) }?.range ?? 0..<text.count
    let match = TextMatch(range: range, text: 0)
    let slice = SnippetBuilder.slice(of: text, in: zone, matches: [match], columns: columns)
    return (slice, zone)
  }
}
