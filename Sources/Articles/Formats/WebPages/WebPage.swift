/// A web page (`.html`, or any file that begins like one), one article per file.
///
/// The article's text is the text of the page with a line for each block; the markup is not kept.
public struct WebPage: InputFormat {
  private var boilerplate: BoilerplateProfile?

  public init() {}

  public var name: String { "web pages" }

  public var holdsSeveralArticles: Bool { false }

  private static let endings = [".html", ".htm", ".xhtml", ".shtml", ".xht"]

  public func accepts(name: String, beginning: () -> [UInt8]) -> Bool {
    Self.endings.contains(where: name.hasSuffix) || Self.isPage(beginning())
  }

  public func open(_ file: CorpusFile, decoder: TextDecoder) -> any ArticleReader {
    WholeFileReader(file, decoder) { [boilerplate] bytes, id, path, decoder throws(ArticleError) in
      try Self.extract(
        from: bytes, id: id, path: path, decoder: decoder, boilerplate: boilerplate
      ).article
    }
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
    from bytes: [UInt8], id: String, path: String, decoder: TextDecoder,
    boilerplate: BoilerplateProfile? = nil
  ) throws(ArticleError) -> ExtractedArticle {
    let (page, decoded) = try markedPage(in: bytes, path: path, decoder: decoder)
    return try WebPageLayout(page, decoded: decoded, boilerplate: boilerplate)
      .extract(id: id, path: path)
  }

  /// Reads a whole file in any encoding as a page.
  static func page(
    in bytes: [UInt8], path: String, decoder: TextDecoder
  ) throws(ArticleError) -> WebPageLayout {
    let (page, decoded) = try markedPage(in: bytes, path: path, decoder: decoder)
    return WebPageLayout(page, decoded: decoded)
  }

  private static func markedPage(
    in bytes: [UInt8], path: String, decoder: TextDecoder
  ) throws(ArticleError) -> (page: MarkedPage, decoded: DecodedText) {
    let decoded = try decoder.decode(
      bytes, declared: MarkupSniffer.declaredCharset(bytes), path: path)
    let isMarkup = isPage(decoded.utf8) || MarkupSniffer.isMarkedUp(decoded.utf8)
    guard let page = isMarkup ? MarkedPage(decoded.utf8) : MarkedPage(plain: decoded.utf8) else {
      throw ArticleError(path: path, reason: .tooManyAttributes)
    }
    return (page, decoded)
  }
}

extension WebPage: PageFormat {
  func using(_ boilerplate: BoilerplateProfile) -> WebPage {
    var format = self
    format.boilerplate = boilerplate
    return format
  }

  func lines(of bytes: [UInt8], path: String, decoder: TextDecoder) -> [ArraySlice<UInt8>]? {
    (try? Self.markedPage(in: bytes, path: path, decoder: decoder)).map {
      TextLines($0.page.text).texts
    }
  }
}
