import InvertedIndex
import Search
import TextAnalysis

extension Archive {
  /// Looks for a quotation in titles and bodies: first as a quoted query, then character by
  /// character in the articles found.
  ///
  /// When no article contains the whole quotation, a binary search finds its longest prefix and its
  /// longest suffix that an article contains.
  ///
  /// - Parameters:
  ///   - quote: any text. White space at its ends is ignored.
  ///   - scope: its sources and dates.
  ///   - limit: the number of articles to return.
  /// - Throws: `QuerySyntaxError` for a text without any unit; otherwise as
  ///   `search(_:scope:options:)`.
  /// - Complexity: one query, and the articles returned. For a quotation that is not found,
  ///   O(log *n*) queries in its units.
  public func verify(
    quote: String, scope: QueryScope = QueryScope(), limit: Int = 10
  ) throws -> QuoteVerification {
    let start = ContinuousClock.now
    let searchers = self.searchers
    return try searchers.withSearcher { searcher, analyzer in
      let search = QuoteSearch(searcher, searchers.reader, analyzer, scope)
      let quote = Quotation(quote, analyzer)
      guard !quote.units.isEmpty else {
        throw QuerySyntaxError.nothingToLookUp(in: 0..<quote.text.unicodeScalars.count)
      }
      let found = try search.articles(quote, limit: limit)
      let isFound = found.total > 0
      return QuoteVerification(
        quote: quote.text, total: found.total, articles: found.articles,
        prefix: isFound ? nil : try search.longestPrefix(of: quote),
        suffix: isFound ? nil : try search.longestSuffix(of: quote),
        elapsed: ContinuousClock.now - start)
    }
  }
}

/// A search for quotations in one commit.
private struct QuoteSearch {
  private let searcher: Searcher
  private let reader: IndexReader
  private let analyzer: Analyzer
  private let scope: QueryScope
  private var options = SearchOptions()

  init(_ searcher: Searcher, _ reader: IndexReader, _ analyzer: Analyzer, _ scope: QueryScope) {
    self.searcher = searcher
    self.reader = reader
    self.analyzer = analyzer
    var scope = scope
    scope.match = .all
    self.scope = scope
    options.sort = .date
    options.includesSnippets = false
  }

  /// Returns the number of articles that contain a quotation, and the earliest of them.
  func articles(
    _ quote: Quotation, limit: Int
  ) throws -> (total: Int, articles: [QuotedArticle]) {
    guard let result = try result(quote.text, limit: limit) else { return (0, []) }
    let presenter = HitPresenter(result.highlighter, options, analyzer: analyzer)
    let damage = reader.damageCount
    let articles = try result.hits.enumerated().map { index, hit in
      let segment = reader.segments[hit.segment]
      let article = try segment.article(hit.document)
      return QuotedArticle(
        hit: try presenter.present(hit, rank: index + 1, segment: segment),
        occurrences: QuoteOccurrences(quote, in: article, result.highlighter, analyzer).all)
    }
    try reader.checkDamage(since: damage)
    return (result.total, articles)
  }

  private func result(_ text: String, limit: Int) throws -> SearchResult? {
    var options = options
    options.limit = limit
    return try searcher.search(
      SearchRequest(ParsedQuery(phrase: text).tree, scope: scope, page: options.page))
  }

  func longestPrefix(of quote: Quotation) throws -> QuoteFragment? {
    try longestFragment(of: quote) { 0..<$0 }
  }

  func longestSuffix(of quote: Quotation) throws -> QuoteFragment? {
    let count = quote.units.count
    return try longestFragment(of: quote) { (count - $0)..<count }
  }

  /// Returns the longest fragment that an article contains.
  ///
  /// - Parameter units: returns the fragment with a number of units. Each fragment contains all
  ///   shorter ones.
  private func longestFragment(
    of quote: Quotation, _ units: (_ count: Int) -> Range<Int>
  ) throws -> QuoteFragment? {
    // Some article contains `low` units, and none contains `high` units.
    var low = 0
    var high = quote.units.count
    while high - low > 1 {
      let middle = (low + high) / 2
      let part = quote.part(units(middle))
      if try result(part.text, limit: 0)?.total ?? 0 > 0 { low = middle } else { high = middle }
    }
    guard low > 0 else { return nil }
    let part = quote.part(units(low))
    let found = try articles(Quotation(part.text, analyzer), limit: 1).articles
    return found.first.map { QuoteFragment(text: part.text, range: part.range, article: $0) }
  }
}

/// A quotation and its units.
struct Quotation {
  let text: String
  let bytes: [UInt8]
  let units: [Unit]

  /// White space at the ends of the text is removed.
  init(_ text: String, _ analyzer: Analyzer) {
    var scalars = text.unicodeScalars[...]
    while scalars.first?.properties.isWhitespace == true { scalars.removeFirst() }
    while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
    let bytes = Array(String(scalars).utf8)
    self.text = String(scalars)
    self.bytes = bytes
    units = analyzer.analyze(bytes.span, segmentingWords: false).units
  }

  /// The bytes from the first unit through the last; empty without units.
  var core: Range<Int> {
    guard let first = units.first, let last = units.last else { return 0..<0 }
    return first.source.lowerBound..<last.source.upperBound
  }

  /// Returns the text of some units, and its range in the quotation in Unicode scalars.
  func part(_ range: Range<Int>) -> (text: String, range: Range<Int>) {
    let source =
      units[range.lowerBound].source.lowerBound..<units[range.upperBound - 1].source.upperBound
    let start = bytes[..<source.lowerBound].count { $0 & 0xC0 != 0x80 }
    let count = bytes[source].count { $0 & 0xC0 != 0x80 }
    return (String(decoding: bytes[source], as: UTF8.self), start..<start + count)
  }
}
