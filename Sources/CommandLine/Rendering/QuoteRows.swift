// Where quotations stand, for programs: of each quotation the articles, then a summary. Offsets are Unicode scalars in
// the original that is named.

import Xunwen

struct QuoteLines {
  private let line = JSONLine()

  func write(_ verification: QuoteVerification, to output: StandardOutput) throws {
    for article in verification.articles {
      try output.write(line.encode(ArticleLine(article, quote: verification.quote)))
    }
    try output.write(line.encode(SummaryLine(verification)))
  }

  /// A line in place of a quotation that could not be looked up.
  func write(_ failure: CommandFailure, line number: Int?, to output: StandardOutput) throws {
    try output.write(line.encode(ErrorLine(line: Nullable(number), message: failure.description)))
  }

  private struct ErrorLine: Encodable {
    let type = "error"
    /// Of standard input; null for an argument.
    let line: Nullable<Int>
    let message: String
  }

  private struct ArticleLine: Encodable {
    let article: QuotedArticleRow
    let quote: String

    private enum CodingKeys: String, CodingKey {
      case type, quote
    }

    init(_ article: QuotedArticle, quote: String) {
      self.article = QuotedArticleRow(article)
      self.quote = quote
    }

    func encode(to encoder: any Encoder) throws {
      try article.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode("article", forKey: .type)
      try container.encode(quote, forKey: .quote)
    }
  }

  private struct SummaryLine: Encodable {
    let type = "summary"
    let quote: String
    let total: Int
    let prefix: Nullable<FragmentRow>
    let suffix: Nullable<FragmentRow>
    let elapsedMilliseconds: Double

    private enum CodingKeys: String, CodingKey {
      case type, quote, total, prefix, suffix
      case elapsedMilliseconds = "elapsed_ms"
    }

    init(_ verification: QuoteVerification) {
      quote = verification.quote
      total = verification.total
      prefix = Nullable(verification.prefix.map(FragmentRow.init))
      suffix = Nullable(verification.suffix.map(FragmentRow.init))
      elapsedMilliseconds = verification.elapsed.milliseconds.rounded(digits: 3)
    }
  }

  private struct FragmentRow: Encodable {
    let text: String
    /// Unicode scalars of the quotation.
    let start: Int
    let end: Int
    let article: QuotedArticleRow

    init(_ fragment: QuoteFragment) {
      text = fragment.text
      start = fragment.range.lowerBound
      end = fragment.range.upperBound
      article = QuotedArticleRow(fragment.article)
    }
  }
}

/// An article with a quotation.
private struct QuotedArticleRow: Encodable {
  /// What is known of the article.
  private let facts: HitRow
  private let verbatim: Bool
  private let occurrences: [OccurrenceRow]

  private enum CodingKeys: String, CodingKey {
    case verbatim, occurrences
  }

  struct OccurrenceRow: Encodable {
    let original: String
    let start: Int
    let end: Int
    let text: String
    let verbatim: Bool
    let sentence: String
    let sentenceStart: Int
    let sentenceEnd: Int

    private enum CodingKeys: String, CodingKey {
      case original, start, end, text, verbatim, sentence
      case sentenceStart = "sentence_start"
      case sentenceEnd = "sentence_end"
    }

    init(_ occurrence: QuoteOccurrence) {
      original = occurrence.span.original
      start = occurrence.span.range.lowerBound
      end = occurrence.span.range.upperBound
      text = occurrence.text
      verbatim = occurrence.isVerbatim
      sentence = occurrence.sentence
      sentenceStart = occurrence.sentenceSpan.range.lowerBound
      sentenceEnd = occurrence.sentenceSpan.range.upperBound
    }
  }

  init(_ article: QuotedArticle) {
    facts = HitRow(article.hit, [.id, .title, .date, .source, .url, .path, .contentHash])
    verbatim = article.isVerbatim
    occurrences = article.occurrences.map(OccurrenceRow.init)
  }

  func encode(to encoder: any Encoder) throws {
    try facts.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(verbatim, forKey: .verbatim)
    try container.encode(occurrences, forKey: .occurrences)
  }
}
