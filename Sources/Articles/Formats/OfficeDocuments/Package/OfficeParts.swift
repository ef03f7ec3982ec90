import CArchive

/// The members of an office file that are held in memory, by name.
struct OfficeParts: Sendable {
  private var parts: [String: [UInt8]] = [:]
  /// Number of bytes of all members that are held.
  private(set) var byteCount = 0

  init() {}

  /// The contents of a member, or nil. Some programs begin names with a slash, and few keep to the
  /// case of names.
  subscript(name: String) -> [UInt8]? { parts[Self.key(name)] }

  var names: [String] { parts.keys.sorted() }

  mutating func add(_ name: String, _ contents: [UInt8]) {
    if parts.updateValue(contents, forKey: Self.key(name)) == nil { byteCount += contents.count }
  }

  private static func key(_ name: String) -> String {
    (name.hasPrefix("/") ? String(name.dropFirst()) : name).lowercased()
  }

  /// Reads the wanted members of an archive.
  ///
  /// - Throws: `tooLarge` when they have more bytes than the limit; errors of the archive.
  static func read(
    _ archive: OpenArchive, path: String, limit: Int, _ isWanted: (String) -> Bool
  ) throws(ArticleError) -> OfficeParts {
    var parts = OfficeParts()
    while let member = try archive.next(path: path) {
      guard let name = try name(of: member, path: path), isWanted(name) else { continue }
      parts.add(
        name,
        try archive.readMember(member, path: path, limit: limit, held: parts.byteCount))
    }
    return parts
  }

  /// Returns the name of a member; nil for a folder and for a name that no office file has.
  ///
  /// - Throws: `encrypted`.
  static func name(
    of member: OpenArchive.Member, path: String
  ) throws(ArticleError) -> String? {
    guard member.kind == XUNWEN_MEMBER_FILE, let bytes = member.name,
      let name = try? MemberName(bytes)
    else { return nil }
    if member.isEncrypted { throw ArticleError(path: path, reason: .encrypted) }
    // Some programs on Windows separate folders by backslashes.
    return name.path.replacing("\\", with: "/")
  }
}

extension OpenArchive {
  /// Returns the contents of the current member.
  ///
  /// - Parameter held: bytes of other members, which count against the limit.
  /// - Throws: `tooLarge`; errors of the archive.
  func readMember(
    _ member: Member, path: String, limit: Int, held: Int
  ) throws(ArticleError) -> [UInt8] {
    var contents: [UInt8] = []
    repeat {
      let count = held + max(contents.count, member.byteCount ?? 0)
      guard count <= limit else {
        throw ArticleError(path: path, reason: .tooLarge(bytes: count, limit: limit))
      }
    } while try read(upTo: Self.pieceBytes, appendingTo: &contents, path: path) > 0
    return contents
  }

}
