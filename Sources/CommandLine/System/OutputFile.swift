import Wire
import Xunwen

/// A file that gets its name when it is complete. A device or a pipe is written at once, and never
/// replaced. A file that replaces another has its permissions.
final class OutputFile {
  private let path: String
  private let file: FileDescriptor
  /// The file to replace, at the end of the links.
  private let target: String
  /// The name of the incomplete file; nil for a device or a pipe.
  private let partial: String?
  private var isFinished = false

  init(_ path: String) throws {
    try OutputCheck.check(path)
    self.path = path
    let (target, isReplaced) = try CommandFailure.naming(path) { () throws(SystemError) in
      (try FileSystem.resolvedPath(path), try Self.isReplaced(path))
    }
    self.target = target
    let partial = isReplaced ? target + ".partial" : nil
    self.partial = partial
    file = try CommandFailure.naming(path) { () throws(SystemError) -> FileDescriptor in
      guard let partial else { return try FileDescriptor(path, .write(.emptied)) }
      let file = try FileDescriptor.creating(partial)
      do throws(SystemError) {
        // The replaced file may be private. The new one has no bytes yet.
        try FileSystem.copyPermissions(of: target, to: partial)
      } catch {
        try? FileSystem.remove(partial)
        throw error
      }
      return file
    }
  }

  deinit {
    if !isFinished, let partial, isStillOwn(partial) { try? FileSystem.remove(partial) }
  }

  /// The links in `/dev` lead to the open files of the process, which other programs may share.
  private static func isReplaced(_ path: String) throws(SystemError) -> Bool {
    guard let facts = try FileSystem.factsIfExists(of: path) else { return true }
    return facts.kind == .file && !path.hasPrefix("/dev/")
  }

  func write(_ bytes: [UInt8]) throws(CommandFailure) {
    try CommandFailure.naming(path) { () throws(SystemError) in
      // Safe: the bytes of the array live during the call.
      unsafe try file.write(bytes.span.bytes)
    }
  }

  /// Waits until all bytes are on the disk, and renames the file.
  func finish() throws(CommandFailure) {
    guard let partial else { return }
    guard isStillOwn(partial) else {
      throw CommandFailure("\(path): another process has replaced \(partial)")
    }
    try CommandFailure.naming(path) { () throws(SystemError) in
      try file.sync()
      try FileSystem.move(partial, to: target)
    }
    isFinished = true
  }

  /// False when another process writes the same file, and has replaced the incomplete file.
  private func isStillOwn(_ partial: String) -> Bool {
    guard let own = try? file.facts(),
      let named = try? FileSystem.facts(of: partial, followingLinks: false)
    else { return false }
    return named.isSameFile(as: own)
  }
}
