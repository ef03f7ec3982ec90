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
      && beginning.starts(with: ZipBeginning.signature)
  }

  public func open(
    _ file: CorpusFile, decoder: TextDecoder
  ) throws(ArticleError) -> any ArticleReader {
    let archive = try OfficeFile.open(file)
    let kind = try OfficeKind.find(in: archive, name: file.relativePath, path: file.path)
    switch kind {
    case .text(let kind): return OfficeTextReader(file, kind, archive, decoder)
    case .workbook(let format):
      return WorkbookReader(file, fields: fields, decoder: decoder) { limit throws(ArticleError) in
        try format.open(archive, path: file.path, limit: limit)
      }
    case .book: return try BookReader(file, archive, decoder: decoder)
    case nil:
      guard OfficeDocumentSignature.isOfficeName(file.relativePath.lowercased()) else {
        return SkippedFileReader(file)
      }
      throw ArticleError(
        path: file.path,
        reason: .unsupportedDocument(problem: "a zip archive without the parts of a document"))
    }
  }
}

/// Opens the archive of an office document.
enum OfficeFile {
  /// - Throws: `unsupportedDocument`; errors of the archive.
  static func open(_ file: CorpusFile) throws(ArticleError) -> OpenArchive {
    let stream = file.stream as? MemberStream
    guard stream != nil || file.stream == nil else {
      throw ArticleError(
        path: file.path,
        reason: .unsupportedDocument(problem: "an office document in a file of this kind"))
    }
    return try .opening(file, isCopied: true)
  }
}

/// The reader of a file that is no document, such as a drawing. It counts as skipped.
final class SkippedFileReader: ArticleReader {
  private(set) var skipped = SkippedFiles()
  private let file: CorpusFile
  private var isAtEnd = false

  init(_ file: CorpusFile) { self.file = file }

  func next() -> ArticlePart? {
    if isAtEnd { return nil }
    isAtEnd = true
    skipped.add(FilePath.name(file.relativePath), at: file.relativePath)
    return nil
  }
}
