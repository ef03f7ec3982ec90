/// Tests by which office documents are recognized.
enum OfficeDocumentSignature {
  /// The usual endings of names.
  static let endings = [
    ".docx", ".docm", ".dotx", ".dotm", ".xlsx", ".xlsm", ".xltx", ".pptx", ".pptm", ".ppsx",
    ".odt", ".ott", ".ods", ".ots", ".odp", ".otp", ".epub", ".ofd",
  ]

  static func isOfficeName(_ name: String) -> Bool { endings.contains(where: name.hasSuffix) }

  /// True for the beginning of a zip archive whose first member is that of an office document.
  ///
  /// A zip archive of pages may have a folder `word`, but no `word/document.xml` in front.
  static func isDocument(_ beginning: [UInt8]) -> Bool {
    guard let name = ZipBeginning.firstName(beginning) else { return false }
    if name == "mimetype" {
      let type = ZipBeginning.firstContents(beginning)
      return type.starts(with: "application/vnd.oasis.opendocument".utf8)
        || type.starts(with: "application/epub+zip".utf8)
    }
    if ["[Content_Types].xml", "_rels/.rels", "OFD.xml", "META-INF/container.xml"].contains(name) {
      return true
    }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count > 1, folders.contains(String(parts[0])) else { return false }
    return parts.count == 2 && parts[1].hasSuffix(".xml") || partFolders.contains(String(parts[1]))
  }

  private static let folders: Set = ["docProps", "word", "xl", "ppt"]
  private static let partFolders: Set = ["_rels", "theme", "worksheets", "slides"]
}

/// The first member of a zip archive, by the archive's first bytes.
enum ZipBeginning {
  static let signature = Array("PK\u{3}\u{4}".utf8)
  private static let headerBytes = 30

  /// Returns the name of the first member; nil for other files and for undecodable names.
  static func firstName(_ beginning: [UInt8]) -> String? {
    guard beginning.count > headerBytes, beginning.starts(with: signature) else { return nil }
    let length = Int(beginning[26]) | Int(beginning[27]) << 8
    return String(validating: beginning.dropFirst(headerBytes).prefix(length), as: UTF8.self)
  }

  /// Returns the first bytes of the contents of the first member as they are stored.
  static func firstContents(_ beginning: [UInt8]) -> ArraySlice<UInt8> {
    guard beginning.count > headerBytes else { return [] }
    let name = Int(beginning[26]) | Int(beginning[27]) << 8
    let extra = Int(beginning[28]) | Int(beginning[29]) << 8
    return beginning.dropFirst(headerBytes + name + extra)
  }
}
