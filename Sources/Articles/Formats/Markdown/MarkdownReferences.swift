/// The definitions of the links of a Markdown text: lines such as `[name]: https://…`.
struct MarkdownReferences {
  private var names: Set<String> = []

  /// Longer names are text.
  private static let longestName = 999

  init(_ text: ArraySlice<UInt8>) {
    MarkdownLine.forEach(in: text) { line in
      if let name = Self.definition(MarkdownLine(line).text) { names.insert(name) }
    }
  }

  /// True for a line that defines a link, and is no text.
  func isDefinition(_ line: ArraySlice<UInt8>) -> Bool { Self.definition(line) != nil }

  func contains(_ name: ArraySlice<UInt8>) -> Bool {
    !names.isEmpty && name.count <= Self.longestName && names.contains(Self.key(name))
  }

  private static func key(_ name: ArraySlice<UInt8>) -> String {
    String(decoding: name, as: UTF8.self).foldingWhitespace().lowercased()
  }

  /// Returns the name that a line defines. Notes (`[^1]: …`) are text.
  private static func definition(_ line: ArraySlice<UInt8>) -> String? {
    guard line.first == UInt8(ascii: "["), line.dropFirst().first != UInt8(ascii: "^"),
      let end = line.prefix(longestName + 2).firstIndex(of: UInt8(ascii: "]")),
      end > line.startIndex + 1
    else { return nil }
    let rest = line[(end + 1)...]
    guard rest.first == UInt8(ascii: ":") else { return nil }
    // The address is the only word, except for a title in quotation marks.
    let words = rest.dropFirst().split { $0 <= 0x20 }
    guard let address = words.first else { return nil }
    let isAddress = address.contains { ":/.#<".utf8.contains($0) }
    let isTitled = words.count == 1 || words[1].first.map { "\"'(".utf8.contains($0) } ?? false
    return isAddress && isTitled ? key(line[(line.startIndex + 1)..<end]) : nil
  }
}
