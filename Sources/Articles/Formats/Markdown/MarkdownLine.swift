/// The marks at the beginning of a line of Markdown.
struct MarkdownLine {
  let bytes: ArraySlice<UInt8>
  /// The line without the white space at its beginning.
  let text: ArraySlice<UInt8>

  init(_ line: ArraySlice<UInt8>) {
    bytes = line
    text = line.drop { $0 == 0x20 || $0 == 0x09 }
  }

  /// Passes on the lines of a text without their ends.
  static func forEach(in text: ArraySlice<UInt8>, _ body: (ArraySlice<UInt8>) -> Void) {
    var rest = text
    while !rest.isEmpty {
      let line = rest.prefix { $0 != 0x0A }
      rest = rest[min(line.endIndex + 1, rest.endIndex)...]
      body(line.last == 0x0D ? line.dropLast() : line)
    }
  }

  var isBlank: Bool { text.allSatisfy { $0 <= 0x20 } }

  /// The line without the marks of quotations.
  var withoutQuotes: MarkdownLine {
    var rest = self
    while rest.text.first == UInt8(ascii: ">") { rest = MarkdownLine(rest.text.dropFirst()) }
    return rest
  }

  private func count(of mark: UInt8) -> Int { text.prefix { $0 == mark }.count }

  /// A heading that begins with `#`: its level and its text.
  var heading: (level: Int, text: Range<Int>)? {
    let level = count(of: UInt8(ascii: "#"))
    let rest = text.dropFirst(level)
    guard 1...6 ~= level, rest.first.map({ $0 == 0x20 || $0 == 0x09 }) ?? true else { return nil }
    let start = rest.startIndex
    var end = rest.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? start
    // Marks may close the heading.
    var closing = end
    while closing > start, rest[closing - 1] == UInt8(ascii: "#") { closing -= 1 }
    if closing == start || rest[closing - 1] == 0x20 { end = closing }
    return (level, start..<end)
  }

  /// The level of the heading above a line of `=` or `-`.
  var underline: Int? {
    guard let mark = text.first, mark == UInt8(ascii: "=") || mark == UInt8(ascii: "-") else {
      return nil
    }
    guard text.dropFirst(count(of: mark)).allSatisfy({ $0 <= 0x20 }) else { return nil }
    return mark == UInt8(ascii: "=") ? 1 : 2
  }

  /// True for a line of three or more `-`, `*` or `_`, which separates paragraphs.
  var isRule: Bool {
    guard let mark = text.first,
      [UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "_")]
        .contains(mark)
    else { return false }
    var count = 0
    for byte in text where byte > 0x20 {
      if byte != mark { return false }
      count += 1
    }
    return count >= 3
  }

  /// The marks that begin lines of code.
  var codeFence: (mark: UInt8, count: Int)? {
    guard let mark = text.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else {
      return nil
    }
    let count = count(of: mark)
    let rest = text.dropFirst(count)
    guard count >= 3, mark != UInt8(ascii: "`") || !rest.contains(mark) else { return nil }
    return (mark, count)
  }

  /// True for the line that ends lines of code.
  func endsCode(_ mark: UInt8, _ count: Int) -> Bool {
    let line = withoutQuotes
    let marks = line.count(of: mark)
    return marks >= count && line.text.dropFirst(marks).allSatisfy { $0 <= 0x20 }
  }

  /// The text of an item of a list. Its number belongs to the text, as in laws.
  var item: Range<Int>? {
    guard let first = text.first else { return nil }
    if [UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+")].contains(first) {
      let rest = text.dropFirst()
      guard rest.first == 0x20 || rest.first == 0x09 else { return nil }
      return Self.withoutCheckbox(rest.drop { $0 <= 0x20 }).indices
    }
    let digits = text.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    let rest = text.dropFirst(digits.count)
    guard 1...9 ~= digits.count, let mark = rest.first,
      mark == UInt8(ascii: ".") || mark == UInt8(ascii: ")"), rest.dropFirst().first == 0x20
    else { return nil }
    return text.indices
  }

  private static func withoutCheckbox(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    for box in ["[ ] ", "[x] ", "[X] "] where text.starts(with: box.utf8) {
      return text.dropFirst(box.utf8.count)
    }
    return text
  }

  // MARK: Markup

  enum MarkupEnd {
    case blankLine
    case text([UInt8])
  }

  /// Elements whose contents are no Markdown, up to their end.
  private static let raw = ["script", "style", "pre", "textarea"]
  private static let blocks: Set<String> = [
    "address", "article", "aside", "blockquote", "body", "center", "details", "dialog", "dd", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "head", "header", "hr", "html", "iframe", "legend", "li", "link", "main", "menu", "meta",
    "nav", "ol", "p", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title",
    "tr", "ul",
  ]

  /// The end of the HTML that a line begins, if it begins with a block element or a comment.
  var markup: MarkupEnd? {
    guard text.first == UInt8(ascii: "<") else { return nil }
    if text.starts(with: "<!--".utf8) { return .text(Array("-->".utf8)) }
    if text.starts(with: "<!".utf8) || text.starts(with: "<?".utf8) {
      return .text(Array(">".utf8))
    }
    let rest = text.dropFirst().drop { $0 == UInt8(ascii: "/") }
    let letters = rest.prefix { byte in
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }
    let name = String(decoding: letters, as: UTF8.self).lowercased()
    if Self.raw.contains(name) { return .text(Array("</".utf8) + letters) }
    return Self.blocks.contains(name) ? .blankLine : nil
  }

  // MARK: Tables

  /// True for a line such as `|---|:--:|`.
  var isTableRule: Bool {
    var (dashes, bars) = (0, 0)
    for byte in text {
      switch byte {
      case UInt8(ascii: "-"): dashes += 1
      case UInt8(ascii: "|"): bars += 1
      case UInt8(ascii: ":"), 0x20, 0x09: break
      default: return false
      }
    }
    return dashes > 0 && bars > 0
  }

  /// The cells of a row. `\|` is a bar within a cell.
  var cells: [[UInt8]] {
    var cells: [[UInt8]] = [[]]
    var rest = text.first == UInt8(ascii: "|") ? text.dropFirst() : text
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\\"), rest.first == UInt8(ascii: "|") {
        cells[cells.count - 1].append(UInt8(ascii: "|"))
        rest = rest.dropFirst()
      } else if byte == UInt8(ascii: "|") {
        cells.append([])
      } else {
        cells[cells.count - 1].append(byte)
      }
    }
    if cells.count > 1, cells.last?.allSatisfy({ $0 <= 0x20 }) ?? false { cells.removeLast() }
    return cells
  }
}
