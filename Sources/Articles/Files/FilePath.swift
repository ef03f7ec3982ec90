/// Operations on the text of paths, without access to the disk.
package enum FilePath {
  /// A path below a folder.
  package static func join(_ folder: String, _ name: String) -> String {
    folder.utf8.last == UInt8(ascii: "/") ? folder + name : folder + "/" + name
  }

  /// The part of a path after its last slash.
  package static func name(_ path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  /// The part of a path before its last slash; "" for a path without a slash.
  package static func folder(_ path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The part of a path below a folder: "" for the folder itself, nil for a path outside. Both
  /// paths are absolute, without links and without slashes at the end.
  package static func relative(_ path: String, to folder: String) -> String? {
    if path.utf8.elementsEqual(folder.utf8) { return "" }
    let prefix = join(folder, "").utf8
    guard path.utf8.starts(with: prefix) else { return nil }
    return String(decoding: path.utf8.dropFirst(prefix.count), as: UTF8.self)
  }

  /// True for a path that is one of several folders or files, or below one. The paths are as for
  /// `relative`.
  package static func isInside(_ path: String, anyOf folders: [String]) -> Bool {
    folders.contains { relative(path, to: $0) != nil }
  }
}
