import Xunwen

/// A file that gets its name when it is complete.
final class OutputFile {
  private let path: String
  private let partial: String
  private let file: FileDescriptor
  private var isFinished = false

  init(_ path: String) throws(CommandFailure) {
    self.path = path
    let partial = path + ".partial"
    self.partial = partial
    file = try CommandFailure.naming(path) { () throws(SystemError) in
      try FileDescriptor(partial, .write(.emptied))
    }
  }

  deinit {
    if !isFinished { try? FileSystem.remove(partial) }
  }

  func write(_ bytes: [UInt8]) throws(CommandFailure) {
    try CommandFailure.naming(path) { () throws(SystemError) in
      // Safe: the bytes of the array live during the call.
      unsafe try file.write(bytes.span.bytes)
    }
  }

  /// Waits until all bytes are on the disk, and renames the file.
  func finish() throws(CommandFailure) {
    try CommandFailure.naming(path) { () throws(SystemError) in
      try file.sync()
      try FileSystem.move(partial, to: path)
    }
    isFinished = true
  }
}
