import InvertedIndex
import Search
import TextAnalysis

extension Archive {
  /// Looks for a quotation: as a quoted query does in headlines and bodies, and then character by character.
  ///
  /// Where no article contains it, the longest beginning and ending of it that one contains are looked for, by bisection:
  /// what contains a beginning contains every shorter one.
  ///
  /// - Parameters:
  ///   - quote: any text; white space at its ends is of no account.
  ///   - options: publishers, dates and limit; the rest is of no account.
  /// - Throws: `QuerySyntaxError` for a text without any unit; otherwise as `search(_:options:)`.
  /// - Complexity: a query, and the articles to be shown; O(log *n*) queries in the units of a quotation that is not
  ///   found.
  public func verify(
    quote: String, options: SearchOptions = SearchOptions()
  ) throws -> QuoteVerification {
    let clock = ContinuousClock()
    let start = clock.now
    return try withSearcher { searcher, reader, analyzer in
      let search = QuoteSearch(searcher, reader, analyzer, options)
      let quote = Quotation(quote, analyzer)
      guard !quote.units.isEmpty else {
        throw QuerySyntaxError.nothingToLookUp(in: 0..<quote.text.unicodeScalars.count)
      }
      let found = try search.articles(quote, limit: options.limit)
      let isFound = found.total > 0
      return QuoteVerification(
        quote: quote.text, total: found.total, articles: found.articles,
        prefix: isFound ? nil : try search.longestPrefix(of: quote),
        suffix: isFound ? nil : try search.longestSuffix(of: quote), elapsed: clock.now - start)
    }
  }
}

/// Looks for quotations in one commit.
private struct QuoteSearch {
  private let searcher: Searcher
  private let reader: IndexReader
  private let analyzer: Analyzer
  private let options: SearchOptions

  init(
    _ searcher: Searcher, _ reader: IndexReader, _ analyzer: Analyzer, _ options: SearchOptions
  ) {
    self.searcher = searcher
    self.reader = reader
    self.analyzer = analyzer
    var options = options
    options.match = .all
    options.sort = .date
    options.offset = 0
    options.includesArticles = true
    options.includesSnippets = false
    self.options = options
  }

  /// The earliest articles that contain a quotation, and how many there are.
  func articles(
    _ quote: Quotation, limit: Int
  ) throws -> (total: Int, articles: [QuotedArticle]) {
    guard let result = try result(quote.text, limit: limit) else { return (0, []) }
    let presenter = HitPresenter(result.highlighter, options: options, analyzer: analyzer)
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
    let query = Query.phrase(QueryText(text: text, range: 0..<text.unicodeScalars.count))
    return try searcher.search(SearchRequest(query, options))
  }

  func longestPrefix(of quote: Quotation) throws -> QuoteFragment? {
    try fragment(of: quote) { 0..<$0 }
  }

  func longestSuffix(of quote: Quotation) throws -> QuoteFragment? {
    let count = quote.units.count
    return try fragment(of: quote) { (count - $0)..<count }
  }

  /// The longest of stretches of units that contain each other.
  private func fragment(
    of quote: Quotation, _ stretch: (_ count: Int) -> Range<Int>
  ) throws -> QuoteFragment? {
    // Some article contains `low` units, none `high`.
    var low = 0
    var high = quote.units.count
    while high - low > 1 {
      let middle = (low + high) / 2
      let part = quote.part(stretch(middle))
      if try result(part.text, limit: 0)?.total ?? 0 > 0 { low = middle } else { high = middle }
    }
    guard low > 0 else { return nil }
    let part = quote.part(stretch(low))
    let found = try articles(Quotation(part.text, analyzer), limit: 1).articles
    return found.first.map { QuoteFragment(text: part.text, range: part.range, article: $0) }
  }
}

/// A quotation and its units.
struct Quotation {
  let text: String
  let bytes: [UInt8]
  let units: [Unit]

  /// White space at the ends is cut off.
  init(_ text: String, _ analyzer: Analyzer) {
    var scalars = text.unicodeScalars[...]
    while scalars.first?.properties.isWhitespace == true { scalars.removeFirst() }
    while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
    let bytes = Array(String(scalars).utf8)
    self.text = String(scalars)
    self.bytes = bytes
    units = analyzer.analyze(bytes.span, segmentingWords: false).units
  }

  /// From the first unit to the last, in UTF-8; empty without units.
  var core: Range<Int> {
    guard let first = units.first, let last = units.last else { return 0..<0 }
    return first.source.lowerBound..<last.source.upperBound
  }

  /// What some of the units were made from, and where it stands, in Unicode scalars.
  func part(_ range: Range<Int>) -> (text: String, range: Range<Int>) {
    let source =
      units[range.lowerBound].source.lowerBound..<units[range.upperBound - 1].source.upperBound
    let start = bytes[..<source.lowerBound].count { $0 & 0xC0 != 0x80 }
    let count = bytes[source].count { $0 & 0xC0 != 0x80 }
    return (String(decoding: bytes[source], as: UTF8.self), start..<start + count)
  }
}
