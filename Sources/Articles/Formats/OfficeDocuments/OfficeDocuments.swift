/// Office documents, books and pages that are zip archives of XML: `.docx`, `.pptx`, `.xlsx`,
/// OpenDocument, EPUB and OFD.
///
/// A text or a presentation is one article, whose id is the path. A book has an article for each
/// chapter. A workbook has one for each row of a sheet with a header, which names the fields of
/// articles; its other sheets together are one article. Pictures and fonts are not decompressed.
public struct OfficeDocuments: InputFormat {
  private let fields: FieldMap

  public init(fields: FieldMap = FieldMap()) { self.fields = fields }

  public var name: String { "office documents" }

  public var holdsSeveralArticles: Bool { true }

  public func accepts(name: String, beginning: () -> [UInt8]) -> Bool {
    guard FileSample.canBeDocument(name: name) else { return false }
    let beginning = beginning()
    if OfficeDocumentSignature.isDocument(beginning) { return true }
    return OfficeDocumentSignature.isOfficeName(name)
      && (beginning.starts(with: ZipBeginning.signature)
        || OfficeDocumentSignature.isContainer(beginning))
  }

  public func open(
    _ file: CorpusFile, decoder: TextDecoder
  ) throws(ArticleError) -> any ArticleReader {
    let archive = try OfficeFile.open(file)
    let kind = try OfficeKind.find(in: archive, name: file.relativePath, path: file.path)
    switch kind {
    case .text(let kind): return OfficeTextReader(file, kind, archive, decoder)
    case .workbook(let format):
      return WorkbookReader(file, archive, format, fields: fields, decoder: decoder)
    case .book: return try BookReader(file, archive, decoder: decoder)
    case nil: return UnknownPackageReader(file)
    }
  }
}

/// Opens the archive of an office document.
enum OfficeFile {
  /// - Throws: `encrypted`, `unsupportedDocument`; errors of the archive.
  static func open(_ file: CorpusFile) throws(ArticleError) -> OpenArchive {
    let stream = file.stream as? MemberStream
    let beginning = stream?.beginning() ?? InputFile.beginning(of: file.path)
    if OfficeDocumentSignature.isContainer(beginning) { throw try containerError(file) }
    guard stream != nil || file.stream == nil else {
      throw ArticleError(
        path: file.path,
        reason: .unsupportedDocument(problem: "an office document in a file of this kind"))
    }
    return try .opening(file, isCopied: true)
  }

  /// The directory of an OLE container has this name if the document is encrypted.
  private static let encryptedName: [UInt8] = Array("EncryptedPackage".utf8).flatMap {
    [$0, UInt8(0)]
  }
  private static let searchedBytes = 16 << 20

  /// Returns the error of a document in an OLE container.
  private static func containerError(_ file: CorpusFile) throws(ArticleError) -> ArticleError {
    let input = try InputFile(file)
    var window: [UInt8] = []
    var total = 0
    while total < searchedBytes {
      // The end of the last piece may have the beginning of the name.
      window.removeFirst(max(0, window.count - encryptedName.count))
      let count = try input.read(upTo: 1 << 16, appendingTo: &window)
      if ByteScan.first(encryptedName, in: window[...]) != nil {
        return ArticleError(path: file.path, reason: .encrypted)
      }
      if count == 0 { break }
      total += count
    }
    return ArticleError(
      path: file.path,
      reason: .unsupportedDocument(
        problem: "a binary document (.doc, .xls, .ppt) with the name of a newer format; "
          + "rename it or save it in the newer format"))
  }
}

/// The reader of a package that is no office document, such as a drawing. It counts as skipped.
private final class UnknownPackageReader: ArticleReader {
  private(set) var skipped = SkippedFiles()
  private let file: CorpusFile
  private var isAtEnd = false

  init(_ file: CorpusFile) { self.file = file }

  func next() throws(ArticleError) -> ArticlePart? {
    if isAtEnd { return nil }
    isAtEnd = true
    let name = FilePath.name(file.relativePath)
    if OfficeDocumentSignature.isOfficeName(name.lowercased()) {
      throw ArticleError(
        path: file.path,
        reason: .unsupportedDocument(problem: "a zip archive without the parts of a document"))
    }
    skipped.add(name, at: file.relativePath)
    return nil
  }
}
