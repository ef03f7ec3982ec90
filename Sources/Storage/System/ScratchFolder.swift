/// A new folder for temporary files, in `$TMPDIR` or `/tmp`. Only this user may enter it. It is
/// removed with its contents when the object is released.
package final class ScratchFolder: Sendable {
  /// The absolute path.
  package let path: String

  package init() throws(SystemError) {
    let wanted = Process.environment("TMPDIR") ?? "/tmp"
    // A program that is started with the path may have another working directory.
    let parent = try FileSystem.resolvedPath(wanted)
    path = try FileSystem.makeTemporaryDirectory(in: parent)
  }

  deinit { Self.remove(path, depth: 0) }

  package func path(of name: String) -> String { path + "/" + name }

  private static let maximumDepth = 32

  /// Removes a file, a link, or a folder with its contents.
  private static func remove(_ path: String, depth: Int) {
    if (try? FileSystem.remove(path)) != nil || depth == maximumDepth { return }
    var names: [[UInt8]] = []
    try? FileSystem.forEachName(inDirectory: path) { names.append($0) }
    for name in names {
      remove(path + "/" + String(decoding: name, as: UTF8.self), depth: depth + 1)
    }
    FileSystem.removeDirectory(path)
  }
}
