import Articles
import Search
import TextAnalysis

/// The occurrences of a quotation in an article, each with its sentence.
struct QuoteOccurrences {
  private(set) var all: [QuoteOccurrence] = []

  private let quote: Quotation
  private let article: Article
  private let offsets: OriginalOffsets

  /// - Parameter highlighter: the highlighter of a query for the quotation.
  init(
    _ quote: Quotation, in article: Article, _ highlighter: Highlighter, _ analyzer: Analyzer
  ) {
    self.quote = quote
    self.article = article
    offsets = OriginalOffsets(article)
    for zone in article.zones {
      for piece in HitPresenter.pieces(of: zone.range, in: article.text) {
        let text = analyzer.analyze(article.text.span.extracting(piece), segmentingWords: false)
        let matches = highlighter.matches(in: text, zone: zone.kind.textZone)
        if matches.isEmpty { continue }
        let sentences = Sentences(of: text, in: piece, of: article.text)
        for match in matches {
          append(match.shifted(by: piece.lowerBound).range, in: zone.range, sentences)
        }
      }
    }
  }

  private mutating func append(_ match: Range<Int>, in zone: Range<Int>, _ sentences: Sentences) {
    let verbatim = verbatimRange(around: match, in: zone)
    let range = verbatim ?? match
    let sentence = sentences.around(range)
    guard let span = offsets.span(range), let sentenceSpan = offsets.span(sentence) else { return }
    all.append(
      QuoteOccurrence(
        span: span, isVerbatim: verbatim != nil,
        text: String(decoding: article.text[range], as: UTF8.self),
        sentence: String(decoding: article.text[sentence], as: UTF8.self),
        sentenceSpan: sentenceSpan))
  }

  /// Extends a match by the punctuation around the quotation's units. Returns nil when the article
  /// has another text there.
  private func verbatimRange(around match: Range<Int>, in zone: Range<Int>) -> Range<Int>? {
    let lower = match.lowerBound - quote.core.lowerBound
    let upper = match.upperBound + quote.bytes.count - quote.core.upperBound
    guard lower >= zone.lowerBound, upper <= zone.upperBound,
      article.text[lower..<upper].elementsEqual(quote.bytes)
    else { return nil }
    return lower..<upper
  }
}
