import Storage

/// The conversion of a Word document to text by the programs that are present.
struct WordConversion {
  private let document: DocumentFile
  private let programs: ProgramFolders
  private let decoder: TextDecoder

  init(_ document: DocumentFile, _ programs: ProgramFolders, _ decoder: TextDecoder) {
    (self.document, self.programs, self.decoder) = (document, programs, decoder)
  }

  /// - Throws: `missingProgram`, `failedProgram`, `encrypted`, `noText`, `tooLarge`,
  ///   `damagedDocument`.
  func page() throws(ArticleError) -> WebPageLayout {
    let scratch = try document.scratchFolder()
    var failure: ArticleError?
    do throws(ArticleError) {
      let text = try catdocText(scratch)
      if Self.isReadable(text) {
        let page = MarkedPage(plain: WordFields.removed(from: Self.withoutNotes(text)))
        return WebPageLayout(page, encoding: "UTF-8")
      }
      failure = document.error(.noText)
    } catch {
      switch error.reason {
      case .missingProgram, .failedProgram: failure = error
      default: throw error
      }
    }
    guard programs.path(of: HelperProgram.office.name) != nil, !Task.isCancelled else {
      throw failure ?? document.error(.noText)
    }
    return try officePage(scratch)
  }

  // MARK: catdoc

  private func catdocText(_ scratch: ScratchFolder) throws(ArticleError) -> [UInt8] {
    do throws(ArticleError) {
      // Without line breaks within paragraphs.
      return try HelperProgram.catdoc.text(
        ["-w", "-d", "utf-8", document.path], in: scratch, programs: programs, for: document,
        limit: decoder.maximumBytes)
    } catch {
      if case .failedProgram(_, let problem) = error.reason, problem.contains("encrypted") {
        throw document.error(.encrypted)
      }
      throw error
    }
  }

  /// Lines with remarks of catdoc at the beginning.
  private static let notes = ["[This was fast-saved", "[This was a template"]

  private static func withoutNotes(_ text: [UInt8]) -> [UInt8] {
    var rest = text[...]
    while notes.contains(where: { rest.starts(with: $0.utf8) }),
      let end = rest.firstIndex(of: 0x0A)
    {
      rest = rest[(end + 1)...]
    }
    return Array(rest)
  }

  /// False for a text that is blank, and for one in an old Chinese encoding, which catdoc reads as
  /// letters with accents.
  static func isReadable(_ text: [UInt8]) -> Bool {
    var (others, accents) = (0, 0)
    var isBlank = true
    for byte in text {
      if byte > 0x20 { isBlank = false }
      if byte >= 0xC0 { others += 1 }
      if byte == 0xC2 || byte == 0xC3 { accents += 1 }
    }
    return !isBlank && (others < 20 || accents * 2 < others)
  }

  // MARK: LibreOffice

  private func officePage(_ scratch: ScratchFolder) throws(ArticleError) -> WebPageLayout {
    let output = try OfficeConversion.convert(document, to: "html", in: scratch, programs)
    let bytes: [UInt8]
    do throws(ArticleError) {
      bytes = try InputFile(path: output).readAll(limit: decoder.maximumBytes)
    } catch {
      throw document.error(error.reason)
    }
    return try WebPage.page(in: bytes, path: document.shownPath, decoder: decoder)
  }
}
