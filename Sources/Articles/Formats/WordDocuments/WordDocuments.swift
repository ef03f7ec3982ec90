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
  /// Begins the compound files of Microsoft, which programs use for many kinds of data.
  private static let compoundFile: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]

  public func accepts(name: String, beginning: () -> [UInt8]) -> Bool {
    if Self.endings.contains(where: name.hasSuffix) {
      return ContainerSignature(beginning()) == nil
    }
    return FileSample.canHaveAnyFormat(name: name) && beginning().starts(with: Self.compoundFile)
  }

  public func open(_ file: CorpusFile, decoder: TextDecoder) -> any ArticleReader {
    DocumentReader(file, decoder) { [programs] document, id, decoder throws(ArticleError) in
      let beginning = document.beginning
      if beginning.starts(with: Self.compoundFile) {
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
