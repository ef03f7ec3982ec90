import Articles
import InvertedIndex
import Search
import TextAnalysis

extension Archive {
  /// Finds the articles that contain a quotation in title or body. When there are none, finds the
  /// longest prefix and the longest suffix of the quotation that an article contains.
  ///
  /// - Parameters:
  ///   - quote: any text. White space at its ends is ignored.
  ///   - scope: only its sources and dates are used.
  ///   - limit: the number of articles to return.
  /// - Throws: `QuerySyntaxError` for a text without units; otherwise as `search`.
  /// - Complexity: one query; O(log *n*) queries for a quotation of *n* units that is not found.
  public func verify(
    quote: String, scope: QueryScope = QueryScope(), limit: Int = 10
  ) throws -> QuoteVerification {
    let start = ContinuousClock.now
    let searchers = self.searchers
    var scope = scope.cleaned
    scope.match = .all
    return try searchers.withSearcher { searcher, analyzer in
      let search = QuoteSearch(
        searcher: searcher, reader: searchers.reader, analyzer: analyzer, scope: scope)
      let quote = Quotation(quote, analyzer)
      guard !quote.units.isEmpty else {
        throw QuerySyntaxError.nothingToLookUp(in: 0..<quote.text.unicodeScalars.count)
      }
      let found = try search.articles(quote, limit: limit)
      let isFound = found.total > 0
      let count = quote.units.count
      return QuoteVerification(
        quote: quote.text, total: found.total, articles: found.articles,
        prefix: isFound ? nil : try search.longestFragment(of: quote) { 0..<$0 },
        suffix: isFound ? nil : try search.longestFragment(of: quote) { count - $0..<count },
        elapsed: ContinuousClock.now - start)
    }
  }
}

private struct QuoteSearch {
  let searcher: Searcher
  let reader: IndexReader
  let analyzer: Analyzer
  let scope: QueryScope

  func articles(_ quote: Quotation, limit: Int) throws -> (total: Int, articles: [QuotedArticle]) {
    guard let result = try result(quote.text, limit: limit) else { return (0, []) }
    let presenter = HitPresenter(
      highlighter: result.highlighter, options: options(limit: limit), analyzer: analyzer)
    let presented = try presenter.present(result.hits, in: reader)
    let articles = try zip(result.hits, presented).map { hit, presented in
      let article = try reader.segments[hit.segment].article(hit.document)
      let item = ResultSet.Item(article: article, analyzer: analyzer)
      let occurrences = try QuoteOccurrences(quote, in: item, result.highlighter)
      return QuotedArticle(hit: presented, occurrences: occurrences.all)
    }
    return (result.total, articles)
  }

  private func result(_ text: String, limit: Int) throws -> SearchResult? {
    try searcher.search(
      SearchRequest(
        ParsedQuery(phrase: text).tree, scope: scope, page: options(limit: limit).page))
  }

  private func options(limit: Int) -> SearchOptions {
    var options = SearchOptions()
    options.sort = .date
    options.includesSnippets = false
    options.limit = limit
    return options
  }

  /// Returns the longest fragment that an article contains, by binary search. `units` returns the
  /// fragment with a number of units, which contains all shorter fragments.
  func longestFragment(
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

/// A quotation without white space at its ends, and its units.
private struct Quotation {
  let text: String
  let bytes: [UInt8]
  let units: [Unit]

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

  var scalars: QuoteScalars { QuoteScalars(bytes, core: core) }

  /// Returns the text of some units, and its range in the quotation in Unicode scalars.
  func part(_ range: Range<Int>) -> (text: String, range: Range<Int>) {
    let source =
      units[range.lowerBound].source.lowerBound..<units[range.upperBound - 1].source.upperBound
    let start = bytes[..<source.lowerBound].count { $0 & 0xC0 != 0x80 }
    let count = bytes[source].count { $0 & 0xC0 != 0x80 }
    return (String(decoding: bytes[source], as: UTF8.self), start..<start + count)
  }
}

/// The occurrences of a quotation in an article, each with its sentence. Of occurrences that
/// overlap, one is listed, so that their texts together are no longer than the article.
private struct QuoteOccurrences {
  private(set) var all: [QuoteOccurrence] = []

  private let article: Article
  private let offsets: OriginalOffsets

  private struct Place {
    /// The range from the first unit through the last.
    let units: Range<Int>
    /// The range of the whole quotation; nil when it is not verbatim.
    let verbatim: Range<Int>?

    var range: Range<Int> { verbatim ?? units }
  }

  init(_ quote: Quotation, in item: ResultSet.Item, _ highlighter: Highlighter) throws {
    article = item.article
    offsets = OriginalOffsets(article)
    let scalars = quote.scalars
    var verbatim: (zone: Range<Int>, search: VerbatimSearch)?
    for text in try NodeText.texts(of: item, highlighter) where !text.nodes.isEmpty {
      let search =
        verbatim?.zone == text.zone
        ? verbatim?.search : VerbatimSearch(scalars, in: article.text, text.zone)
      guard let search else { continue }
      verbatim = (text.zone, search)
      let sentences = Sentences(of: text, in: article.text)
      for place in Self.places(text.nodes, search) { append(place, sentences) }
    }
  }

  /// Returns the first occurrence of several that overlap; if one of them is verbatim, the first
  /// verbatim one.
  private static func places(_ nodes: [MatchNode], _ search: VerbatimSearch) -> [Place] {
    var places: [Place] = []
    for node in nodes {
      let place = Place(units: node.range, verbatim: search.range(around: node.range))
      if let last = places.last, place.units.lowerBound < last.units.upperBound {
        if last.verbatim != nil || place.verbatim == nil { continue }
        places.removeLast()
      }
      places.append(place)
    }
    return places
  }

  private mutating func append(_ place: Place, _ sentences: Sentences) {
    let sentence = sentences.around(place.range)
    guard let span = offsets.span(place.range), let sentenceSpan = offsets.span(sentence) else {
      return
    }
    all.append(
      QuoteOccurrence(
        span: span, isVerbatim: place.verbatim != nil,
        text: String(decoding: article.text[place.range], as: UTF8.self),
        sentence: String(decoding: article.text[sentence], as: UTF8.self),
        sentenceSpan: sentenceSpan))
  }
}

/// The articles that contain a quotation, or its longest parts.
public struct QuoteVerification: Sendable, Codable {
  /// The quotation without white space at its ends.
  public let quote: String
  /// The exact number of articles that contain the quotation.
  public let total: Int
  /// The earliest articles that contain it. Undated articles are last.
  public let articles: [QuotedArticle]
  /// The longest prefix that an article contains; nil when an article contains the whole quotation,
  /// or none contains its first unit.
  public let prefix: QuoteFragment?
  /// The longest suffix that an article contains, as for `prefix`.
  public let suffix: QuoteFragment?
  /// The time taken.
  public let elapsed: Duration
}

/// An article that contains a quotation.
public struct QuotedArticle: Sendable, Codable {
  /// The article without a snippet. Its rank is its position in the order of dates.
  public let hit: SearchHit
  /// The occurrences in ascending order; at least one. Of occurrences that overlap, only one is
  /// listed: the first verbatim one, or else the first.
  public let occurrences: [QuoteOccurrence]

  /// True when an occurrence equals the quotation in every visible scalar.
  public var isVerbatim: Bool { occurrences.contains { $0.isVerbatim } }
}

/// An occurrence of a quotation in an article.
public struct QuoteOccurrence: Sendable, Codable {
  /// The range from the first unit through the last; when verbatim, with punctuation at the ends.
  public let span: TextSpan
  /// True when the text equals the quotation in every visible scalar. Otherwise width, case,
  /// script, white space or punctuation differ. Invisible characters, such as zero-width spaces and
  /// variation selectors, may differ.
  public let isVerbatim: Bool
  /// The text of the article in `span`.
  public let text: String
  /// The sentence or sentences around the span, with at most 400 scalars on each side.
  public let sentence: String
  /// The range of `sentence` in the original text.
  public let sentenceSpan: TextSpan
}

/// A part of a quotation that an article contains.
public struct QuoteFragment: Sendable, Codable {
  /// The text of the part, as quoted.
  public let text: String
  /// The range of the part in the quotation, in Unicode scalars.
  public let range: Range<Int>
  /// The earliest article that contains the part.
  public let article: QuotedArticle
}
