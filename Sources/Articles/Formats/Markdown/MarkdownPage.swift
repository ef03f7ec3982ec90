/// The blocks of a Markdown text as HTML, in O(*n*).
///
/// Headings, paragraphs, items, quotations, tables and code become elements. HTML in the text
/// stays, so that the parser of web pages reads it. A line with four spaces before it is a
/// paragraph and no code, because Chinese authors indent paragraphs.
struct MarkdownPage {
  private(set) var html: [UInt8] = []

  private enum Block {
    case paragraph
    case item
    case table
    /// Lines of code up to a line with as many of the marks.
    case code(mark: UInt8, count: Int)
    case markup(end: MarkdownLine.MarkupEnd)
  }

  private let references: MarkdownReferences
  private var block = Block.paragraph
  private var paragraph = MarkdownParagraph()

  /// - Parameters:
  ///   - text: a text in UTF-8.
  ///   - title: a title that precedes the text, unless the text begins with it; empty for none.
  init(_ text: ArraySlice<UInt8>, title: String = "") {
    references = MarkdownReferences(text)
    html.reserveCapacity(text.count + text.count / 4)
    html += "<body>".utf8
    if !title.isEmpty, !Self.begins(text, with: title) {
      html += "<h1>".utf8 + MarkdownText.escaped(Array(title.utf8)[...]) + "</h1>".utf8
    }
    MarkdownLine.forEach(in: text) { add($0) }
    endBlock()
  }

  /// True when the first line that is not blank is the title, also as a heading.
  private static func begins(_ text: ArraySlice<UInt8>, with title: String) -> Bool {
    let rest = text.drop { $0 <= 0x20 }
    let line = MarkdownLine(rest.prefix { $0 != 0x0A })
    let first = line.heading.map { line.bytes[$0.text] } ?? line.text
    return String(decoding: first, as: UTF8.self).foldingWhitespace() == title
  }

  // MARK: Lines

  private mutating func add(_ line: ArraySlice<UInt8>) {
    switch block {
    case .code(let mark, let count):
      if MarkdownLine(line).endsCode(mark, count) {
        endBlock()
      } else {
        html += MarkdownText.escaped(line) + [0x0A]
      }
      return
    case .markup(let end):
      addMarkup(line, end: end)
      return
    case .paragraph, .item, .table: break
    }
    let line = MarkdownLine(line).withoutQuotes
    if line.isBlank { return endBlock() }
    if references.isDefinition(line.text) { return }
    if let code = line.codeFence {
      endBlock()
      block = .code(mark: code.mark, count: code.count)
      html += "<pre>".utf8
    } else if let heading = line.heading {
      endBlock()
      addElement("h\(heading.level)", line.bytes[heading.text])
    } else if let level = line.underline, case .paragraph = block, !paragraph.isEmpty {
      let text = takeParagraph()
      html += "<h\(level)>".utf8 + text + "</h\(level)>".utf8
    } else if line.isRule {
      endBlock()
    } else if beginsTable(line) {
      beginTable()
    } else if case .table = block, line.bytes.contains(UInt8(ascii: "|")) {
      addRow(line.text)
    } else if let item = line.item {
      endBlock()
      block = .item
      paragraph.append(line.bytes[item])
    } else if paragraph.isEmpty, let end = line.markup {
      endBlock()
      block = .markup(end: end)
      addMarkup(line.bytes, end: end)
    } else {
      if case .table = block { endBlock() }
      paragraph.append(line.text)
    }
  }

  private mutating func addMarkup(_ line: ArraySlice<UInt8>, end: MarkdownLine.MarkupEnd) {
    html += line + [0x0A]
    let isEnd =
      switch end {
      case .blankLine: MarkdownLine(line).isBlank
      case .text(let text): ByteScan.first(text, in: line) != nil
      }
    if isEnd { block = .paragraph }
  }

  private mutating func endBlock() {
    switch block {
    case .paragraph:
      let text = takeParagraph()
      if !text.isEmpty { html += "<p>".utf8 + text + "</p>\n".utf8 }
    case .item:
      let text = takeParagraph()
      html += "<li>".utf8 + text + "</li>\n".utf8
    case .table: html += "</table>".utf8
    case .code: html += "</pre>".utf8
    case .markup: break
    }
    block = .paragraph
  }

  /// Returns the lines of the paragraph as inline HTML, and begins a new one.
  private mutating func takeParagraph() -> [UInt8] {
    let text = paragraph.text
    paragraph = MarkdownParagraph()
    return MarkdownText(text, references).html
  }

  private mutating func addElement(_ name: String, _ text: ArraySlice<UInt8>) {
    html += "<\(name)>".utf8 + MarkdownText(Array(text), references).html + "</\(name)>\n".utf8
  }

  // MARK: Tables

  /// True for a row of dashes and bars after a row of headings.
  private func beginsTable(_ line: MarkdownLine) -> Bool {
    guard case .paragraph = block, line.isTableRule else { return false }
    return paragraph.lastLine.contains(UInt8(ascii: "|"))
  }

  private mutating func beginTable() {
    let heading = Array(paragraph.lastLine)
    paragraph.removeLastLine()
    endBlock()
    block = .table
    html += "<table>".utf8
    addRow(heading[...])
  }

  private mutating func addRow(_ line: ArraySlice<UInt8>) {
    html += "<tr>".utf8
    for cell in MarkdownLine(line).cells { addElement("td", cell[...]) }
    html += "</tr>".utf8
  }
}
