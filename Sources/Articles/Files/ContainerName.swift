/// The usual endings of containers.
enum ContainerName {
  private static let compressions: Set<Substring> = ["gz", "bz2", "xz", "zst"]
  private static let archives: Set<Substring> = [
    "zip", "tar", "7z", "tgz", "tbz", "tbz2", "txz", "tzst",
  ]

  /// - Parameter name: a name in lower case.
  static func isContainer(_ name: String) -> Bool {
    guard let ending = ending(of: name) else { return false }
    return compressions.contains(ending) || archives.contains(ending)
  }

  /// The name of a file without the ending that means its compression.
  static func withoutCompression(_ name: String) -> String {
    guard let ending = ending(of: name), compressions.contains(Substring(ending.lowercased()))
    else { return name }
    return String(name.dropLast(ending.count + 1))
  }

  private static func ending(of name: String) -> Substring? {
    name.lastIndex(of: ".").map { name[name.index(after: $0)...] }
  }
}
