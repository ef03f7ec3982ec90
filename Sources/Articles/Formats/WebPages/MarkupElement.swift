/// The classes of HTML elements that matter to the text of a page.
enum MarkupElement {
  /// A part of a line, such as `span`, or an unknown element.
  case inline
  case link
  /// A container of lines, such as `div`.
  case block
  /// A block that holds one paragraph, such as `p` or `blockquote`.
  case paragraph
  case heading(UInt8)
  case listItem
  case row, cell
  case preformatted
  case lineBreak
  /// An element that a browser does not show, or that is no text of an article, such as a button.
  case hidden
  case script, title, meta, pageLink, time

  init(_ name: String) { self = Self.elements[name] ?? .inline }

  private static let elements: [String: MarkupElement] = {
    var elements: [String: MarkupElement] = [
      "a": .link, "li": .listItem, "tr": .row, "td": .cell, "th": .cell, "pre": .preformatted,
      "listing": .preformatted, "xmp": .preformatted, "br": .lineBreak, "hr": .lineBreak,
      "script": .script, "title": .title, "meta": .meta, "link": .pageLink, "time": .time,
    ]
    func add(_ names: String, _ element: MarkupElement) {
      for name in names.split(whereSeparator: \.isWhitespace) { elements[String(name)] = element }
    }
    add("p dt dd blockquote figcaption caption summary legend address", .paragraph)
    add(
      """
      article aside body center details dialog dir div dl fieldset figure footer form header hgroup
      html main menu nav ol optgroup search section table tbody tfoot thead ul
      """, .block)
    add(
      """
      style noscript template svg select textarea button datalist canvas audio video iframe object
      applet noframes noembed rt rp
      """, .hidden)
    for level in 1...6 { elements["h\(level)"] = .heading(UInt8(level)) }
    return elements
  }()

  /// True for an element that begins and ends a line.
  var isBlock: Bool {
    switch self {
    case .block, .paragraph, .heading, .listItem, .row, .preformatted: true
    default: false
    }
  }
}
