/// The text of a paragraph of Markdown as HTML, in O(*n*): without marks of emphasis and with the
/// texts of links and images.
struct MarkdownText {
  private(set) var html: [UInt8] = []

  private let text: [UInt8]
  private let references: MarkdownReferences
  private let marks: MarkdownMarks
  /// The links whose texts are being written: the index of `]`, and the index after the address.
  private var openLinks: [(close: Int, end: Int)] = []

  init(_ text: [UInt8], _ references: MarkdownReferences) {
    self.text = text
    self.references = references
    marks = MarkdownMarks(text)
    html.reserveCapacity(text.count + 16)
    write()
  }

  /// Escapes a text for HTML.
  static func escaped(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    for byte in text { append(byte, to: &result) }
    return result
  }

  private static func append(_ byte: UInt8, to html: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "<"): html += "&lt;".utf8
    case UInt8(ascii: ">"): html += "&gt;".utf8
    case UInt8(ascii: "&"): html += "&amp;".utf8
    default: html.append(byte)
    }
  }

  // MARK: Marks

  private mutating func write() {
    var at = 0
    while at < text.count {
      let byte = text[at]
      switch byte {
      case UInt8(ascii: "\\") where at + 1 < text.count && Self.isPunctuation(text[at + 1]):
        Self.append(text[at + 1], to: &html)
        at += 2
      case UInt8(ascii: "`"):
        let start = marks.end(ofRunAt: at)
        if let end = marks[at] {
          html += Self.escaped(text[start..<(end - (start - at))])
          at = end
        } else {
          html += text[at..<start]
          at = start
        }
      case UInt8(ascii: "<"):
        if let end = marks[at] {
          writeTag(at..<end)
          at = end
        } else {
          Self.append(byte, to: &html)
          at += 1
        }
      case UInt8(ascii: "&") where Self.isEntity(text[at...]):
        html.append(byte)
        at += 1
      case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"):
        if marks[at] == nil { html.append(byte) }
        at += 1
      case UInt8(ascii: "!") where linkEnd(at + 1) != nil:
        // The text of an image follows as that of a link.
        at += 1
      case UInt8(ascii: "["):
        if let note = noteEnd(at) {
          at = note
        } else if let close = marks[at], let end = linkEnd(at) {
          openLinks.append((close, end))
          html += "<a>".utf8
          at += 1
        } else {
          html.append(byte)
          at += 1
        }
      case UInt8(ascii: "]"):
        if let link = openLinks.last, link.close == at {
          openLinks.removeLast()
          html += "</a>".utf8
          at = link.end
        } else {
          html.append(byte)
          at += 1
        }
      default:
        Self.append(byte, to: &html)
        at += 1
      }
    }
  }

  /// Writes a tag as it is, and an address in angle brackets as a link.
  private mutating func writeTag(_ range: Range<Int>) {
    let inner = text[(range.lowerBound + 1)..<(range.upperBound - 1)]
    let isAddress =
      !inner.contains { $0 <= 0x20 }
      && (ByteScan.first(Array("://".utf8), in: inner) != nil
        || inner.contains(UInt8(ascii: "@")) || inner.starts(with: "mailto:".utf8))
    if isAddress {
      html += "<a>".utf8 + Self.escaped(inner) + "</a>".utf8
    } else {
      html += text[range]
    }
  }

  static func isPunctuation(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
    default: false
    }
  }

  private static let longestEntity = 32

  private static func isEntity(_ text: ArraySlice<UInt8>) -> Bool {
    let name = text.dropFirst().prefix(longestEntity)
    guard let end = name.firstIndex(of: UInt8(ascii: ";")), end > name.startIndex else {
      return false
    }
    return name[..<end].allSatisfy { byte in
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || byte == UInt8(ascii: "#")
    }
  }

  // MARK: Links

  /// The index after a mark of a note, such as `[^1]`.
  private func noteEnd(_ open: Int) -> Int? {
    guard open + 1 < text.count, text[open + 1] == UInt8(ascii: "^"),
      let close = marks[open], close - open < 64, close > open + 2
    else { return nil }
    // A definition of a note keeps its mark, which tells the notes apart.
    if close + 1 < text.count, text[close + 1] == UInt8(ascii: ":") { return nil }
    return close + 1
  }

  /// The index after the address of a link whose text begins with a bracket; nil for no link.
  private func linkEnd(_ open: Int) -> Int? {
    guard open < text.count, text[open] == UInt8(ascii: "["), let close = marks[open]
    else { return nil }
    let next = close + 1
    if next < text.count, text[next] == UInt8(ascii: "("), let end = addressEnd(next) {
      return end
    }
    if next < text.count, text[next] == UInt8(ascii: "["), let end = marks[next] {
      let name = text[(next + 1)..<end]
      if references.contains(name.isEmpty ? text[(open + 1)..<close] : name) { return end + 1 }
    }
    return references.contains(text[(open + 1)..<close]) ? next : nil
  }

  /// Longer addresses are text.
  private static let longestAddress = 4096
  private static let maximumDepth = 32

  /// The index behind `(address "title")`. The brackets in an address are paired, and it has no
  /// spaces, unless it is in angle brackets.
  private func addressEnd(_ open: Int) -> Int? {
    let limit = min(text.count, open + Self.longestAddress)
    if open + 1 < limit, text[open + 1] == UInt8(ascii: "<") {
      let end = text[(open + 2)..<limit].firstIndex { "<>".utf8.contains($0) }
      guard let end, text[end] == UInt8(ascii: ">") else { return nil }
      return titleEnd(end + 1, limit)
    }
    var depth = 0
    var at = open
    while at < limit {
      switch text[at] {
      case UInt8(ascii: "\\"): at += 1
      case UInt8(ascii: "("):
        depth += 1
        if depth > Self.maximumDepth { return nil }
      case UInt8(ascii: ")"):
        depth -= 1
        if depth == 0 { return at + 1 }
      case 0...0x20: return titleEnd(at, limit)
      default: break
      }
      at += 1
    }
    return nil
  }

  /// The index after the spaces, the title in quotation marks and the bracket after an address.
  private func titleEnd(_ start: Int, _ limit: Int) -> Int? {
    func afterBlanks(_ start: Int) -> Int {
      var at = start
      while at < limit, text[at] <= 0x20 { at += 1 }
      return at
    }
    var at = afterBlanks(start)
    if at < limit, text[at] == UInt8(ascii: "\"") || text[at] == UInt8(ascii: "'") {
      guard let end = text[(at + 1)..<limit].firstIndex(of: text[at]) else { return nil }
      at = afterBlanks(end + 1)
    }
    return at < limit && text[at] == UInt8(ascii: ")") ? at + 1 : nil
  }
}
