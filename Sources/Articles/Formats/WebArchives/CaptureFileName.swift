/// The name of a file, by which the format of a capture is recognized, from its address and type.
enum CaptureFileName {
  /// Returns nil for a capture that is no article.
  ///
  /// - Parameter beginning: returns the first 4 KiB of the contents.
  static func name(
    _ address: String, _ type: MediaType, beginning: () -> [UInt8]
  ) -> String? {
    let name = lastPart(of: address)
    if type.isNoArticle || name.lowercased() == "robots.txt" { return nil }
    if type.isUnknown || type.ending == nil { return name }
    switch type.ending {
    case "html": return isBinary(beginning()) ? name : type.completing(name)
    case "txt":
      // Servers declare plain text for files of which they do not know the type.
      return isBinary(beginning()) || hasOtherEnding(name) ? name : type.completing(name)
    default: return type.completing(name)
    }
  }

  /// The name under which a skipped capture is counted.
  static func shown(_ address: String, _ type: MediaType) -> String {
    let name = lastPart(of: address)
    if name.contains(".") { return name }
    let subtype = type.name.split(separator: "/").last ?? ""
    return name + "." + subtype.prefix { $0 != "+" }
  }

  /// The last part of the path; `index` for the root of a site.
  private static func lastPart(of address: String) -> String {
    let path = address.prefix { $0 != "?" && $0 != "#" }
    let parts = path.split(separator: "/")
    // Before the path are the scheme and the host.
    let isRoot = path.hasSuffix("/") || parts.count <= 2 && path.contains("://")
    return isRoot ? "index" : parts.last.map(String.init) ?? "index"
  }

  private static func isBinary(_ beginning: [UInt8]) -> Bool {
    let sample = beginning.prefix(512)
    return sample.contains(0) && ByteOrderMark.of(sample) == nil
      && UTF16Detector.encoding(of: beginning) == nil
  }

  /// The endings of programs that write pages.
  private static let programs: Set<Substring> = [
    "php", "asp", "aspx", "jsp", "do", "action", "cgi", "cfm", "htm", "html", "shtml", "xhtml",
    "txt", "text",
  ]

  private static func hasOtherEnding(_ name: String) -> Bool {
    let name = name.lowercased()
    guard let dot = name.lastIndex(of: ".") else { return false }
    let ending = name[name.index(after: dot)...]
    return ending.utf8.count <= 5 && !programs.contains(ending)
      && ending.utf8.contains { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 }
  }
}
