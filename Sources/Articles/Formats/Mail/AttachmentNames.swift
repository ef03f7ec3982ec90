/// The names of the attachments of a mail, which are different.
struct AttachmentNames {
  private var seen: Set<String> = []
  private var count = 0

  private static let longestName = 200

  /// - Parameter declared: the name in the message; only its last part counts.
  mutating func name(_ declared: String?, _ type: MediaType) -> String {
    count += 1
    let last = declared?.split { $0 == "/" || $0 == "\\" }.last.map { $0.cleanedName() } ?? ""
    var name =
      last.unicodeScalars.count > Self.longestName
      ? String(String.UnicodeScalarView(last.unicodeScalars.suffix(Self.longestName))) : last
    if name.isEmpty || name == "." || name == ".." { name = type.completing("part-\(count)") }
    while !seen.insert(name).inserted { name += "#\(count)" }
    return name
  }

  /// The name as the message has it.
  static func withoutNumber(_ name: String) -> String {
    guard let mark = name.lastIndex(of: "#"), name[mark...].dropFirst().allSatisfy(\.isNumber)
    else { return name }
    return String(name[..<mark])
  }
}
