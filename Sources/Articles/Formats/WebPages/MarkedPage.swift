/// The text of a web page as lines, and the facts that its markup gives about them.
struct MarkedPage {
  let text: [UInt8]
  var hints: PageHints
  /// The address that the page gives itself; empty when it gives none.
  let url: String
  /// True when the page sends browsers to another address.
  let isRedirect: Bool

  /// Reads a page in UTF-8 without NUL bytes, in O(*n*).
  ///
  /// - Returns: nil when a tag with thousands of attributes ended the reading of the page.
  init?(_ page: [UInt8]) {
    let reader = MarkupReader()
    guard MarkupParser.parse(page, into: reader) else { return nil }
    self.init(reader)
  }

  /// Reads a text without markup, whose lines are lines of the page.
  init(plain text: [UInt8]) {
    self.init { reader in
      reader.start("pre", MarkupAttributes.none)
      reader.text(text)
      reader.end()
    }
  }

  /// Reads the elements and texts that a function passes to a reader.
  init(_ body: (MarkupReader) -> Void) {
    let reader = MarkupReader()
    body(reader)
    self.init(reader)
  }

  /// Ends a page whose elements were passed to a reader.
  init(_ reader: MarkupReader) {
    reader.finish()
    let metadata = reader.metadata
    text = reader.lines.text
    hints = PageHints(
      lines: reader.lines.hints, titles: PageTitles.find(in: reader.lines, metadata),
      times: metadata.declaredTimes,
      sources: Self.distinct(metadata.declaredSources))
    (url, isRedirect) = (metadata.url, metadata.isRedirect)
  }

  private static func distinct(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  /// Returns the text of a page or of a part of one, with a line for each block.
  ///
  /// - Returns: nil when a tag with thousands of attributes ended the reading of the text.
  static func text(of markup: [UInt8]) -> [UInt8]? { MarkedPage(markup)?.text }
}
