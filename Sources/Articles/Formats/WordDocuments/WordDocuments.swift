/// Documents of Word before 2007 and of WPS (`.doc`, `.wps` and their templates), one article per
/// file. catdoc reads them; LibreOffice reads those of which catdoc finds no text.
///
/// Many files with the names of binary documents are something else. Web pages, tables, rich text
/// and archives are read by formats that know them by their contents. This format comes after them
/// and reads the rest as plain text.
public struct WordDocuments: DocumentFormat {
  private let programs: ProgramFolders

  public init() { self.init(programs: .ofEnvironment) }

  public var name: String { "plain documents" }

  init(programs: ProgramFolders) { self.programs = programs }

  public func accepts(name: String, beginning: () -> [UInt8]) -> Bool {
    BinaryDocumentName.isBinary(name) && ContainerSignature(beginning()) == nil
  }

  /// - Throws: the errors of `WordConversion.page` and of web pages.
  func page(
    of document: DocumentFile, decoder: TextDecoder
  ) throws(ArticleError) -> WebPageLayout {
    if document.beginning.starts(with: CompoundFile.mark) {
      return try WordConversion(document, programs, decoder).page()
    }
    return try document.textPage(decoder)
  }
}
