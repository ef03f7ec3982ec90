public import Articles
public import Calendar
import Storage

/// The bibliographic data of an article. Every field is one line, without control characters and
/// bidirectional marks.
public struct Reference: Sendable, Equatable {
  /// The article's id in the archive.
  public let id: String
  /// The title; empty when unknown.
  public let title: String
  /// The source; empty when unknown.
  public let source: String
  /// The time of publication as printed; nil when unknown.
  public let published: CivilDateTime?
  /// The web address; empty when unknown.
  public let url: String
  /// The day on which the article was read at `url`; nil when unknown.
  public let accessed: CivilDate?
  /// True when the title, or the body of an article without title, contains Chinese characters.
  private let isChinese: Bool

  /// Creates a reference from the metadata of an article.
  public init(_ article: Article, accessed: CivilDate? = nil) {
    let body = article.zones.first { $0.kind == .body }.map { article.text[$0.range] } ?? []
    id = article.id
    title = Self.line(article.title)
    source = Self.line(article.source)
    published = article.published
    url = Self.line(article.url)
    self.accessed = accessed
    isChinese = (title.isEmpty ? String(decoding: body, as: UTF8.self) : title)
      .unicodeScalars.contains { $0.properties.isIdeographic }
  }

  /// True when the source is a newspaper by its name, which ends in 报 or 報, but not in the word for
  /// a gazette, journal, magazine or bulletin.
  public var isNewspaper: Bool {
    let name = source.replacing("報", with: "报").replacing("學", with: "学")
      .replacing("畫", with: "画").replacing("簡", with: "简")
    return name.hasSuffix("报")
      && !["公报", "学报", "画报", "简报", "通报", "情报"].contains { name.hasSuffix($0) }
  }

  static func line(_ text: String) -> String {
    text.foldingWhitespace {
      $0.properties.generalCategory == .control || $0.properties.isBidiControl ? nil : $0
    }
  }

  /// The reference in the style of GB/T 7714-2015, "Information and documentation: Rules for
  /// bibliographic references and citations to information resources".
  ///
  /// ```
  /// 题名[N/OL]. 报纸名, 出版日期[引用日期]. 获取和访问路径.            a newspaper: 4.4.2
  /// 主要责任者. 题名[EB/OL]. (更新日期)[引用日期]. 获取和访问路径.      another source: 4.6.2
  /// ```
  /// Archives do not record authors. For a newspaper, the author is left out, as 8.1.4 allows in
  /// numbered lists; otherwise the source is the author. Missing data is marked in brackets in the
  /// language of the title, as in 8.4.
  public var gbt7714: String {
    let accessed = accessed.map { "[\($0)]" } ?? ""
    var text: String
    if isNewspaper {
      text =
        "\(shownTitle)[N/OL]. \(source), \(published?.date.description ?? missing.date)\(accessed)."
    } else {
      let date = published.map { "(\($0.date))" } ?? missing.date
      text = "\(shownSource). \(shownTitle)[EB/OL]. \(date)\(accessed)."
    }
    if !url.isEmpty { text += " \(url)." }
    return text
  }

  /// The reference for people: title, source, date and time, URL and id.
  public var text: String {
    let date = published.map { $0.description.split(separator: "T").joined(separator: " ") }
    var parts = [shownTitle, "\(shownSource), \(date ?? missing.date)"]
    if !url.isEmpty { parts.append(url) }
    if let accessed { parts.append((isChinese ? "引用于 " : "accessed ") + accessed.description) }
    return parts.joined(separator: ". ") + " (\(Self.line(id)))"
  }

  var shownTitle: String { title.isEmpty ? missing.title : title }
  private var shownSource: String { source.isEmpty ? missing.source : source }

  private var missing: (title: String, source: String, date: String) {
    isChinese ? ("[题名不详]", "[出版者不详]", "[日期不详]") : ("[no title]", "[s.n.]", "[n.d.]")
  }

  /// The reference as a biblatex entry of several lines: `@online`, or `@misc` without a URL.
  ///
  /// The source is the author, with extra braces because it is not a person's name. Dates have the
  /// form of ISO 8601. A missing date is left out; styles then print "n.d.".
  public var bibTeX: String {
    var fields: [(name: String, value: String)] = []
    if !source.isEmpty { fields.append(("author", "{\(Self.escapedForLaTeX(source))}")) }
    // Some styles print titles in lower case unless they have extra braces.
    fields.append(("title", "{\(Self.escapedForLaTeX(shownTitle))}"))
    if let published { fields.append(("date", published.date.description)) }
    if !url.isEmpty { fields.append(("url", Self.escapedURL(url))) }
    if let accessed { fields.append(("urldate", accessed.description)) }
    let lines = fields.map { name, value in
      "  \(name)\(String(repeating: " ", count: 7 - name.utf8.count)) = {\(value)},\n"
    }
    return "@\(url.isEmpty ? "misc" : "online"){\(citationKey),\n\(lines.joined())}\n"
  }

  /// The key of the entry: the id when it consists of ASCII letters, digits and `. _ : / -`,
  /// otherwise `xunwen-` and the XXH64 of the id in 16 hexadecimal digits.
  public var citationKey: String {
    let isPlain = id.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "-")...UInt8(ascii: ":"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    if isPlain, !id.isEmpty { return id }
    return "xunwen-" + XXH64.hash(Array(id.utf8).span).hexadecimal
  }

  /// Escapes a text for LaTeX. Braces become commands, because BibTeX also counts escaped braces.
  private static func escapedForLaTeX(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      switch scalar {
      case "\\": "\\textbackslash{}"
      case "{": "\\textbraceleft{}"
      case "}": "\\textbraceright{}"
      case "~": "\\textasciitilde{}"
      case "^": "\\textasciicircum{}"
      case "#", "$", "%", "&", "_": "\\\(scalar)"
      default: String(scalar)
      }
    }.joined()
  }

  /// Percent-encodes the characters that would end a verbatim field or are invalid in a URL.
  private static func escapedURL(_ url: String) -> String {
    url.unicodeScalars.map { scalar in
      "{}\\\"<>^`| ".unicodeScalars.contains(scalar)
        ? "%" + String(scalar.value, radix: 16, uppercase: true) : String(scalar)
    }.joined()
  }
}
