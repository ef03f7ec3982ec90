#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder of small files with a user's state: `$XDG_STATE_HOME/NAME`, by default
/// `~/.local/state/NAME` (XDG Base Directory Specification 0.8).
///
/// Only the user may read the files. A write replaces a file as a whole, so that a reader sees all
/// of a file or, for an instant, none, whatever other processes do. Old files are removed when
/// there are many.
package struct StateFolder {
  private let path: String

  /// The most files that stay.
  private static let maxFiles = 64
  /// The most bytes of a file that are read.
  private static let maxBytes = 1 << 20

  /// Returns nil when the environment names no absolute path.
  package init?(name: String) {
    let home = Process.environment("HOME").map { $0 + "/.local/state" }
    let candidates = [Process.environment("XDG_STATE_HOME"), home].compactMap { $0 }
    // Relative paths are invalid by the specification.
    guard let parent = candidates.first(where: { $0.hasPrefix("/") }) else { return nil }
    self.init(path: parent + "/" + name)
  }

  /// Returns nil for a relative path.
  init?(path: String) {
    guard path.hasPrefix("/") else { return nil }
    self.path = path
  }

  /// The bytes of the file for a key; nil when there is none.
  package func read(_ key: [UInt8]) -> [UInt8]? {
    guard let file = try? FileDescriptor(filePath(key), .readWithoutWaiting) else { return nil }
    var bytes: [UInt8] = []
    guard (try? file.read(Self.maxBytes, at: 0, appendingTo: &bytes)) != nil else { return nil }
    return bytes
  }

  /// Replaces the file for a key.
  ///
  /// - Throws: `SystemError`, for example in a home that cannot be written. The old file stays.
  package func write(_ bytes: [UInt8], _ key: [UInt8]) throws(SystemError) {
    let target = filePath(key)
    let isNew = !FileSystem.exists(target)
    if isNew { try makeFolders() }
    var template = Array("\(path)/partial-XXXXXX".utf8CString)
    // Safe: the template ends with a zero and is changed in place.
    let number = try SystemError.check("mkstemp") { unsafe mkstemp(&template) }
    let partial = String(
      decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    do throws(SystemError) {
      let file = FileDescriptor(owning: number)
      // Safe: the bytes of the array live during the call.
      unsafe try file.write(bytes.span.bytes)
      // A move over a file takes ext4 several milliseconds, because it first writes the new bytes
      // to the disk. Without the old file, it takes microseconds.
      if !isNew { try? FileSystem.remove(target) }
      try FileSystem.move(partial, to: target)
    } catch {
      try? FileSystem.remove(partial)
      throw error
    }
    if isNew { removeOldFiles() }
  }

  private func filePath(_ key: [UInt8]) -> String {
    let digits = String(XXH64.hash(key.span), radix: 16)
    return "\(path)/\(String(repeating: "0", count: 16 - digits.count))\(digits)"
  }

  /// Makes the folder, and the folders above it that are absent.
  private func makeFolders() throws(SystemError) {
    var end = path.startIndex
    while end < path.endIndex {
      end = path[path.index(after: end)...].firstIndex(of: "/") ?? path.endIndex
      try FileSystem.makeDirectory(String(path[..<end]), mode: 0o700)
    }
  }

  /// Removes the oldest files beyond the limit, also partial files of processes that were killed.
  private func removeOldFiles() {
    var files: [(path: String, modified: Int64)] = []
    try? FileSystem.forEachName(inDirectory: path) { name in
      let file = "\(path)/\(String(decoding: name, as: UTF8.self))"
      guard let facts = try? FileSystem.facts(of: file, followingLinks: false) else { return }
      files.append((file, facts.modified))
    }
    files.sort { $0.modified < $1.modified }
    for file in files.dropLast(Self.maxFiles) { try? FileSystem.remove(file.path) }
  }
}
