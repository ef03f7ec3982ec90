import Articles
import Search
import TextAnalysis

/// A stretch of an article, analyzed, with the occurrences of what a query asks for in it: the nodes.
struct NodeText {
  /// Byte range in the article's text: a zone, or a megabyte of one.
  let range: Range<Int>
  let text: AnalyzedText
  /// Byte ranges in the article's text, in order, each once; they may overlap.
  let nodes: [Range<Int>]

  /// The stretches of an article in which a query looks for something.
  ///
  /// - Parameter words: whether the words are needed, not only the units.
  /// - Complexity: O(*n*) in the length of the article.
  static func texts(
    of item: ResultSet.Item, _ highlighter: Highlighter, words: Bool = false
  ) -> [NodeText] {
    var texts: [NodeText] = []
    let article = item.article
    for zone in article.zones where highlighter.covers(zone.kind.textZone) {
      for piece in HitPresenter.pieces(of: zone.range, in: article.text) {
        let text = item.analyzer.analyze(
          article.text.span.extracting(piece), segmentingWords: words)
        var nodes: [Range<Int>] = []
        for match in highlighter.matches(in: text, zone: zone.kind.textZone) {
          let node = match.shifted(by: piece.lowerBound).range
          // Two texts of a query may be the same there. What begins at one place comes in any order.
          if !nodes.reversed().prefix(while: { $0.lowerBound == node.lowerBound }).contains(node) {
            nodes.append(node)
          }
        }
        nodes.sort { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
        texts.append(NodeText(range: piece, text: text, nodes: nodes))
      }
    }
    return texts
  }

  /// The units that lie before a node, those that are in it or share a character with it, and those behind.
  func units(
    of node: Range<Int>
  ) -> (before: Range<Int>, inside: Range<Int>, behind: Range<Int>) {
    let start = node.lowerBound - range.lowerBound
    let end = node.upperBound - range.lowerBound
    let units = text.units
    let first = units.partitioningIndex { $0.source.upperBound > start }
    let last = units.partitioningIndex { $0.source.lowerBound >= end }
    return (0..<first, first..<last, last..<units.count)
  }

  /// Byte range in the article's text of a unit.
  func source(ofUnit index: Int) -> Range<Int> {
    let source = text.units[index].source
    return (range.lowerBound + source.lowerBound)..<(range.lowerBound + source.upperBound)
  }
}
