/// A printed document as an article.
struct PrintedDocument {
  private let document: ConvertedDocument

  init(_ printed: PrintedLines) {
    var lines = printed
    HangingPunctuation.attach(to: &lines)
    let paragraphs = ParagraphJoiner(lines, RunningHeads(lines).removed()).paragraphs()
    let first = paragraphs.first?.page
    document = ConvertedDocument(
      paragraphs.map { DocumentParagraph(text: $0.text, size: $0.size) },
      beginningCount: paragraphs.prefix { $0.page == first }.count,
      declaredTitle: lines.declaredTitle)
  }

  /// - Throws: `noText`.
  func page(path: String) throws(ArticleError) -> WebPageLayout { try document.page(path: path) }
}
