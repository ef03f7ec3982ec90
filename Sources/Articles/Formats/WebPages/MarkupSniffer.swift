/// Tests whether bytes are HTML, and what encoding they declare. The bytes may be in any encoding
/// in which tags are ASCII, or in UTF-16.
enum MarkupSniffer {
  /// The number of bytes at the beginning of a file that decide.
  static let beginningBytes = 4 << 10

  /// Returns true for the beginning of a page: its first character is the beginning of a tag, and
  /// it has a tag of a page's head or body. XML with a declaration needs a doctype or root of HTML.
  static func isPage(_ beginning: some Sequence<UInt8>) -> Bool {
    // Most files that are no pages show it by their first character.
    let visible = lowered(beginning.prefix(64)).first { $0 > 0x20 }
    guard visible == nil || visible == UInt8(ascii: "<") else { return false }
    let text = lowered(beginning)
    guard let first = text.firstIndex(where: { $0 > 0x20 }), text[first] == UInt8(ascii: "<") else {
      return false
    }
    // Other XML may contain HTML.
    let declaration = text[first...].starts(with: Array("<?xml".utf8))
    for tag in declaration ? ["<!doctype html", "<html"] : pageTags
    where contains(text, Array(tag.utf8)) {
      return true
    }
    return false
  }

  private static let pageTags = [
    "<!doctype html", "<html", "<head", "<body", "<meta", "<frameset",
  ]

  /// Returns the encoding that the beginning of a page declares, as it is spelled there, or nil.
  static func declaredCharset(_ beginning: some Sequence<UInt8>) -> String? {
    let text = lowered(beginning)
    var at = 0
    if let start = index(of: "<?xml", in: text, from: 0), start <= 8,
      let name = value(of: "encoding", in: text, from: start, before: UInt8(ascii: ">"))
    {
      return name
    }
    while let start = index(of: "<meta", in: text, from: at) {
      if let name = value(of: "charset", in: text, from: start, before: UInt8(ascii: ">")) {
        return name
      }
      at = start + 5
    }
    return nil
  }

  /// The markup in a text.
  enum Markup {
    case none
    /// Elements within lines, such as links.
    case inline
    /// Elements that are lines of their own, such as paragraphs.
    case blocks
  }

  /// A cheap test whether a text, such as the value of a JSON field, is HTML: it has an end tag, or
  /// a tag that needs no end, of an element that texts use.
  static func isMarkedUp(_ text: [UInt8]) -> Bool { markup(in: text, findsBlocks: false) != .none }

  /// Returns the markup in a text.
  ///
  /// - Parameter findsBlocks: false if any markup may be reported as inline.
  static func markup(in text: [UInt8], findsBlocks: Bool = true) -> Markup {
    var found = Markup.none
    var at = 0
    while let start = text[at...].firstIndex(of: UInt8(ascii: "<")) {
      at = start + 1
      let isEnd = at < text.count && text[at] == UInt8(ascii: "/")
      if isEnd { at += 1 }
      let end = text[at...].prefix(12).firstIndex { !isNameByte($0) } ?? text.count
      guard end > at, end < text.count,
        [UInt8(ascii: ">"), UInt8(ascii: "/"), 0x20, 0x09, 0x0A, 0x0D].contains(text[end])
      else { continue }
      let name = String(decoding: text[at..<end].map { $0 | 0x20 }, as: UTF8.self)
      let isKnown = isEnd ? endTags.contains(name) : startTags.contains(name)
      guard isKnown, text[end...].prefix(beginningBytes).contains(UInt8(ascii: ">")) else {
        continue
      }
      if blockTags.contains(name) { return .blocks }
      found = .inline
      if !findsBlocks { break }
    }
    return found
  }

  private static let startTags: Set = ["br", "p", "img", "hr", "div", "table"]
  private static let blockTags: Set = [
    "p", "div", "li", "ul", "ol", "td", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6",
    "section", "blockquote", "center", "figure", "body", "html", "article",
  ]
  private static let endTags: Set = [
    "p", "div", "a", "span", "strong", "b", "em", "i", "li", "ul", "ol", "td", "tr", "table", "h1",
    "h2", "h3", "h4", "h5", "h6", "font", "section", "blockquote", "center", "figure", "body",
    "html", "pre", "article", "u", "sup", "sub",
  ]

  private static func isNameByte(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
      || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
  }

  /// The first bytes in lower case, without a byte order mark and the NUL bytes of UTF-16.
  private static func lowered(_ beginning: some Sequence<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    for byte in beginning.prefix(beginningBytes) where byte != 0 {
      text.append(UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte)
    }
    if let mark = ByteOrderMark.of(text) { text.removeFirst(mark.bytes.count) }
    return text
  }

  private static func contains(_ text: [UInt8], _ word: [UInt8]) -> Bool {
    var at = 0
    while let start = ByteScan.first(word, in: text[at...]) {
      let end = start + word.count
      // Not the beginning of a longer name, such as `header`.
      guard end < text.count, isNameByte(text[end]) else { return true }
      at = end
    }
    return false
  }

  private static func index(of word: String, in text: [UInt8], from start: Int) -> Int? {
    ByteScan.first(Array(word.utf8), in: text[start...])
  }

  /// Returns the value in `name = "value"` within a tag; the quotes may be missing.
  private static func value(
    of name: String, in text: [UInt8], from start: Int, before end: UInt8
  ) -> String? {
    guard let found = index(of: name, in: text, from: start),
      !text[start..<found].contains(end)
    else { return nil }
    var rest = text[(found + name.utf8.count)...].drop { $0 <= 0x20 }
    guard rest.popFirst() == UInt8(ascii: "=") else { return nil }
    rest = rest.drop { $0 <= 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
    let value = rest.prefix(40).prefix {
      isNameByte($0) || [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":")].contains($0)
    }
    return value.isEmpty ? nil : String(decoding: value, as: UTF8.self)
  }
}
