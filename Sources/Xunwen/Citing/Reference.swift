public import Articles
public import Calendar

/// What a reference to an article says, and to be written in several forms.
///
/// Runs of white space are a space in it, and control characters and marks that change the direction of writing are left
/// out: a reference is one line of text.
public struct Reference: Sendable, Equatable {
  /// The article's id in the archive.
  public let id: String
  public let title: String
  /// The publisher.
  public let source: String
  public let published: CivilDateTime?
  public let url: String
  /// The day on which the article was seen at `url`; nil when nobody says so.
  public let accessed: CivilDateTime?
  /// The article is written in Chinese characters, some of them at least: its headline, or its body where it has none.
  let isChinese: Bool

  public init(_ article: Article, accessed: CivilDateTime? = nil) {
    let body = article.zones.first { $0.kind == .body }.map { article.text[$0.range] } ?? []
    id = article.id
    title = Self.line(article.title)
    source = Self.line(article.source)
    published = article.published
    url = Self.line(article.url)
    self.accessed = accessed
    isChinese = Self.isChinese(title.isEmpty ? String(decoding: body, as: UTF8.self) : title)
  }

  /// The source is a newspaper, as far as its name tells: it ends in 报 or 報, and not as gazettes, journals, magazines
  /// and bulletins do.
  public var isNewspaper: Bool {
    let name = source.replacing("報", with: "报").replacing("學", with: "学")
      .replacing("畫", with: "画").replacing("簡", with: "简")
    return name.hasSuffix("报")
      && !["公报", "学报", "画报", "简报", "通报", "情报"].contains { name.hasSuffix($0) }
  }

  private static func isChinese(_ text: String) -> Bool {
    text.unicodeScalars.contains { $0.properties.isIdeographic }
  }

  static func line(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var isAfterSpace = true
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace {
        if !isAfterSpace { result.append(" ") }
        isAfterSpace = true
      } else if !isInvisible(scalar) {
        result.append(scalar)
        isAfterSpace = false
      }
    }
    if result.last == " " { result.removeLast() }
    return String(result)
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control || scalar.properties.isBidiControl
  }
}

extension CivilDateTime {
  /// The date as far as it is known, without the time: `2023-07-02`, `2023-07`, `2023`.
  var day: String { date.description }
}
