import Storage

/// The conversion of a document to a newer format by LibreOffice.
enum OfficeConversion {
  /// Converts a document, and returns the path of the result in the scratch folder.
  ///
  /// - Parameter format: the ending of the new format.
  /// - Throws: `missingProgram`, `failedProgram`.
  static func convert(
    _ document: DocumentFile, to format: String, in scratch: ScratchFolder,
    _ programs: ProgramFolders
  ) throws(ArticleError) -> String {
    // The program writes a file with the name of the document.
    let name = FilePath.name(document.path)
    let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    _ = try HelperProgram.office.run(
      [
        "--headless", "--norestore", "--nolockcheck",
        "-env:UserInstallation=file://\(scratch.path(of: "profile"))", "--convert-to",
        format, "--outdir", scratch.path, document.path,
      ], in: scratch, programs: programs, for: document
    ) { _ in true }
    let output = scratch.path(of: stem + "." + format)
    guard FileSystem.exists(output) else {
      throw document.error(
        .failedProgram(name: HelperProgram.office.name, problem: "it cannot read the document"))
    }
    return output
  }
}
