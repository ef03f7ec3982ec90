import Storage

/// A program of the system that reads documents.
struct HelperProgram: Sendable {
  let name: String
  /// The packages of Debian that provide the program and what it needs.
  let packages: String
  let limits: ProgramLimits

  /// The text of a PDF file with the coordinates of its words.
  static let pdfToText = HelperProgram(
    name: "pdftotext", packages: "poppler-utils poppler-data",
    limits: ProgramLimits(
      seconds: 60, clockSeconds: 240, memory: 2 << 30, fileBytes: 1 << 20, outputBytes: 2 << 30))

  /// The text of a Word document.
  static let catdoc = HelperProgram(
    name: "catdoc", packages: "catdoc",
    limits: ProgramLimits(
      seconds: 20, clockSeconds: 80, memory: 1 << 30, fileBytes: 1 << 30,
      outputBytes: 2 * ArticleLimits.maximumBytes))

  /// The text of a presentation.
  static let catppt = HelperProgram(name: "catppt", packages: "catdoc", limits: catdoc.limits)

  /// LibreOffice, which reads nearly all documents and takes seconds to start.
  static let office = HelperProgram(
    name: "soffice", packages: "libreoffice-writer-nogui",
    limits: ProgramLimits(
      seconds: 120, clockSeconds: 300, memory: 8 << 30, fileBytes: 1 << 30, outputBytes: 1 << 20,
      mayStartPrograms: true))

  /// Runs the program in the scratch folder, and passes its output on.
  ///
  /// - Returns: the beginning of what the program reports.
  /// - Throws: `missingProgram`, `failedProgram`.
  func run(
    _ arguments: [String], in scratch: ScratchFolder, programs: ProgramFolders,
    for document: DocumentFile, receive: ([UInt8]) -> Bool
  ) throws(ArticleError) -> String {
    guard let path = programs.path(of: name) else { throw document.error(missing) }
    let run = ProgramRun(
      path: path, arguments: arguments, folder: scratch.path, limits: limits)
    do throws(ProgramFailure) { return try run.run(receive: receive) } catch {
      throw document.error(.failedProgram(name: name, problem: problem(error)))
    }
  }

  /// Runs the program, and returns the text that it writes, in UTF-8.
  ///
  /// - Throws: `tooLarge` for more bytes than the limit; `missingProgram`, `failedProgram`.
  func text(
    _ arguments: [String], in scratch: ScratchFolder, programs: ProgramFolders,
    for document: DocumentFile, limit: Int
  ) throws(ArticleError) -> [UInt8] {
    var text: [UInt8] = []
    do throws(ArticleError) {
      _ = try run(arguments, in: scratch, programs: programs, for: document) {
        text += $0
        return text.count <= limit
      }
    } catch {
      if text.count > limit {
        throw document.error(.tooLarge(bytes: text.count, limit: limit))
      }
      throw error
    }
    return UTF8Validity.repaired(text).utf8
  }

  var missing: ArticleError.Reason { .missingProgram(name: name, packages: packages) }

  private func problem(_ failure: ProgramFailure) -> String {
    switch failure {
    case .notStarted(let error): "\(error)"
    case .exited(let status, let errors):
      Self.firstLine(of: errors) ?? "it exited with status \(status)"
    case .signalled(let number): "it was ended by signal \(number)"
    case .outOfTime: "it took more than \(limits.seconds) seconds"
    case .tooMuchOutput: "it wrote too much"
    case .stopped, .cancelled: "interrupted"
    }
  }

  private static let longestLine = 200

  /// Returns the first line of the errors that is not blank, without control characters.
  private static func firstLine(of errors: String) -> String? {
    errors.split(whereSeparator: \.isNewline).lazy
      .map { $0.prefix(longestLine).description.cleanedName() }.first { !$0.isEmpty }
  }
}

/// The folders in which programs are looked for.
struct ProgramFolders: Sendable {
  private let folders: [String]

  /// - Parameter path: absolute paths of folders, separated by colons; others are ignored.
  init(path: String) {
    folders = path.split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
  }

  /// The folders of the environment variable `PATH`.
  static let ofEnvironment = ProgramFolders(
    path: Process.environment("PATH") ?? "/usr/local/bin:/usr/bin:/bin")

  /// Returns the absolute path of a program; nil when no folder has it.
  func path(of name: String) -> String? {
    folders.lazy.map { FilePath.join($0, name) }.first(where: FileSystem.isExecutable)
  }
}
