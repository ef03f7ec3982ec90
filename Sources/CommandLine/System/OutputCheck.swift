import Xunwen

/// Checks of the file that a command is to write, made before the file is opened.
enum OutputCheck {
  /// Refuses a file in the folder of an index, and a link to nothing, which may lead anywhere.
  static func check(_ path: String) throws(CommandFailure) {
    guard !path.isEmpty else { throw CommandFailure("the name of the output file is empty") }
    if !FileSystem.exists(path), (try? FileSystem.facts(of: path, followingLinks: false)) != nil {
      throw CommandFailure("\(path) is a link to a file that does not exist")
    }
    let folder = FilePath.folder(FileSystem.realPath(path))
    if Archive.isIndex(folder.isEmpty ? "." : folder) {
      throw CommandFailure("\(path) is in the folder of an index; write to another folder")
    }
  }

  /// Refuses the input of a command as its output.
  ///
  /// - Parameters:
  ///   - output: the file to write; nil for standard output.
  ///   - input: the file to read; `-` for standard input.
  static func check(_ output: String?, differsFrom input: String) throws(CommandFailure) {
    let written =
      if let output { try? FileSystem.facts(of: output) } else {
        try? FileDescriptor.standardOutput.facts()
      }
    let read =
      if input == "-" { try? FileDescriptor.standardInput.facts() } else {
        try? FileSystem.facts(of: input)
      }
    guard let written, let read, read.kind == .file, written.isSameFile(as: read) else { return }
    throw CommandFailure(
      "\(output ?? "standard output") is also the input; write to another file")
  }
}
