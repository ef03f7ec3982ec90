import Calendar

/// The member `xunwen` of an exported record: the parts of an article that have no other member.
///
///     version    1
///     encoding   of the file from which the article was read
///     before     the article's text before `text`; absent when that is the `title`
///     after      the article's text after `text`
///     originals  arrays [name, start]
///     zones      arrays [kind, start, length]; the kind is title, header, body or tail
///     extras     arrays [index, key, value]: extras whose key is the name of a field or occurs
///                twice, and their ascending indices among all extras
///
/// Starts and lengths are byte counts in the UTF-8 text of the article.
struct ExportedParts {
  static let key = Array("xunwen".utf8)
  static let version = 1

  var encoding = ""
  /// Text before `text`; nil when it is the title.
  var before: [UInt8]?
  var after: [UInt8] = []
  var originals: [Original] = []
  var zones: [Zone] = []
  var extras: [(index: Int, extra: Extra)] = []

  /// Reads the object. A missing, duplicate, unknown or malformed member is an error.
  init(_ reader: inout JSONReader) throws(JSONReader.Fault) {
    var names: [String] = []
    try reader.expect("{")
    repeat {
      let name = try reader.string()
      guard !names.contains(name) else { throw reader.fault("'\(name)' occurs twice") }
      names.append(name)
      try reader.expect(":")
      switch name {
      case "version":
        guard try reader.number() == Self.version else {
          throw reader.fault("unknown export version")
        }
      case "encoding": encoding = try reader.string()
      case "before": before = Array(try reader.string().utf8)
      case "after": after = Array(try reader.string().utf8)
      case "originals":
        originals = try reader.list { (reader) throws(JSONReader.Fault) in
          Original(name: try reader.string(), start: try reader.nextNumber())
        }
      case "zones": zones = try reader.list(of: Self.zone)
      case "extras": extras = try reader.list(of: Self.extra)
      default: throw reader.fault("unknown member '\(name)'")
      }
    } while reader.accept(",")
    try reader.expect("}")
    for name in ["version", "encoding", "originals", "zones"] where !names.contains(name) {
      throw reader.fault("'\(name)' is missing")
    }
  }

  private static func zone(_ reader: inout JSONReader) throws(JSONReader.Fault) -> Zone {
    let name = try reader.string()
    guard let kind = ZoneKind.allCases.first(where: { "\($0)" == name }) else {
      throw reader.fault("unknown kind of zone")
    }
    let start = try reader.nextNumber()
    return Zone(kind: kind, range: start..<start + (try reader.nextNumber()))
  }

  private static func extra(
    _ reader: inout JSONReader
  ) throws(JSONReader.Fault) -> (index: Int, extra: Extra) {
    let index = try reader.number()
    try reader.expect(",")
    let key = try reader.string()
    try reader.expect(",")
    let value = try reader.value()
    return (index, Extra(key: key, value: String(decoding: reader.bytes[value], as: UTF8.self)))
  }
}

extension JSONReader {
  /// Reads a non-negative integer that fits in 32 bits.
  fileprivate mutating func number() throws(Fault) -> Int {
    let range = try value()
    guard let number = Int(String(decoding: bytes[range], as: UTF8.self)),
      0...Int(UInt32.max) ~= number
    else { throw fault("expected a whole number") }
    return number
  }

  fileprivate mutating func nextNumber() throws(Fault) -> Int {
    try expect(",")
    return try number()
  }

  /// A text has a zone for each line, and a few lines have several.
  private static let additionalZones = 16

  /// Reads an array of arrays.
  fileprivate mutating func list<Element>(
    of element: (inout JSONReader) throws(Fault) -> Element
  ) throws(Fault) -> [Element] {
    var elements: [Element] = []
    try expect("[")
    if accept("]") { return [] }
    repeat {
      guard elements.count < ArticleLimits.maximumMembers + Self.additionalZones else {
        throw fault("more than \(ArticleLimits.maximumMembers) elements")
      }
      try expect("[")
      elements.append(try element(&self))
      try expect("]")
    } while accept(",")
    try expect("]")
    return elements
  }
}

extension JSONRecord {
  /// The keys of the fields that exports have. Other names of fields are names of extras there.
  private static let exportedKeys = [
    "id", "title", "text", "date", "source", "section", "url", "tags",
  ]

  /// Returns the article of an exported record, equal to the article that was exported. Throws
  /// `inconsistent` when `xunwen` contradicts the other members, because one of them was edited.
  func article(
    _ parts: ExportedParts, _ fail: (ArticleError.Reason) -> ArticleError
  ) throws(ArticleError) -> Article {
    var values: [String: RecordMember] = [:]
    var extras: [Extra] = []
    for member in members {
      let key = String(decoding: member.key, as: UTF8.self)
      if Self.exportedKeys.contains(key) {
        guard key == "tags" ? member.list != nil : member.text != nil else {
          throw fail(.inconsistent(problem: "a field has another type"))
        }
        values[key] = member
      } else if RecordField(exactly: member.key) != nil {
        throw fail(.inconsistent(problem: "exports have no field '\(key)'"))
      } else {
        extras.append(extra(member))
      }
    }
    func string(_ key: String) -> String {
      String(decoding: values[key]?.text ?? [], as: UTF8.self)
    }
    guard let body = values["text"]?.text else { throw fail(.missingText) }
    let title = values["title"]?.text ?? []
    let text = (parts.before ?? title) + body + parts.after
    let published = CivilDateTime(iso: string("date"))
    guard published != nil || values["date"] == nil else {
      throw fail(.inconsistent(problem: "the date is unreadable"))
    }
    let id = string("id")
    if id.isEmpty { throw fail(.inconsistent(problem: "the id is missing")) }
    let article = Article(
      id: id, published: published, source: string("source").cleanedName(),
      section: string("section").cleanedName(), url: string("url"),
      tags: values["tags"]?.list ?? [], extras: try merged(extras, parts.extras, fail),
      encoding: parts.encoding, text: text, originals: parts.originals, zones: parts.zones)
    if let problem = article.inconsistency { throw fail(.inconsistent(problem: problem)) }
    if parts.before != nil, Array(article.title.utf8) != title {
      throw fail(.inconsistent(problem: "the title differs from the title zones"))
    }
    return article
  }

  /// Inserts extras into others at their indices in the result.
  private func merged(
    _ extras: [Extra], _ inserted: [(index: Int, extra: Extra)],
    _ fail: (ArticleError.Reason) -> ArticleError
  ) throws(ArticleError) -> [Extra] {
    var result: [Extra] = []
    var rest = extras[...]
    for (index, extra) in inserted {
      guard index >= result.count else {
        throw fail(.inconsistent(problem: "the indices of the extras are not ascending"))
      }
      guard index - result.count <= rest.count else {
        throw fail(.inconsistent(problem: "the index \(index) of an extra is too large"))
      }
      let before = rest.prefix(index - result.count)
      result += before
      rest = rest.dropFirst(before.count)
      result.append(extra)
    }
    return result + rest
  }
}

extension Article {
  /// The first contradiction between text, originals and zones; nil when there is none.
  fileprivate var inconsistency: String? {
    if let fault { return fault }
    guard !originals.isEmpty else { return "there are no originals" }
    var end = 0
    for zone in zones {
      if Blanks.trimmed(text, end..<zone.range.lowerBound) != nil { return "text in no zone" }
      end = zone.range.upperBound
    }
    return Blanks.trimmed(text, end..<text.count) == nil ? nil : "text in no zone"
  }
}
