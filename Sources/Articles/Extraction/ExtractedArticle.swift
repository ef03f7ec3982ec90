/// An article read from a web page, a document or a crawled text, with the decisions of its
/// extraction.
public struct ExtractedArticle: Sendable {
  public internal(set) var article: Article
  private let analysis: PageAnalysis

  init(_ article: Article, _ analysis: PageAnalysis) {
    (self.article, self.analysis) = (article, analysis)
  }

  /// Every line with its zone, and every candidate with its rank. Computed in O(*n*).
  public var report: ExtractionReport { ExtractionReport(analysis) }
}
