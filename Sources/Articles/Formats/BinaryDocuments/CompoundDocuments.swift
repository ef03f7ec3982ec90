/// Binary documents of Word, Excel and PowerPoint before 2007 and of WPS (`.doc`, `.xls`, `.ppt`,
/// `.wps`, `.et`, `.dps` …), and messages of Outlook (`.msg`).
///
/// The contents tell the kind, whatever the name is: a `.doc` file that is a workbook is read as a
/// workbook. Files with these names that are no compound files are read by other formats, because
/// many systems export web pages and tables under the name `.xls`.
public struct CompoundDocuments: InputFormat {
  private let fields: FieldMap
  private let programs: ProgramFolders
  private let formats: MemberFormats

  public var name: String { "binary documents" }

  public var holdsSeveralArticles: Bool { true }

  /// - Parameter formats: the formats of the attachments of messages.
  init(
    of formats: MemberFormats, fields: FieldMap = FieldMap(),
    programs: ProgramFolders = .ofEnvironment
  ) {
    (self.formats, self.fields, self.programs) = (formats, fields, programs)
  }

  public func accepts(name: String, beginning: () -> [UInt8]) -> Bool {
    guard FileSample.canBeDocument(name: name) else { return false }
    let beginning = beginning()
    return beginning.starts(with: CompoundFile.mark)
      || BinaryDocumentName.isWorkbook(name) && Self.isBareWorkbook(beginning)
  }

  /// True for the records of a workbook without a compound file around them.
  private static func isBareWorkbook(_ beginning: [UInt8]) -> Bool {
    let bytes = LittleEndianBytes(Array(beginning.prefix(4)))
    return BinaryRecordKind.beginnings.contains(bytes.u16(0)) && 4...16 ~= bytes.u16(2)
  }

  /// True for the name of a document, also of a newer format.
  private static func isDocumentName(_ name: String) -> Bool {
    BinaryDocumentName.isBinary(name) || OfficeDocumentSignature.isOfficeName(name)
  }

  /// - Throws: `damagedDocument`, `encrypted`, `unreadable`; the errors of the archive.
  public func open(
    _ file: CorpusFile, decoder: TextDecoder
  ) throws(ArticleError) -> any ArticleReader {
    let document = try DocumentFile(file)
    guard document.beginning.starts(with: CompoundFile.mark) else {
      return workbookReader(file, decoder) { () throws(ArticleError) in
        try FileBytes(document)
      }
    }
    let compound = try CompoundFile(document)
    switch CompoundKind(compound) {
    case .word:
      return DocumentReader(file, WordDocuments(programs: programs), decoder, document)
    case .slides:
      return DocumentReader(file, SlideDocuments(programs: programs), decoder, document)
    case .workbook(let entry):
      return workbookReader(file, decoder) { () throws(ArticleError) in
        try compound.stream(entry)
      }
    case .message:
      if let stream = file.stream as? MemberStream, stream.depth > ContainerFormat.maximumDepth {
        throw ContainerFormat.tooDeep(file)
      }
      let parts = OutlookParts(
        file, compound, byteCount: document.byteCount, decoder: decoder)
      return MemberReader(file, parts, formats: formats, decoder: decoder)
    case .encrypted: throw document.error(.encrypted)
    case nil:
      guard Self.isDocumentName(file.relativePath.lowercased()) else {
        return SkippedFileReader(file)
      }
      throw document.error(
        .damagedDocument(problem: "no document of Word, Excel, PowerPoint or Outlook"))
    }
  }

  private func workbookReader(
    _ file: CorpusFile, _ decoder: TextDecoder,
    _ open: @escaping () throws(ArticleError) -> any RandomAccessBytes
  ) -> any ArticleReader {
    WorkbookReader(file, fields: fields, decoder: decoder) { limit throws(ArticleError) in
      try BinarySheets(open(), path: file.path, limit: limit)
    }
  }

  /// Reads a document that is one article.
  ///
  /// - Throws: `unsupportedDocument` for a workbook and a message; the errors of the document.
  func page(
    of document: DocumentFile, decoder: TextDecoder
  ) throws(ArticleError) -> WebPageLayout {
    if document.beginning.starts(with: CompoundFile.mark) {
      switch CompoundKind(try CompoundFile(document)) {
      case .slides:
        return try SlideDocuments(programs: programs).page(of: document, decoder: decoder)
      case .word:
        return try WordDocuments(programs: programs).page(of: document, decoder: decoder)
      case .encrypted: throw document.error(.encrypted)
      default: break
      }
    }
    throw document.error(
      .unsupportedDocument(
        problem: "a workbook or a message can have several articles; only 'xunwen index' reads it"))
  }
}
