import Wire
import Xunwen

/// Checks of the file that a command is to write, made before the file is opened. A file that
/// cannot be examined is refused, because it could be any file.
enum OutputCheck {
  /// Refuses a file in the folder of an index, and a link to nothing, which may lead anywhere.
  static func check(_ path: String) throws {
    guard !path.isEmpty else { throw CommandFailure("the name of the output file is empty") }
    let real = try CommandFailure.naming(path) { () throws(SystemError) in
      if !FileSystem.exists(path), (try? FileSystem.facts(of: path, followingLinks: false)) != nil {
        return nil as String?
      }
      return try FileSystem.resolvedPath(path)
    }
    guard let real else {
      throw CommandFailure("\(path) is a link to a file that does not exist")
    }
    let folder = FilePath.folder(real)
    if try Archive.isIndex(folder.isEmpty ? "." : folder) {
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
      if let output { try facts(of: output) } else {
        try? FileDescriptor.standardOutput.facts()
      }
    let read =
      if input == "-" { try? FileDescriptor.standardInput.facts() } else {
        try facts(of: input)
      }
    guard let written, let read, read.kind == .file, written.isSameFile(as: read) else { return }
    throw CommandFailure(
      "\(output ?? "standard output") is also the input; write to another file")
  }

  private static func facts(of path: String) throws(CommandFailure) -> FileFacts? {
    try CommandFailure.naming(path) { () throws(SystemError) in
      try FileSystem.factsIfExists(of: path)
    }
  }
}
