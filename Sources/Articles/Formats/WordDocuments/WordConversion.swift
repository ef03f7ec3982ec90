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
    // LibreOffice reads unknown bytes as text.
    guard try CompoundFile.holdsDocument(document) else {
      throw document.error(.damagedDocument(problem: "no text of Word or of a similar program"))
    }
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
    var text: [UInt8] = []
    do throws(ArticleError) {
      // Without line breaks within paragraphs.
      _ = try HelperProgram.catdoc.run(
        ["-w", "-d", "utf-8", document.path], in: scratch, programs: programs, for: document
      ) {
        text += $0
        return text.count <= decoder.maximumBytes
      }
    } catch {
      if text.count > decoder.maximumBytes {
        throw document.error(.tooLarge(bytes: text.count, limit: decoder.maximumBytes))
      }
      if case .failedProgram(_, let problem) = error.reason, problem.contains("encrypted") {
        throw document.error(.encrypted)
      }
      throw error
    }
    return UTF8Validity.repaired(text).utf8
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
    // The program writes a file with the name of the document.
    let name = FilePath.name(document.path)
    let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    _ = try HelperProgram.office.run(
      [
        "--headless", "--norestore", "--nolockcheck",
        "-env:UserInstallation=file://\(scratch.path(of: "profile"))", "--convert-to",
        "html", "--outdir", scratch.path, document.path,
      ], in: scratch, programs: programs, for: document
    ) { _ in true }
    let output = scratch.path(of: stem + ".html")
    guard FileSystem.exists(output) else {
      throw document.error(
        .failedProgram(name: HelperProgram.office.name, problem: "it cannot read the document"))
    }
    let bytes: [UInt8]
    do throws(ArticleError) {
      bytes = try InputFile(path: output).readAll(limit: decoder.maximumBytes)
    } catch {
      throw document.error(error.reason)
    }
    return try WebPage.page(in: bytes, path: document.shownPath, decoder: decoder)
  }
}
