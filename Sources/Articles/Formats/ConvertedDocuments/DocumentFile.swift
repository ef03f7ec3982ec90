import Storage

/// A document on the disk, which programs read by its path.
struct DocumentFile: Sendable {
  /// The absolute path.
  let path: String
  let byteCount: Int
  /// The path for errors.
  let shownPath: String
  /// Holds the copy of a member of an archive.
  private let scratch: ScratchFolder?

  /// The largest document that is read. Scanned pages and pictures make documents far larger than
  /// their text, whose size `ArticleLimits` bounds.
  static let maximumBytes = 1 << 30

  private static let pieceBytes = 1 << 18

  /// - Throws: `documentTooLarge`, `unreadable`; the errors of the archive.
  init(_ file: CorpusFile) throws(ArticleError) {
    shownPath = file.path
    try Self.check(file.byteCount, file.path)
    guard file.stream != nil else {
      do throws(SystemError) {
        path = try FileSystem.resolvedPath(file.path)
        byteCount = try FileSystem.facts(of: path, followingLinks: true).byteCount
      } catch {
        throw ArticleError(path: file.path, error)
      }
      scratch = nil
      return
    }
    let folder: ScratchFolder
    let output: FileDescriptor
    do throws(SystemError) {
      folder = try ScratchFolder()
      output = try FileDescriptor(folder.path(of: Self.copyName), .create)
    } catch {
      throw ArticleError(path: file.path, error)
    }
    byteCount = try Self.copy(file, to: output)
    path = folder.path(of: Self.copyName)
    scratch = folder
  }

  private static let copyName = "document"

  private static func check(_ count: Int, _ path: String) throws(ArticleError) {
    guard count <= maximumBytes else {
      throw ArticleError(
        path: path, reason: .documentTooLarge(bytes: count, limit: maximumBytes))
    }
  }

  /// Copies a member of an archive, and returns its size.
  private static func copy(
    _ file: CorpusFile, to output: borrowing FileDescriptor
  ) throws(ArticleError) -> Int {
    let input = try InputFile(file)
    var count = 0
    while true {
      var bytes: [UInt8] = []
      let read = try input.read(upTo: pieceBytes, appendingTo: &bytes)
      if read == 0 { return count }
      count += read
      try check(count, file.path)
      do throws(SystemError) {
        // Safe: the bytes of the array live during the call.
        unsafe try output.write(bytes.span.bytes)
      } catch {
        throw ArticleError(path: file.path, error)
      }
    }
  }

  /// A folder for a program: the folder of the copy, or a new one.
  func scratchFolder() throws(ArticleError) -> ScratchFolder {
    if let scratch { return scratch }
    do throws(SystemError) { return try ScratchFolder() } catch {
      throw ArticleError(path: shownPath, error)
    }
  }

  /// The first 4 KiB.
  var beginning: [UInt8] { InputFile.beginning(of: path) }

  func error(_ reason: ArticleError.Reason) -> ArticleError {
    ArticleError(path: shownPath, reason: reason)
  }

  /// Passes the bytes on in pieces, until `body` returns false.
  func forEachPiece(_ body: ([UInt8]) -> Bool) throws(ArticleError) {
    let input: InputFile
    do throws(ArticleError) { input = try InputFile(path: path) } catch {
      throw self.error(error.reason)
    }
    while true {
      var bytes: [UInt8] = []
      let read: Int
      do throws(ArticleError) {
        read = try input.read(upTo: Self.pieceBytes, appendingTo: &bytes)
      } catch {
        throw self.error(error.reason)
      }
      if read == 0 || !body(bytes) { return }
    }
  }

  /// The page of a document that is a plain text or a web page, whatever its name is.
  func textPage(_ decoder: TextDecoder) throws(ArticleError) -> WebPageLayout {
    let bytes: [UInt8]
    do throws(ArticleError) {
      bytes = try InputFile(path: path).readAll(limit: decoder.maximumBytes)
    } catch {
      throw self.error(error.reason)
    }
    return try WebPage.page(in: bytes, path: shownPath, decoder: decoder)
  }
}

/// A format of documents that are one article each and are read like web pages.
protocol DocumentFormat: InputFormat {
  /// Reads a document, on any thread.
  func page(of document: DocumentFile, decoder: TextDecoder) throws(ArticleError) -> WebPageLayout
}

extension DocumentFormat {
  public var holdsSeveralArticles: Bool { false }

  public func open(_ file: CorpusFile, decoder: TextDecoder) -> any ArticleReader {
    DocumentReader(file, self, decoder)
  }
}

/// A reader of a document that is one article. A member of an archive is copied to a scratch folder
/// first, because programs need a file.
final class DocumentReader: ArticleReader {
  private let file: CorpusFile
  private let format: any DocumentFormat
  private let decoder: TextDecoder
  /// The document, when it has been opened before.
  private var opened: DocumentFile?
  private var isAtEnd = false

  init(
    _ file: CorpusFile, _ format: any DocumentFormat, _ decoder: TextDecoder,
    _ opened: DocumentFile? = nil
  ) {
    (self.file, self.format, self.decoder, self.opened) = (file, format, decoder, opened)
  }

  func next() throws(ArticleError) -> ArticlePart? {
    if isAtEnd { return nil }
    isAtEnd = true
    let document = if let opened = opened.take() { opened } else { try DocumentFile(file) }
    let slot = SingleUse(document)
    // Pictures take no memory: the part weighs no more than the largest text.
    return ArticlePart(
      byteCount: min(document.byteCount, decoder.maximumBytes), fileByteCount: document.byteCount,
      isLast: true
    ) { [file, format, decoder] () throws(ArticleError) in
      let document = slot.take()
      return try format.page(of: document, decoder: decoder)
        .article(id: file.relativePath, path: file.path)
    }
  }
}
