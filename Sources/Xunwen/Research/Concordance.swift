import Articles
public import Calendar
import InvertedIndex
import Search
import TextAnalysis

/// An occurrence of what a query asks for, with what stands around it.
public struct ConcordanceLine: Sendable, Equatable {
  /// The article's.
  public let id: String
  public let published: CivilDateTime?
  /// Publisher, empty when unknown.
  public let source: String
  /// Where `match` stands.
  public let span: TextSpan
  /// Verbatim, as are the others: one slice of the original text in three parts.
  public let left: String
  public let match: String
  public let right: String
}

/// How a concordance is drawn up.
public struct ConcordanceOptions: Sendable {
  /// The order of the lines. What is equal otherwise stays in the order of the index.
  public enum Order: String, Sendable, CaseIterable {
    /// By article in the order of the index, and by place.
    case position
    /// By what stands before, read backwards from the match unit by unit, then by what stands behind.
    case left
    /// By what stands behind, then by what stands before.
    case right
    /// The oldest first, undated ones last.
    case date
  }

  /// Units of context on each side: a unit is one Han, kana or hangul character, or one word or number of another
  /// script.
  public var window = 12
  public var order = Order.position
  /// Lines wanted; 0 for all.
  public var limit = 50
  /// Threads.
  public var jobs = 1

  public init() {}
}

/// What there is of what a query asks for.
public struct ConcordanceTotals: Sendable, Equatable {
  /// Articles that match.
  public fileprivate(set) var articles = 0
  /// Of these, articles with an occurrence.
  public fileprivate(set) var articlesWithOccurrences = 0
  public fileprivate(set) var occurrences = 0
}

extension Archive {
  /// Finds every occurrence of what a query asks for in the articles that match.
  ///
  /// An occurrence is what `search` would mark; of words and quotations that overlap, each is one. Context
  /// ends with the zone (headline, body, tail). In the orders `left` and `right` units are compared normalized, as the
  /// numbers of their Unicode scalars, punctuation and white space left out.
  ///
  /// - Parameters:
  ///   - options: publishers, dates and `match`; articles that match in part are not read.
  ///   - emit: takes the lines in order, some at a time; in the order of position as they are found.
  /// - Returns: the totals, exact whatever the limit.
  /// - Throws: `QuerySyntaxError`; `StorageError` or `XunwenError.damagedArticle` where the index is damaged; what
  ///   `emit` throws.
  /// - Complexity: O(*n*) in the bytes of the articles that match. Memory for some batches of them and, in the other
  ///   orders, for twice the lines wanted.
  public func concordance(
    _ query: String, options: SearchOptions = SearchOptions(),
    concordance: ConcordanceOptions = ConcordanceOptions(),
    emit: ([ConcordanceLine]) throws -> Void
  ) async throws -> ConcordanceTotals {
    let results = try searchers.results(of: query, options)
    let highlighter = results.highlighter
    var totals = ConcordanceTotals()
    totals.articles = results.count
    var queue = LineQueue(concordance.order, limit: concordance.limit)
    let maker = LineMaker(window: concordance.window, order: concordance.order)
    try await results.fold(jobs: concordance.jobs, into: LineBatch()) { batch, item in
      let count = batch.lines.count
      for text in NodeText.texts(of: item, highlighter) where !text.nodes.isEmpty {
        batch.lines += maker.lines(of: text, in: item.article)
      }
      if batch.lines.count > count { batch.articles += 1 }
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

/// A line with what it is ordered by.
private struct KeyedLine: Sendable, Comparable {
  let line: ConcordanceLine
  var first: [UInt8] = []
  var second: [UInt8] = []
  /// Its number in the order of the index.
  var place = 0

  static func < (a: KeyedLine, b: KeyedLine) -> Bool {
    if a.first != b.first { return a.first.lexicographicallyPrecedes(b.first) }
    if a.second != b.second { return a.second.lexicographicallyPrecedes(b.second) }
    return a.place < b.place
  }

  static func == (a: KeyedLine, b: KeyedLine) -> Bool { a.place == b.place }
}

/// Makes lines of the nodes of a text.
private struct LineMaker: Sendable {
  let window: Int
  let order: ConcordanceOptions.Order

  func lines(of text: NodeText, in article: Article) -> [KeyedLine] {
    let places = ArticlePlaces(article)
    return text.nodes.compactMap { node in
      guard let span = places.span(node) else { return nil }
      let (before, _, behind) = text.units(of: node)
      let left = before.suffix(window)
      let right = behind.prefix(window)
      // As many units as are wanted, or all that the zone has, marks at its rim included.
      let start =
        left.count < window
        ? text.range.lowerBound : text.source(ofUnit: left.lowerBound).lowerBound
      let end =
        right.count < window
        ? text.range.upperBound : text.source(ofUnit: right.upperBound - 1).upperBound
      func slice(_ range: Range<Int>) -> String {
        String(decoding: article.text[range], as: UTF8.self)
      }
      let line = ConcordanceLine(
        id: article.id, published: article.published, source: article.source, span: span,
        left: slice(min(start, node.lowerBound)..<node.lowerBound), match: slice(node),
        right: slice(node.upperBound..<max(end, node.upperBound)))
      return keyed(line, text.text, left, right)
    }
  }

  private func keyed(
    _ line: ConcordanceLine, _ text: AnalyzedText, _ left: Range<Int>, _ right: Range<Int>
  ) -> KeyedLine {
    switch order {
    case .position: return KeyedLine(line: line)
    case .date:
      // Behind all digits: an unknown date is last.
      return KeyedLine(line: line, first: Array((line.published?.description ?? "~").utf8))
    case .left:
      return KeyedLine(
        line: line, first: bytes(left.reversed(), text), second: bytes(right, text))
    case .right:
      return KeyedLine(
        line: line, first: bytes(right, text), second: bytes(left.reversed(), text))
    }
  }

  /// Units one after the other, each with a zero behind it, which sorts before everything that a unit may have.
  private func bytes(_ units: some Sequence<Int>, _ text: AnalyzedText) -> [UInt8] {
    units.flatMap { text.normalized[text.units[$0].text] + [0] }
  }
}

/// Lines on their way out: at once where nothing has to be sorted, else the first ones when all are there.
private struct LineQueue {
  private let order: ConcordanceOptions.Order
  private let limit: Int
  private var emitted = 0
  private var kept: [KeyedLine] = []
  private var count = 0

  /// - Parameter limit: 0 for all lines.
  init(_ order: ConcordanceOptions.Order, limit: Int) {
    self.order = order
    self.limit = limit > 0 ? limit : .max
  }

  /// - Returns: what can go out.
  mutating func add(_ lines: [KeyedLine]) -> [ConcordanceLine] {
    if order == .position {
      let ready = lines.prefix(limit - emitted).map(\.line)
      emitted += ready.count
      return ready
    }
    for var line in lines {
      line.place = count
      count += 1
      kept.append(line)
    }
    // Sorted now and then, so that a line is sorted twice on average, whatever their number.
    if kept.count / 2 > limit { sort() }
    return []
  }

  mutating func finish() -> [ConcordanceLine] {
    sort()
    return kept.map(\.line)
  }

  /// Sorts, and drops the lines that are too many.
  private mutating func sort() {
    kept.sort()
    if kept.count > limit { kept.removeLast(kept.count - limit) }
  }
}
