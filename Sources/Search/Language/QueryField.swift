// The fields of the query language: the names before a colon.
//
// To add a field, add a case and a row to `QueryField`. A field whose text is indexed as a zone of
// its own also needs a case of `TextZone`. A field that compares values also needs a case of
// `Query`, which `QueryPlanner` and `ScanNode` then translate.

import InvertedIndex

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
enum QueryField: Equatable {
  case title, body, source, tag, date, id
  /// `in:`, which sets the zone of its whole group.
  case zone
  /// A field of policy documents, or a declared field.
  indirect case values(IndexField)

  enum Content {
    case text(TextZone)
    /// A value that is compared as a whole, its names in messages, and its leaf of the query tree.
    case value(String, plural: String, leaf: (String, Range<Int>) -> Query)
    /// A condition on the values of a field.
    case condition(IndexField)
    case date
    case zone
  }

  /// The fields of every query, without those of a `FieldCatalog`.
  static let builtIn: [QueryField] = [.title, .body, .source, .tag, .date, .id, .zone]

  private var row: (names: [String], content: Content) {
    switch self {
    case .title: (["title", "标题"], .text(.title))
    case .body: (["body", "正文"], .text(.body))
    case .source: (["source", "来源"], .value("a name", plural: "names") { .source($0, at: $1) })
    case .tag: (["tag", "标签"], .value("a name", plural: "names") { .tag($0, at: $1) })
    case .date: (["date", "日期", "发布", "发布日期"], .date)
    case .id: (["id", "编号"], .value("an id", plural: "ids") { .id($0, at: $1) })
    case .zone: (["in", "范围"], .zone)
    case .values(let field): ([field.name], .condition(field))
    }
  }

  var name: String { row.names[0] }
  var content: Content { row.content }

  /// True for a field of dates or numbers, whose ranges may be in brackets.
  var hasRanges: Bool {
    switch self {
    case .date: true
    case .values(let field): field.type == .date || field.type == .number
    default: false
    }
  }

  /// True for a field of numbers, before which a dash is a minus.
  var hasNumbers: Bool {
    if case .values(let field) = self { field.type == .number } else { false }
  }

  /// - Parameter name: in lower case and half width, English or Chinese.
  init?(named name: String) {
    guard let field = Self.builtIn.first(where: { $0.row.names.contains(name) }) else {
      return nil
    }
    self = field
  }
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
