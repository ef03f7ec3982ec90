/// The relationships of a part of an Office Open XML package to other parts.
final class Relationships: XMLHandler {
  private let folder: String
  private var names: [String: String] = [:]
  private var namesByType: [String: [String]] = [:]
  private var count = 0

  /// A part has no more relationships.
  private static let maximumCount = 1 << 16

  private init(folder: String) { self.folder = folder }

  /// Reads the relationships of a part, or of the package, whose name is "".
  static func of(_ part: String, in parts: OfficeParts) -> Relationships {
    let folder = FilePath.folder(part)
    let relationships = Relationships(folder: folder)
    let path = "_rels/\(FilePath.name(part)).rels"
    if let document = parts[folder.isEmpty ? path : "\(folder)/\(path)"] {
      _ = XMLDocument.parse(document, into: relationships)
    }
    return relationships
  }

  /// Returns the name of the part with an id.
  func name(_ id: String) -> String? { names[id] }

  /// Returns the names of the parts whose type ends with a word.
  func names(ofType word: String) -> [String] { namesByType[word] ?? [] }

  func start(_ name: String, _ attributes: XMLAttributes) {
    guard name == "Relationship", count < Self.maximumCount,
      attributes["TargetMode"] != "External", let id = attributes["Id"],
      let target = attributes["Target"]
    else { return }
    count += 1
    let part = PartName.resolve(target, in: folder)
    names[id] = part
    namesByType[FilePath.name(attributes["Type"] ?? ""), default: []].append(part)
  }

  func end(_ name: String) {}
  func text(_ bytes: [UInt8]) {}
}

/// Operations on the names of parts.
enum PartName {
  /// Returns the name to which a relative address leads from a folder. An absolute address begins
  /// with a slash.
  static func resolve(_ address: String, in folder: String) -> String {
    let path = unescaped(address.prefix { $0 != "#" })
    var parts = path.hasPrefix("/") ? [] : folder.split(separator: "/").map(String.init)
    for part in path.split(separator: "/") {
      if part == ".." {
        _ = parts.popLast()
      } else if part != "." {
        parts.append(String(part))
      }
    }
    return parts.joined(separator: "/")
  }

  /// Decodes sequences such as `%E7`.
  private static func unescaped(_ address: Substring) -> String {
    guard address.utf8.contains(UInt8(ascii: "%")) else { return String(address) }
    let bytes = Array(address.utf8)
    var result: [UInt8] = []
    var at = 0
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: "%"), at + 2 < bytes.count,
        let value = UInt8(String(decoding: bytes[at + 1...at + 2], as: UTF8.self), radix: 16)
      {
        result.append(value)
        at += 3
      } else {
        result.append(bytes[at])
        at += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
