import Articles
public import Calendar
import InvertedIndex
public import Search
import TextAnalysis

/// A match of a query with its context: one slice of the original text in three parts.
public struct ConcordanceLine: Sendable, Equatable, Codable {
  /// The id of the article.
  public let id: String
  /// The title of the article; empty when it has none.
  public let title: String
  /// The time of publication as printed; nil when unknown.
  public let published: CivilDateTime?
  /// The source; empty when unknown.
  public let source: String
  /// The web address; empty when unknown.
  public let url: String
  /// The range of `match` in the original text.
  public let span: TextSpan
  /// The text before the match.
  public let left: String
  /// The matching text. For a proximity clause it extends from the first operand to the last.
  public let match: String
  /// The text after the match.
  public let right: String
  /// The texts of the query in `match`, as Unicode scalar offsets in `match`, in ascending order
  /// without overlaps: the whole match, or the operands of a proximity clause.
  public let highlights: [Range<Int>]

  /// True when the match is one text of the query.
  public var isWholeMarked: Bool { highlights == [0..<span.range.count] }
}

/// Options for a concordance.
public struct ConcordanceOptions: Sendable, Codable {
  /// The order of the lines. Lines that are otherwise equal stay in the order of the index.
  public enum Order: String, Sendable, CaseIterable, Codable {
    /// The order of the index, and of the text within an article.
    case position
    /// The left context, unit by unit away from the match, then the right context.
    case left
    /// The right context, then the left context.
    case right
    /// The oldest article first, undated articles last.
    case date
  }

  /// The mode in which articles are read, whatever the mode of the query's scope.
  public var match = MatchMode.exact
  /// The number of units of context on each side: Han, kana or hangul characters, or other words.
  public var window = 12
  /// The order of the lines.
  public var order = Order.position
  /// The number of lines to return; 0 for all.
  public var limit = 50
  /// The number of threads.
  public var jobs = 1

  /// Creates the default options.
  public init() {}
}

/// The exact totals of a concordance, independent of its limit.
public struct ConcordanceTotals: Sendable, Equatable, Codable {
  /// The number of matching articles.
  public fileprivate(set) var articles = 0
  /// The number of matching articles with an occurrence.
  public fileprivate(set) var articlesWithOccurrences = 0
  /// The number of occurrences in all matching articles.
  public fileprivate(set) var occurrences = 0
}

extension PreparedQuery {
  /// Finds every occurrence of the query's texts in the matching articles, with its context.
  ///
  /// Occurrences are the matches that `search` highlights. Overlapping matches of different words
  /// or phrases are separate occurrences. An occurrence of a proximity clause is a passage that
  /// satisfies the clause and contains no shorter one. The context ends with the zone. The orders
  /// `left` and `right` compare normalized units by their Unicode scalars. Partial matches are not
  /// read.
  ///
  /// - Parameters:
  ///   - onProgress: called from time to time.
  ///   - emit: receives the lines in order, some at a time.
  /// - Throws: `XunwenError.damagedArticle` also, when an article cannot be read;
  ///   `ExpressionError` when a regular expression takes too long; errors of `emit`.
  /// - Complexity: O(*n*) in the bytes of the matching articles. Memory for twice the limit.
  public func concordance(
    _ options: ConcordanceOptions = ConcordanceOptions(),
    onProgress: (ArticleProgress) -> Void = { _ in }, emit: ([ConcordanceLine]) throws -> Void
  ) async throws -> ConcordanceTotals {
    let results = try matching(options.match).results()
    let highlighter = results.highlighter
    var totals = ConcordanceTotals()
    totals.articles = results.count
    var queue = LineQueue(options.order, limit: options.limit)
    let factory = LineFactory(window: options.window, order: options.order)
    try await results.fold(jobs: options.jobs, into: LineBatch()) { batch, item in
      let lines = factory.lines(of: try NodeText.texts(of: item, highlighter), in: item.article)
      batch.lines += lines
      if !lines.isEmpty { batch.articles += 1 }
    } onProgress: {
      onProgress($0)
    } emit: { batch in
      totals.occurrences += batch.lines.count
      totals.articlesWithOccurrences += batch.articles
      let ready = queue.add(batch.lines)
      if !ready.isEmpty { try emit(ready) }
    }
    let rest = queue.finish()
    if !rest.isEmpty { try emit(rest) }
    return totals
  }
}

private struct LineBatch: Sendable {
  var lines: [KeyedLine] = []
  var articles = 0
}

private struct KeyedLine: Sendable {
  let line: ConcordanceLine
  let key: [UInt8]
  var ordinal = 0

  func precedes(_ other: KeyedLine) -> Bool {
    key == other.key ? ordinal < other.ordinal : key.lexicographicallyPrecedes(other.key)
  }
}

private struct LineFactory: Sendable {
  let window: Int
  let order: ConcordanceOptions.Order

  func lines(of texts: [NodeText], in article: Article) -> [KeyedLine] {
    if texts.allSatisfy(\.nodes.isEmpty) { return [] }
    let offsets = OriginalOffsets(article)
    return texts.flatMap { text in
      text.nodes.compactMap { node in
        let end = node.range.upperBound
        // The match of a proximity clause may end in another zone.
        let last =
          end <= text.range.upperBound ? text : texts.last { $0.range.lowerBound < end } ?? text
        return line(of: node, from: text, through: last, in: article, offsets)
      }
    }
  }

  private func line(
    of node: MatchNode, from first: NodeText, through last: NodeText, in article: Article,
    _ offsets: OriginalOffsets
  ) -> KeyedLine? {
    let range = node.range
    guard let span = offsets.span(range) else { return nil }
    let left = first.units(of: range).before.suffix(window)
    let right = last.units(of: range).after.prefix(window)
    // A context with fewer units than the window extends to the end of the zone.
    let start =
      left.count < window
      ? first.range.lowerBound : first.source(ofUnit: left.lowerBound).lowerBound
    let end =
      right.count < window
      ? last.range.upperBound : last.source(ofUnit: right.upperBound - 1).upperBound
    func slice(_ range: Range<Int>) -> String {
      String(decoding: article.text[range], as: UTF8.self)
    }
    let highlights = node.marks.compactMap { offsets.span($0) }.map {
      $0.range.lowerBound - span.range.lowerBound..<$0.range.upperBound - span.range.lowerBound
    }
    let line = ConcordanceLine(
      id: article.id, title: article.title, published: article.published, source: article.source,
      url: article.url, span: span,
      left: slice(min(start, range.lowerBound)..<range.lowerBound), match: slice(range),
      right: slice(range.upperBound..<max(end, range.upperBound)),
      highlights: HitPresenter.merged(highlights, joinsNeighbours: false))
    return KeyedLine(
      line: line,
      key: key(of: line, bytes(left.reversed(), first.text), bytes(right, last.text)))
  }

  private func key(of line: ConcordanceLine, _ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    switch order {
    case .position: []
    // A tilde sorts after all digits.
    case .date: Array((line.published?.description ?? "~").utf8)
    // The zero between the contexts sorts a shorter first context before a longer one.
    case .left: left + [0] + right
    case .right: right + [0] + left
    }
  }

  /// Concatenates units. A zero after each unit sorts before every byte of a unit.
  private func bytes(_ units: some Sequence<Int>, _ text: AnalyzedText) -> [UInt8] {
    order == .left || order == .right
      ? units.flatMap { text.normalized[text.units[$0].text] + [0] } : []
  }
}

/// Sorts the lines, but passes them through in the order of position.
private struct LineQueue {
  private let order: ConcordanceOptions.Order
  private let limit: Int
  private var emitted = 0
  private var kept: [KeyedLine] = []
  private var count = 0

  init(_ order: ConcordanceOptions.Order, limit: Int) {
    self.order = order
    self.limit = limit > 0 ? limit : .max
  }

  mutating func add(_ lines: [KeyedLine]) -> [ConcordanceLine] {
    if order == .position {
      let ready = lines.prefix(limit - emitted).map(\.line)
      emitted += ready.count
      return ready
    }
    for var line in lines {
      line.ordinal = count
      count += 1
      kept.append(line)
    }
    // Sorting at twice the limit sorts each line twice on average.
    if kept.count / 2 > limit { sort() }
    return []
  }

  mutating func finish() -> [ConcordanceLine] {
    sort()
    return kept.map(\.line)
  }

  /// Sorts the lines, and drops lines beyond the limit.
  private mutating func sort() {
    kept.sort { $0.precedes($1) }
    if kept.count > limit { kept.removeLast(kept.count - limit) }
  }
}
