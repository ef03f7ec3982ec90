/// Reads one record of a JSON lines file.
///
///     id, _id      string or number; `path#line` when absent
///     title        string
///     text, body   string; one of them is required
///     date, time   string or number: a date, a date with a time, or a time that goes with the other's date
///     source, url, category, section
///                  string
///     tags         array of strings, or a string separated by , ， ; ； 、 | or spaces
///
/// Where two names mean the same field the first listed wins. A field of an unexpected type, a date
/// nobody can read, and every unknown field are kept as extras. `null` is the same as absent. Of a
/// key given twice the last value counts.
public struct JSONRecordParser: Sendable {
  public init() {}

  /// Parses one line.
  ///
  /// - Parameters:
  ///   - line: one JSON object.
  ///   - path: relative path of the file, for the id and errors; `-` for standard input.
  ///   - lineNumber: from 1.
  ///   - encoding: what the file was encoded in.
  /// - Throws: `undecodable`, `invalidJSON`, `missingText`, `empty`, `tooLarge`.
  /// - Complexity: O(length of the line).
  public func parse(
    line: [UInt8], path: String, lineNumber: Int, encoding: String = "UTF-8"
  ) throws(ArticleError) -> Article {
    if let offset = UTF8Validity.firstInvalid(in: line) {
      throw ArticleError(
        path: path, line: lineNumber, reason: .undecodable(encoding: "UTF-8", offset: offset))
    }
    return try parse(
      RecordLine(bytes: line, number: lineNumber, encoding: encoding), path: path)
  }

  /// Parses a line of a file, which is valid UTF-8.
  ///
  /// - Parameter path: relative path of the file, for the id and errors; `-` for standard input.
  /// - Throws: `invalidJSON`, `missingText`, `empty`, `tooLarge`.
  /// - Complexity: O(length of the line).
  public func parse(_ line: RecordLine, path: String) throws(ArticleError) -> Article {
    func fail(_ reason: ArticleError.Reason) -> ArticleError {
      ArticleError(path: path, line: line.number, reason: reason)
    }
    guard line.bytes.count <= ArticleLimits.maximumBytes else {
      throw fail(.tooLarge(bytes: line.bytes.count, limit: ArticleLimits.maximumBytes))
    }
    var record = Record()
    do throws(JSONReader.Fault) {
      try record.read(line.bytes)
    } catch {
      throw fail(.invalidJSON(offset: error.offset, problem: error.problem))
    }
    return try record.article(
      defaultID: "\(path)#\(line.number)", encoding: line.encoding, fail)
  }
}

/// The members of a record, sorted into fields and extras.
private struct Record {
  private enum Field: String {
    case id, title, text, body, date, time, source, url, category, section, tags
    case underscoredID = "_id"
  }

  private var fields: [Field: [UInt8]] = [:]
  private var tags: [String] = []
  /// Fields in the order of the record, with their spelling.
  private var members: [(key: String, field: Field?, value: Range<Int>)] = []
  private var line: [UInt8] = []

  mutating func read(_ line: [UInt8]) throws(JSONReader.Fault) {
    self.line = line
    var reader = JSONReader(line)
    guard reader.peek() != nil else { throw reader.fault("") }
    try reader.expect("{")
    if !reader.accept("}") {
      repeat {
        guard reader.peek() == UInt8(ascii: "\"") else { throw reader.fault("expected a key") }
        let key = try reader.string()
        try reader.expect(":")
        try member(key, &reader)
      } while reader.accept(",")
      try reader.expect("}")
    }
    if reader.peek() != nil { throw reader.fault("text after the object") }
  }

  private mutating func member(
    _ key: String, _ reader: inout JSONReader
  ) throws(JSONReader.Fault) {
    if let earlier = members.firstIndex(where: { $0.key == key }) {
      if let field = members.remove(at: earlier).field {
        fields[field] = nil
        if field == .tags { tags = [] }
      }
    }
    let field = Field(rawValue: key)
    let first = reader.peek()
    let start = reader.at
    var value: [UInt8]?
    switch (field, first) {
    case (.some, UInt8(ascii: "\"")):
      var string: [UInt8] = []
      try reader.string(into: &string)
      value = string
    case (.tags, UInt8(ascii: "[")):
      let range = try reader.value()
      if let list = Self.strings(Array(line[range])) {
        tags = list
        value = []
      }
    default:
      let range = try reader.value()
      let isNumber = first.map { $0 == UInt8(ascii: "-") || 0x30...0x39 ~= $0 } ?? false
      switch field {
      case .id, .underscoredID, .date, .time:
        if isNumber { value = Array(line[range]) }
      default: break
      }
    }
    let range = start..<reader.at
    if let field, let value {
      fields[field] = value
      if field == .tags, first == UInt8(ascii: "\"") { tags = Self.split(tags: value) }
    } else if field != nil, line[range].elementsEqual("null".utf8) {
      return
    }
    members.append((key, value == nil ? nil : field, range))
  }

  /// The elements of an array of strings, or nil if it holds anything else.
  private static func strings(_ json: [UInt8]) -> [String]? {
    var reader = JSONReader(json)
    var result: [String] = []
    guard reader.accept("[") else { return nil }
    if reader.accept("]") { return [] }
    repeat {
      guard let element = try? reader.string() else { return nil }
      if !element.isEmpty { result.append(element) }
    } while reader.accept(",")
    return result
  }

  private static func split(tags: [UInt8]) -> [String] {
    String(decoding: tags, as: UTF8.self).unicodeScalars
      .split { ",，;；、|｜".unicodeScalars.contains($0) || $0.properties.isWhitespace }
      .map { String($0) }
  }

  consuming func article(
    defaultID: String, encoding: String, _ fail: (ArticleError.Reason) -> ArticleError
  ) throws(ArticleError) -> Article {
    var used: Set<Field> = [.title, .source, .url, .tags]
    // An empty "text" beside a "body" says that the article is in the other.
    func isBlank(_ field: Field) -> Bool {
      fields[field].map { PageLines.trimmed($0, 0..<$0.count) == nil } ?? true
    }
    let textField: Field = fields[.text] == nil || isBlank(.text) && !isBlank(.body) ? .body : .text
    guard let body = fields[textField] else { throw fail(.missingText) }
    used.insert(textField)
    let title = fields[.title] ?? []
    var zones: [Zone] = []
    if let range = PageLines.trimmed(title, 0..<title.count) {
      zones.append(Zone(kind: .title, range: range))
    }
    let text = title + body
    if let range = PageLines.trimmed(text, title.count..<text.count) {
      zones.append(Zone(kind: .body, range: range))
    }
    guard !zones.isEmpty else { throw fail(.empty) }

    let idField: Field = fields[.id]?.isEmpty == false ? .id : .underscoredID
    let id = string(idField)
    used.insert(idField)
    let sectionField: Field = fields[.category]?.isEmpty == false ? .category : .section
    used.insert(sectionField)
    let published = publication()
    if let published {
      used.formUnion(Self.dateFields(string(.date), string(.time), agreeing: published))
    }
    let extras = members.filter { $0.field.map { !used.contains($0) } ?? true }.map {
      Extra(key: $0.key, value: String(decoding: line[$0.value], as: UTF8.self))
    }
    return Article(
      id: id.isEmpty ? defaultID : id, published: published, source: string(.source),
      section: string(sectionField), url: string(.url), tags: tags, extras: extras,
      encoding: encoding, text: text,
      originals: (title.isEmpty ? [] : [Original(name: "title", start: 0)])
        + [Original(name: textField.rawValue, start: title.count)],
      zones: zones)
  }

  private func string(_ field: Field) -> String {
    String(decoding: fields[field] ?? [], as: UTF8.self)
  }

  /// The more exact of the two fields; a bare time of day is joined to the date.
  private func publication() -> CivilDateTime? {
    let (dateText, timeText) = (string(.date), string(.time))
    let date = CivilDateTime(iso: dateText)
    if let time = CivilDateTime(iso: timeText), time.day > 0 || date == nil {
      return time.secondsOfDay == nil && date?.secondsOfDay != nil ? date : time
    }
    if let date, date.day > 0, date.secondsOfDay == nil, !timeText.isEmpty,
      let joined = CivilDateTime(iso: dateText + " " + timeText)
    {
      return joined
    }
    return date
  }

  /// The date fields that say nothing beyond `published`; others stay visible as extras.
  private static func dateFields(
    _ date: String, _ time: String, agreeing published: CivilDateTime
  ) -> Set<Field> {
    var result: Set<Field> = []
    if CivilDateTime(iso: date)?.packedDate == published.packedDate { result.insert(.date) }
    if let read = CivilDateTime(iso: time) {
      if read == published { result.insert(.time) }
    } else if published.secondsOfDay != nil, CivilDateTime(iso: date)?.secondsOfDay == nil {
      result.insert(.time)
    }
    return result
  }
}
