import Storage

/// Presentations of PowerPoint before 2007 and of WPS (`.ppt`, `.pps`, `.dps`), one article per
/// file.
///
/// LibreOffice converts them to `.pptx`, which has the titles, the order of the slides and the
/// notes. Without LibreOffice, catppt gives the texts in the order of the file.
struct SlideDocuments: DocumentFormat {
  let programs: ProgramFolders

  var name: String { "presentations" }

  /// The format of a file is known from the compound file around it.
  func accepts(name: String, beginning: () -> [UInt8]) -> Bool { false }

  /// - Throws: `missingProgram`, `failedProgram`, `noText`, `tooLarge`, `encrypted`.
  func page(
    of document: DocumentFile, decoder: TextDecoder
  ) throws(ArticleError) -> WebPageLayout {
    let scratch = try document.scratchFolder()
    guard programs.path(of: HelperProgram.office.name) != nil else {
      return try plainPage(of: document, in: scratch, decoder)
    }
    let converted: String
    do throws(ArticleError) {
      converted = try OfficeConversion.convert(document, to: "pptx", in: scratch, programs)
    } catch {
      // LibreOffice may lack the part that reads presentations.
      if Task.isCancelled { throw error }
      do { return try plainPage(of: document, in: scratch, decoder) } catch _ { throw error }
    }
    do throws(ArticleError) {
      return try OfficeText(path: converted, limit: decoder.maximumBytes).layout
    } catch {
      throw document.error(error.reason)
    }
  }

  private func plainPage(
    of document: DocumentFile, in scratch: ScratchFolder, _ decoder: TextDecoder
  ) throws(ArticleError) -> WebPageLayout {
    let text = try HelperProgram.catppt.text(
      ["-d", "utf-8", document.path], in: scratch, programs: programs, for: document,
      limit: decoder.maximumBytes)
    guard Blanks.trimmed(text, 0..<text.count) != nil else { throw document.error(.noText) }
    return WebPageLayout(MarkedPage(plain: text), encoding: "UTF-8")
  }
}
