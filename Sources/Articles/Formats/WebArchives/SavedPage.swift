/// A web page that a browser has saved as MHTML (`.mht`, `.mhtml`, RFC 2557), with its pictures.
public struct SavedPage: InputFormat {
  public init() {}

  public var name: String { "saved pages" }

  public var holdsSeveralArticles: Bool { false }

  public func accepts(name: String, beginning: () -> [UInt8]) -> Bool {
    if name.hasSuffix(".mht") || name.hasSuffix(".mhtml") { return true }
    return FileSample.canHaveAnyFormat(name: name) && MailSniffer.isSavedPage(beginning())
  }

  public func open(
    _ file: CorpusFile, decoder: TextDecoder
  ) throws(ArticleError) -> any ArticleReader {
    SavedPageReader(file, decoder)
  }
}

/// A reader of the page, which is a part of the message. The other parts are skipped.
private final class SavedPageReader: ArticleReader {
  private let file: CorpusFile
  private let decoder: TextDecoder
  private var isAtEnd = false

  private static let pieceBytes = 1 << 16

  /// A part that is a page.
  private struct Page {
    let bytes: [UInt8]
    let charset: String?
    let address: String?
  }

  init(_ file: CorpusFile, _ decoder: TextDecoder) { (self.file, self.decoder) = (file, decoder) }

  func next() throws(ArticleError) -> ArticlePart? {
    if isAtEnd { return nil }
    isAtEnd = true
    let parts = try MessageParts(file)
    guard let page = try page(of: parts) else {
      throw ArticleError(path: file.path, reason: .empty)
    }
    let address = parts.header?.fields.text("snapshot-content-location") ?? page.address ?? ""
    let slot = SingleUse(page.bytes)
    return ArticlePart(byteCount: page.bytes.count, isLast: true) {
      [file, decoder] () throws(ArticleError) in
      var article = try WebPage.article(
        in: slot.take(), id: file.relativePath, path: file.path,
        decoder: decoder.declaring(page.charset))
      if address.lowercased().hasPrefix("http") { article.url = address }
      return article
    }
  }

  /// Returns the root of the message, or else its first page.
  private func page(of parts: MessageParts) throws(ArticleError) -> Page? {
    var first: Page?
    while let part = try parts.next() {
      guard ["text/html", "application/xhtml+xml"].contains(part.header.mediaType) else {
        continue
      }
      let start = part.multiparts.first?.start
      let isRoot = start == nil || part.header.fields.text("content-id") == start
      guard isRoot || first == nil else { continue }
      let page = Page(
        bytes: try bytes(of: parts), charset: part.header.type.charset,
        address: part.header.fields.text("content-location"))
      if isRoot { return page }
      first = page
    }
    return first
  }

  private func bytes(of parts: MessageParts) throws(ArticleError) -> [UInt8] {
    var bytes: [UInt8] = []
    while try parts.read(upTo: Self.pieceBytes, appendingTo: &bytes) > 0 {
      guard bytes.count <= decoder.maximumBytes else {
        throw ArticleError(
          path: file.path, reason: .tooLarge(bytes: bytes.count, limit: decoder.maximumBytes))
      }
    }
    return bytes
  }
}
