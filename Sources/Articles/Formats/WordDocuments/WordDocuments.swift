/// Documents of Word before 2007 and of WPS (`.doc`, `.wps` and their templates), one article per
/// file. catdoc reads them; LibreOffice reads those of which catdoc finds no text.
///
/// Many files with these names are something else: web pages, rich text or plain text. They are
/// read as such. The formats of archives and of newer documents precede this one.
public struct WordDocuments: DocumentFormat {
  private let programs: ProgramFolders

  public init() { self.init(programs: .ofEnvironment) }

  public var name: String { "Word documents" }

  init(programs: ProgramFolders) { self.programs = programs }

  private static let endings = [".doc", ".dot", ".wps", ".wpt"]

  public func accepts(name: String, beginning: () -> [UInt8]) -> Bool {
    if Self.endings.contains(where: name.hasSuffix) {
      return ContainerSignature(beginning()) == nil
    }
    return FileSample.canHaveAnyFormat(name: name) && beginning().starts(with: CompoundFile.mark)
  }

  /// - Throws: the errors of `WordConversion.page`, of rich text and of web pages.
  func page(
    of document: DocumentFile, decoder: TextDecoder
  ) throws(ArticleError) -> WebPageLayout {
    let beginning = document.beginning
    if beginning.starts(with: CompoundFile.mark) {
      return try WordConversion(document, programs, decoder).page()
    }
    if RichText.isRichText(beginning) {
      return try RichText().page(of: document, decoder: decoder)
    }
    return try document.textPage(decoder)
  }
}
