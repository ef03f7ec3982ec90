/// A mistake in front matter.
struct FrontMatterFault: Error {
  /// The number of the line in the file, from 1.
  let line: Int
  let problem: String
}

/// The fields at the beginning of a Markdown file, between two lines of `---` (YAML) or `+++`
/// (TOML).
struct FrontMatter {
  private var members: [RecordMember] = []
  /// The values of the members as JSON.
  private var json: [UInt8] = []
  /// The offset of the text after the front matter.
  private(set) var end = 0

  /// Longer front matter is text.
  private static let maximumBytes = 64 << 10

  /// Reads the front matter of a file in UTF-8; there may be none.
  init(_ file: [UInt8], _ fields: FieldMap) throws(FrontMatterFault) {
    guard let first = file.first, [UInt8(ascii: "-"), UInt8(ascii: "+")].contains(first),
      Self.isFence(Self.line(in: file, from: 0).text, [first])
    else { return }
    let start = Self.line(in: file, from: 0).next
    var at = start
    let isYAML = first == UInt8(ascii: "-")
    while at < min(file.count, Self.maximumBytes) {
      let (line, next) = Self.line(in: file, from: at)
      if Self.isFence(line, isYAML ? [first, UInt8(ascii: ".")] : [first]) {
        let values = try Self.values(file[start..<at], isYAML: isYAML)
        json = values.json
        members = values.members.map { $0.member(fields) }
        end = next
        return
      }
      at = next
    }
  }

  private static func values(
    _ text: ArraySlice<UInt8>, isYAML: Bool
  ) throws(FrontMatterFault) -> FrontMatterValues {
    guard isYAML else { return try FrontMatterLines.values(text, separator: "=") }
    do throws(FrontMatterFault) { return try YAMLMapping.values(Array(text)) } catch {
      // A title with a colon is the most frequent mistake: `title: 解读: 新规定`.
      guard let values = try? FrontMatterLines.values(text, separator: ":") else { throw error }
      return values
    }
  }

  private static func line(
    in file: [UInt8], from start: Int
  ) -> (text: ArraySlice<UInt8>, next: Int) {
    let end = ByteScan.lineFeed(in: file.span, from: start) ?? file.count
    return (file[start..<end], min(end + 1, file.count))
  }

  /// True for a line of three marks, with blanks at its end.
  private static func isFence(_ line: ArraySlice<UInt8>, _ marks: [UInt8]) -> Bool {
    guard let first = line.first, marks.contains(first) else { return false }
    return line.prefix { $0 == first }.count == 3 && line.dropFirst(3).allSatisfy { $0 <= 0x20 }
  }

  // MARK: The article

  /// The title as one line; empty when there is none.
  var title: String {
    String(decoding: article(text: [])?.text ?? [], as: UTF8.self).foldingWhitespace()
  }

  /// Returns the article of the fields with a text.
  private func article(text: [UInt8]) -> Article? {
    if members.isEmpty { return nil }
    let text = RecordMember(
      key: Array("text".utf8), role: FieldMap.Role(field: .text, rank: .min), value: .text(text),
      range: 0..<0)
    let record = RecordArticle(members + [text])
    return try? record.article(
      defaultID: { "" }, encoding: "", extra: extra, { ArticleError(path: "", reason: $0) })
  }

  private func extra(_ member: RecordMember) -> Extra {
    Extra(
      key: String(decoding: member.key, as: UTF8.self),
      value: String(decoding: json[member.range], as: UTF8.self))
  }

  /// Returns an article with the fields in place of what its text prints.
  func completing(_ printed: Article) -> Article {
    guard let record = article(text: Array("-".utf8)) else { return printed }
    var article = printed
    article.published = record.published ?? printed.published
    if !record.source.isEmpty { article.source = record.source }
    if !record.url.isEmpty { article.url = record.url }
    (article.section, article.tags) = (record.section, record.tags)
    article.extras = record.extras + printed.extras.filter { !$0.key.hasPrefix("markup_") }
    if !title.isEmpty { article.zones = Self.zones(of: printed, title: title) }
    return article
  }

  /// Returns the zones of an article whose first line is the title.
  private static func zones(of article: Article, title: String) -> [Zone] {
    guard article.text.starts(with: title.utf8) else { return article.zones }
    let first = 0..<title.utf8.count
    let hasBody = article.zones.contains { $0.kind == .body }
    var zones = [Zone(kind: .title, range: first)]
    for zone in article.zones {
      let range = zone.range.clamped(to: first.upperBound..<article.text.count)
      guard let range = Blanks.trimmed(article.text, range) else { continue }
      let kind = zone.kind == .title || !hasBody ? .body : zone.kind
      if let last = zones.indices.last, zones[last].kind == kind {
        zones[last].range = zones[last].range.lowerBound..<range.upperBound
      } else {
        zones.append(Zone(kind: kind, range: range))
      }
    }
    return zones
  }
}

/// The named values of front matter.
struct FrontMatterValues {
  struct Member {
    var key: [UInt8]
    var value: RecordMember.Value
    /// Byte offsets of the value in `json`.
    var range: Range<Int>

    /// The id of a file is its path, so that an id in front matter is an extra.
    func member(_ fields: FieldMap) -> RecordMember {
      let role = fields.role(of: key).flatMap { $0.field == .id ? nil : $0 }
      var value = value
      if role?.field == .tags, case .text(let text) = value {
        value = .list(TagText.tags(in: text))
      }
      return RecordMember(key: key, role: role, value: value, range: range)
    }
  }

  var members: [Member] = []
  var json: [UInt8] = []

  /// Adds a text.
  mutating func add(_ key: [UInt8], text: [UInt8]) {
    let start = json.count
    JSONText.append(text[...], to: &json)
    members.append(Member(key: key, value: .text(text), range: start..<json.count))
  }

  mutating func add(_ key: [UInt8], list: [String]) {
    let start = json.count
    JSONText.append(list, to: &json)
    members.append(Member(key: key, value: .list(list), range: start..<json.count))
  }
}
