import Calendar

/// A writer of articles as JSON records, which `JSONRecords` reads back as equal articles.
///
/// `text` is the text field of a record, or the body of a crawled text or a web page. `xunwen`
/// holds the parts without a field (see `ExportedParts`).
public struct JSONRecordWriter: Sendable {
  public init() {}

  /// Appends an article as a line, with its line feed.
  ///
  /// - Complexity: O(length of the article).
  public func append(_ article: Article, to line: inout [UInt8]) {
    let (before, text, after) = parts(of: article)
    let title = before == nil ? article.text[..<text.lowerBound] : Array(article.title.utf8)[...]
    line.append(UInt8(ascii: "{"))
    append("id", Array(article.id.utf8)[...], to: &line, isFirst: true)
    if !title.isEmpty { append("title", title, to: &line) }
    append("text", article.text[text], to: &line)
    for (name, value) in [
      ("date", article.published?.description ?? ""), ("source", article.source),
      ("section", article.section), ("url", article.url),
    ] where !value.isEmpty {
      append(name, Array(value.utf8)[...], to: &line)
    }
    if !article.tags.isEmpty {
      key("tags", to: &line)
      JSONText.append(article.tags, to: &line)
    }
    var reserved: [(index: Int, extra: Extra)] = []
    var used = Set(RecordField.names.map(\.name) + [Self.name])
    for (index, extra) in article.extras.enumerated() {
      if used.insert(extra.key).inserted {
        key(extra.key, to: &line)
        line += extra.value.utf8
      } else {
        reserved.append((index, extra))
      }
    }
    key(Self.name, to: &line)
    append(article, before: before, after: after, extras: reserved, to: &line)
    line += "}\n".utf8
  }

  private static let name = String(decoding: ExportedParts.key, as: UTF8.self)

  /// Returns the range of the `text` field in the article's text, and the ranges around it that no
  /// other field holds. `before` is nil when the title is all that precedes `text`.
  private func parts(
    of article: Article
  ) -> (before: Range<Int>?, text: Range<Int>, after: Range<Int>) {
    let (count, originals) = (article.text.count, article.originals)
    let end = count..<count
    // The text of a record follows its title, if it has one.
    if !article.isWholeFile, let last = originals.last,
      originals.count == 1 ? last.start == 0 : originals.count == 2
    {
      return (nil, last.start..<count, end)
    }
    let body = article.zones.filter { $0.kind == .body }
    guard let first = body.first, let last = body.last else { return (0..<count, end, end) }
    let (lower, upper) = (first.range.lowerBound, last.range.upperBound)
    return (0..<lower, lower..<upper, upper..<count)
  }

  private func append(
    _ article: Article, before: Range<Int>?, after: Range<Int>,
    extras: [(index: Int, extra: Extra)], to line: inout [UInt8]
  ) {
    line += "{\"version\":\(ExportedParts.version)".utf8
    append("encoding", Array(article.encoding.utf8)[...], to: &line)
    if let before { append("before", article.text[before], to: &line) }
    if !after.isEmpty { append("after", article.text[after], to: &line) }
    key("originals", to: &line)
    list(article.originals, to: &line) { original, line in
      line.append(UInt8(ascii: "["))
      JSONText.append(Array(original.name.utf8)[...], to: &line)
      line += ",\(original.start)]".utf8
    }
    key("zones", to: &line)
    list(article.zones, to: &line) { zone, line in
      line += "[\"\(zone.kind)\",\(zone.range.lowerBound),\(zone.range.count)]".utf8
    }
    if !extras.isEmpty {
      key("extras", to: &line)
      list(extras, to: &line) { item, line in
        line += "[\(item.index),".utf8
        JSONText.append(Array(item.extra.key.utf8)[...], to: &line)
        line.append(UInt8(ascii: ","))
        line += item.extra.value.utf8
        line.append(UInt8(ascii: "]"))
      }
    }
    line.append(UInt8(ascii: "}"))
  }

  private func append(
    _ name: String, _ value: ArraySlice<UInt8>, to line: inout [UInt8], isFirst: Bool = false
  ) {
    key(name, to: &line, isFirst: isFirst)
    JSONText.append(value, to: &line)
  }

  private func key(_ name: String, to line: inout [UInt8], isFirst: Bool = false) {
    if !isFirst { line.append(UInt8(ascii: ",")) }
    JSONText.append(Array(name.utf8)[...], to: &line)
    line.append(UInt8(ascii: ":"))
  }

  private func list<Element>(
    _ elements: [Element], to line: inout [UInt8], _ write: (Element, inout [UInt8]) -> Void
  ) {
    line.append(UInt8(ascii: "["))
    for (number, element) in elements.enumerated() {
      if number > 0 { line.append(UInt8(ascii: ",")) }
      write(element, &line)
    }
    line.append(UInt8(ascii: "]"))
  }
}
