import Articles
import Search
import Storage
import TextAnalysis

/// An analyzed range of an article, with the matches of a query that begin in it. The matches are
/// the nodes.
struct NodeText {
  /// The zone, as a byte range of the article's text.
  let zone: Range<Int>
  /// The analyzed range: the zone, or a MiB of it.
  let range: Range<Int>
  let text: AnalyzedText
  /// The nodes as ascending byte ranges of the article's text, without duplicates. They may
  /// overlap, and the match of a proximity clause may end in a later range.
  fileprivate(set) var nodes: [MatchNode] = []
  /// The marked ranges of all nodes in this range, ascending by their start. They may overlap.
  fileprivate(set) var marks: [Range<Int>] = []

  /// Returns the zones of an article that a query searches, in order.
  ///
  /// - Throws: `ExpressionError.overrun`.
  static func texts(
    of item: ResultSet.Item, _ highlighter: Highlighter, words: Bool = false
  ) throws -> [NodeText] {
    var texts: [NodeText] = []
    var collector = MatchCollector(highlighter)
    let article = item.article
    for zone in article.zones where highlighter.covers(zone.kind.textZone) {
      for piece in HitPresenter.pieces(of: zone.range, in: article.text) {
        let text = words ? item.words(of: piece) : item.units(of: piece)
        collector.add(
          text, zone: zone.kind.textZone, at: piece.lowerBound,
          continuesZone: piece.lowerBound > zone.range.lowerBound)
        texts.append(NodeText(zone: zone.range, range: piece, text: text))
      }
      try collector.addExpressions(of: zone, in: article)
    }
    let found = collector.finish()
    var (nodes, marks) = (found.nodes[...], found.marks.map(\.range)[...])
    for index in texts.indices {
      let end = texts[index].range.upperBound
      texts[index].nodes = Array(nodes.prefix { $0.range.lowerBound < end })
      texts[index].marks = Array(marks.prefix { $0.lowerBound < end })
      nodes = nodes.dropFirst(texts[index].nodes.count)
      marks = marks.dropFirst(texts[index].marks.count)
    }
    return texts
  }

  /// Returns the units before a range, inside it and after it. A unit that shares a character with
  /// the range is inside.
  func units(of range: Range<Int>) -> (before: Range<Int>, inside: Range<Int>, after: Range<Int>) {
    let start = range.lowerBound - self.range.lowerBound
    let end = range.upperBound - self.range.lowerBound
    let units = text.units
    let first = units.partitioningIndex { $0.source.upperBound > start }
    let last = max(first, units.partitioningIndex { $0.source.lowerBound >= end })
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
