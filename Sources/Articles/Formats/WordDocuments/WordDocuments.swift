/// Documents of Word before 2007 and of WPS (`.doc`, `.wps` and their templates), one article per
/// file. catdoc reads them; LibreOffice reads those of which catdoc finds no text.
///
/// Many files with these names are something else: web pages, rich text or plain text. They are
/// read as such. The formats of archives and of newer documents precede this one.
public struct WordDocuments: InputFormat {
  private let programs: ProgramFolders

  public init() { self.init(programs: .ofEnvironment) }

  init(programs: ProgramFolders) { self.programs = programs }

  public var holdsSeveralArticles: Bool { false }

  private static let endings = [".doc", ".dot", ".wps", ".wpt"]

  public func accepts(name: String, beginning: () -> [UInt8]) -> Bool {
    if Self.endings.contains(where: name.hasSuffix) {
      return ContainerSignature(beginning()) == nil
    }
    return FileSample.canHaveAnyFormat(name: name) && beginning().starts(with: CompoundFile.mark)
  }

  public func open(_ file: CorpusFile, decoder: TextDecoder) -> any ArticleReader {
    DocumentReader(file, decoder) { [programs] document, id, decoder throws(ArticleError) in
      let beginning = document.beginning
      if beginning.starts(with: CompoundFile.mark) {
        return try WordConversion(document, programs, decoder).article(id: id)
      }
      if RichText.isRichText(beginning) {
        return try RichText.article(in: document, id: id, decoder: decoder)
      }
      return try CrawledText.article(
        in: document.bytes(limit: decoder.maximumBytes), id: id, path: document.shownPath,
        decoder: decoder)
    }
  }
}
