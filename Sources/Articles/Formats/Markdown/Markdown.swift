/// Markdown (`.md`, `.markdown`), one article per file, with fields in front matter.
///
/// The text becomes a web page, whose text is the text of the article: without marks of emphasis,
/// with the texts of links and images, and with paragraphs as single lines. Fields between lines of
/// `---` (YAML) or `+++` (TOML) count before what the text prints.
public struct Markdown: InputFormat {
  private let fields: FieldMap

  public init(fields: FieldMap = FieldMap()) { self.fields = fields }

  public var name: String { "Markdown texts" }

  public var holdsSeveralArticles: Bool { false }

  private static let endings = [".md", ".markdown", ".mdown", ".mkd"]

  public func accepts(name: String, beginning: () -> [UInt8]) -> Bool {
    Self.endings.contains(where: name.hasSuffix)
  }

  public func open(_ file: CorpusFile, decoder: TextDecoder) -> any ArticleReader {
    WholeFileReader(file, decoder) {
      [fields] bytes, id, path, decoder throws(ArticleError) in
      try Self.article(in: bytes, id: id, path: path, decoder: decoder, fields: fields)
    }
  }

  /// Parses a whole file in any encoding, in O(*n*).
  ///
  /// - Throws: the errors of `TextDecoder.decode`; `empty`; `invalidFrontMatter` with its line;
  ///   `tooManyAttributes`.
  public static func article(
    in bytes: [UInt8], id: String, path: String, decoder: TextDecoder,
    fields: FieldMap = FieldMap()
  ) throws(ArticleError) -> Article {
    try extract(from: bytes, id: id, path: path, decoder: decoder, fields: fields).article
  }

  /// Parses a whole file as `article` does, and keeps the decisions.
  static func extract(
    from bytes: [UInt8], id: String, path: String, decoder: TextDecoder,
    fields: FieldMap = FieldMap()
  ) throws(ArticleError) -> ExtractedArticle {
    let (page, front) = try page(in: bytes, path: path, decoder: decoder, fields: fields)
    var extracted = try page.extract(id: id, path: path)
    extracted.article = front.completing(extracted.article)
    return extracted
  }

  /// Reads a whole file as a page, and its front matter.
  private static func page(
    in bytes: [UInt8], path: String, decoder: TextDecoder, fields: FieldMap
  ) throws(ArticleError) -> (page: WebPageLayout, front: FrontMatter) {
    let decoded = try decoder.decode(bytes, path: path)
    let front: FrontMatter
    do throws(FrontMatterFault) { front = try FrontMatter(decoded.utf8, fields) } catch {
      throw ArticleError(
        path: path, line: error.line, reason: .invalidFrontMatter(problem: error.problem))
    }
    let html = MarkdownPage(decoded.utf8[front.end...], title: front.title).html
    guard let page = MarkedPage(html) else {
      throw ArticleError(path: path, reason: .tooManyAttributes)
    }
    return (WebPageLayout(page, decoded: decoded), front)
  }
}
