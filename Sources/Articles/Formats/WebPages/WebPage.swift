/// A web page (`.html`, or any file that begins like one), one article per file.
///
/// The article's text is the text of the page with a line for each block; the markup is not kept.
public struct WebPage: InputFormat {
  public init() {}

  public var holdsSeveralArticles: Bool { false }

  private static let endings = [".html", ".htm", ".xhtml", ".shtml", ".xht"]

  public func accepts(name: String, beginning: () -> [UInt8]) -> Bool {
    Self.endings.contains(where: name.hasSuffix) || Self.isPage(beginning())
  }

  public func open(_ file: CorpusFile, decoder: TextDecoder) -> any ArticleReader {
    WholeFileReader(file, decoder, Self.article)
  }

  /// Returns true for the beginning of a web page in any encoding; the first 4 KiB decide.
  static func isPage(_ bytes: [UInt8]) -> Bool { MarkupSniffer.isPage(bytes) }

  /// Parses a whole file in any encoding, in O(*n*).
  ///
  /// - Parameters:
  ///   - id: the article's id.
  ///   - path: path for errors.
  /// - Throws: the errors of `TextDecoder.decode`; `empty`, also for a page that only leads to
  ///   another; `tooManyAttributes`.
  public static func article(
    in bytes: [UInt8], id: String, path: String, decoder: TextDecoder
  ) throws(ArticleError) -> Article {
    try extract(from: bytes, id: id, path: path, decoder: decoder).article
  }

  /// Parses a whole file as `article` does, and keeps the decisions.
  static func extract(
    from bytes: [UInt8], id: String, path: String, decoder: TextDecoder
  ) throws(ArticleError) -> ExtractedArticle {
    let decoded = try decoder.decode(
      bytes, declared: MarkupSniffer.declaredCharset(bytes), path: path)
    let isMarkup = isPage(decoded.utf8) || MarkupSniffer.isMarkedUp(decoded.utf8)
    guard let page = isMarkup ? MarkedPage(decoded.utf8) : MarkedPage(plain: decoded.utf8) else {
      throw ArticleError(path: path, reason: .tooManyAttributes)
    }
    let layout = WebPageLayout(page, encoding: decoded.encoding)
    return ExtractedArticle(try layout.article(id: id, path: path), layout.analysis)
  }
}
