import Storage

/// PDF files, one article per file. `pdftotext` of poppler reads them.
///
/// The program gives the place of each printed line. From the places, lines become paragraphs
/// again, and page numbers and running heads are removed. Then the text is read like a web page.
public struct PDFDocuments: DocumentFormat {
  private let programs: ProgramFolders

  public init() { self.init(programs: .ofEnvironment) }

  public var name: String { "PDF documents" }

  init(programs: ProgramFolders) { self.programs = programs }

  private static let mark = Array("%PDF-".utf8)
  /// Readers accept other bytes before the mark.
  private static let markedBytes = 1024

  public func accepts(name: String, beginning: () -> [UInt8]) -> Bool {
    guard FileSample.canBeDocument(name: name) else { return false }
    let sample = beginning()
    if sample.starts(with: Self.mark) { return true }
    guard name.hasSuffix(".pdf") else { return false }
    // A server may have sent a page with an error instead of the file.
    return ByteScan.first(Self.mark, in: sample.prefix(Self.markedBytes)) != nil
      || !WebPage.isPage(sample)
  }

  /// - Throws: `empty`, `missingProgram`, `failedProgram`, `encrypted`, `noText`, `tooLarge`.
  func page(
    of document: DocumentFile, decoder: TextDecoder
  ) throws(ArticleError) -> WebPageLayout {
    if document.byteCount == 0 { throw document.error(.empty) }
    let scratch = try document.scratchFolder()
    var reader = PrintedLineReader(maximumBytes: decoder.maximumBytes)
    let warnings: String
    do throws(ArticleError) {
      warnings = try HelperProgram.pdfToText.run(
        ["-bbox-layout", "-enc", "UTF-8", document.path, "-"], in: scratch, programs: programs,
        for: document
      ) { reader.read($0) }
    } catch {
      if reader.isFull {
        throw document.error(
          .tooLarge(bytes: reader.lines.text.count, limit: decoder.maximumBytes))
      }
      throw Self.isEncrypted(error) ? document.error(.encrypted) : error
    }
    // Chinese fonts that are not embedded need the tables of this package.
    if reader.lines.lines.isEmpty, warnings.contains("language pack") {
      throw document.error(.missingProgram(name: "poppler-data", packages: "poppler-data"))
    }
    return try PrintedDocument(reader.lines).page(path: document.shownPath)
  }

  /// Parses the output of `pdftotext -bbox-layout`.
  ///
  /// - Throws: `noText`, `tooLarge`.
  package static func article(
    inPlaces output: [UInt8], id: String, path: String, decoder: TextDecoder
  ) throws(ArticleError) -> Article {
    var reader = PrintedLineReader(maximumBytes: decoder.maximumBytes)
    guard reader.read(output) else {
      throw ArticleError(
        path: path,
        reason: .tooLarge(bytes: reader.lines.text.count, limit: decoder.maximumBytes))
    }
    return try PrintedDocument(reader.lines).page(path: path).article(id: id, path: path)
  }

  private static func isEncrypted(_ error: ArticleError) -> Bool {
    guard case .failedProgram(_, let problem) = error.reason else { return false }
    return problem.contains("Incorrect password")
  }
}
