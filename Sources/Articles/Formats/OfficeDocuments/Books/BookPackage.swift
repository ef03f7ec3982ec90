/// The package document of a book: its properties and its reading order.
struct BookPackage {
  let properties: OfficeProperties
  /// The names of the members that are chapters.
  let chapters: Set<String>
  /// The names of encrypted members.
  let encrypted: Set<String>

  /// Reads the package document, and begins the archive again.
  ///
  /// - Throws: `damagedDocument`, `tooLarge`; errors of the archive.
  init(_ archive: OpenArchive, path: String, _ limit: Int) throws(ArticleError) {
    let parts = try OfficeParts.read(archive, path: path, limit: limit) { name in
      let name = name.lowercased()
      return name.hasSuffix(".opf") || name.hasPrefix("meta-inf/") && name.hasSuffix(".xml")
    }
    try archive.rewind(path: path)
    let container = PackageList()
    if let document = parts["META-INF/container.xml"] {
      _ = XMLDocument.parse(document, into: container)
    }
    let name =
      container.names.first { parts[$0] != nil }
      ?? parts.names.first { $0.hasSuffix(".opf") }
    guard let name, let document = parts[name] else {
      throw ArticleError(path: path, reason: .damagedPart("META-INF/container.xml"))
    }
    let order = ReadingOrder(folder: FilePath.folder(name))
    guard XMLDocument.parse(document, into: order) else {
      throw ArticleError(path: path, reason: .damagedPart(name))
    }
    properties = OfficeProperties(document)
    chapters = order.chapters
    let encryption = PackageList()
    if let document = parts["META-INF/encryption.xml"] {
      _ = XMLDocument.parse(document, into: encryption)
    }
    encrypted = Set(encryption.names)
  }
}

/// A reader of the names of members in `container.xml` and `encryption.xml`.
private final class PackageList: XMLHandler {
  private(set) var names: [String] = []

  private static let maximumCount = 1 << 16

  func start(_ name: String, _ attributes: XMLAttributes) {
    guard names.count < Self.maximumCount, name == "rootfile" || name == "CipherReference",
      let address = attributes["full-path"] ?? attributes["URI"]
    else { return }
    names.append(PartName.resolve(address, in: ""))
  }

  func end(_ name: String) {}
  func text(_ bytes: [UInt8]) {}
}

/// A reader of the list of members and of their order in a package document.
private final class ReadingOrder: XMLHandler {
  private let folder: String
  private var members: [String: String] = [:]
  private(set) var chapters: Set<String> = []

  private static let maximumCount = 1 << 16

  init(folder: String) { self.folder = folder }

  func start(_ name: String, _ attributes: XMLAttributes) {
    switch name {
    case "item":
      let isContents = attributes["properties"]?.split(separator: " ").contains("nav") ?? false
      guard members.count < Self.maximumCount, !isContents, let id = attributes["id"],
        let address = attributes["href"]
      else { return }
      members[id] = PartName.resolve(address, in: folder)
    case "itemref":
      if let name = attributes["idref"].flatMap({ members[$0] }) { chapters.insert(name) }
    default: break
    }
  }

  func end(_ name: String) {}
  func text(_ bytes: [UInt8]) {}
}
