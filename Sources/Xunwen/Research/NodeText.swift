import Articles
import Search
import Storage
import TextAnalysis

/// An analyzed range of an article, with the matches of a query in it. The matches are the nodes.
struct NodeText {
  /// The zone, as a byte range of the article's text.
  let zone: Range<Int>
  /// The analyzed range: the zone, or a MiB of it.
  let range: Range<Int>
  let text: AnalyzedText
  /// Ascending byte ranges of the article's text, without duplicates. They may overlap.
  let nodes: [Range<Int>]

  /// Returns the zones of an article that a query searches.
  static func texts(
    of item: ResultSet.Item, _ highlighter: Highlighter, words: Bool = false
  ) -> [NodeText] {
    var texts: [NodeText] = []
    let article = item.article
    for zone in article.zones where highlighter.covers(zone.kind.textZone) {
      for piece in HitPresenter.pieces(of: zone.range, in: article.text) {
        let text = words ? item.words(of: piece) : item.units(of: piece)
        var nodes: [Range<Int>] = []
        for match in highlighter.matches(in: text, zone: zone.kind.textZone) {
          let node = match.shifted(by: piece.lowerBound).range
          // Two texts of a query may match the same range. Matches with one start are not sorted.
          if !nodes.reversed().prefix(while: { $0.lowerBound == node.lowerBound }).contains(node) {
            nodes.append(node)
          }
        }
        nodes.sort { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
        texts.append(NodeText(zone: zone.range, range: piece, text: text, nodes: nodes))
      }
    }
    return texts
  }

  /// Returns the units before a node, inside it and after it. A unit that shares a character with
  /// the node is inside.
  func units(of node: Range<Int>) -> (before: Range<Int>, inside: Range<Int>, after: Range<Int>) {
    let start = node.lowerBound - range.lowerBound
    let end = node.upperBound - range.lowerBound
    let units = text.units
    let first = units.partitioningIndex { $0.source.upperBound > start }
    let last = units.partitioningIndex { $0.source.lowerBound >= end }
    return (0..<first, first..<last, last..<units.count)
  }

  /// The ordinals of the last units of sentences and paragraphs, ascending.
  var sentenceEnds: [Int] {
    let positions = Set(text.sentenceEnds).union(text.paragraphEnds)
    return text.units.indices.filter { positions.contains(text.units[$0].position) }
  }

  func source(ofUnit index: Int) -> Range<Int> {
    let source = text.units[index].source
    return (range.lowerBound + source.lowerBound)..<(range.lowerBound + source.upperBound)
  }
}
