// The fields of the query language: the names before a colon.
//
// To add a field, add a case and a row to `QueryField`. A field whose text is indexed as a zone of
// its own also needs a case of `TextZone`. A field that compares values also needs a case of
// `Query`, which `QueryPlanner` and `ScanNode` then translate.

/// A part of an article that can be searched and highlighted.
public enum TextZone: String, Sendable, CaseIterable, Codable {
  /// The headline.
  case title
  /// The text of the article itself.
  case body
  /// All other text: the header line, and everything after the body.
  case tail
}

/// A field of the query language: a name before a colon, in English or Chinese.
enum QueryField: String, CaseIterable {
  case title, body, source, tag, date, id
  /// `in:`, which sets the zone of its whole group.
  case zone = "in"

  enum Content {
    case text(TextZone)
    /// A value that is compared as a whole, its names in messages, and its leaf of the query tree.
    case value(String, plural: String, leaf: (String, Range<Int>) -> Query)
    case date
    case zone
  }

  private var row: (chineseName: String, content: Content) {
    switch self {
    case .title: ("标题", .text(.title))
    case .body: ("正文", .text(.body))
    case .source: ("来源", .value("a name", plural: "names") { .source($0, at: $1) })
    case .tag: ("标签", .value("a name", plural: "names") { .tag($0, at: $1) })
    case .date: ("日期", .date)
    case .id: ("编号", .value("an id", plural: "ids") { .id($0, at: $1) })
    case .zone: ("范围", .zone)
    }
  }

  var chineseName: String { row.chineseName }
  var content: Content { row.content }

  /// - Parameter name: In lower case, English or Chinese.
  init?(named name: String) {
    guard let field = Self.allCases.first(where: { $0.rawValue == name || $0.chineseName == name })
    else { return nil }
    self = field
  }

  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

/// The field that applies to a group or clause, with the range of the words that set it.
enum FieldScope: Equatable {
  case zone(TextZone, at: Range<Int>)
  /// Every zone: title and body, or tail.
  case allZones(at: Range<Int>)
  /// A field that compares values.
  case values(QueryField, at: Range<Int>)

  var range: Range<Int> {
    switch self {
    case .zone(_, let range), .allZones(let range), .values(_, let range): range
    }
  }

  /// - Parameter name: The value of `in:` in lower case.
  init?(named name: String, at range: Range<Int>) {
    switch name {
    case "tail", "尾部": self = .zone(.tail, at: range)
    case "title", "标题": self = .zone(.title, at: range)
    case "body", "正文": self = .zone(.body, at: range)
    case "all", "全部": self = .allZones(at: range)
    default: return nil
    }
  }
}
