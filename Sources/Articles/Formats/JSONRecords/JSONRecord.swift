import Calendar

/// The members of a record, classified as fields and extras.
struct JSONRecord {
  enum Field: Int, CaseIterable {
    case id, underscoredID, title, text, body, date, time, source, url, category, section, tags

    private static let names = [
      "id", "_id", "title", "text", "body", "date", "time", "source", "url", "category", "section",
      "tags",
    ]
    private static let keys = names.map { Array($0.utf8) }

    var name: String { Self.names[rawValue] }

    init?(_ key: Span<UInt8>) {
      guard let index = Self.keys.firstIndex(where: { Self.isEqual(key, $0) }) else { return nil }
      self.init(rawValue: index)
    }

    private static func isEqual(_ key: Span<UInt8>, _ name: [UInt8]) -> Bool {
      key.count == name.count && key.indices.allSatisfy { key[$0] == name[$0] }
    }
  }

  struct Member {
    let key: [UInt8]
    /// The field; nil for an extra.
    let field: Field?
    /// Byte offsets of the value in the line.
    let value: Range<Int>
  }

  private var fields = [[UInt8]?](repeating: nil, count: Field.allCases.count)
  private(set) var tags: [String] = []
  /// The last member of each key.
  private(set) var members: [Member] = []
  /// By field, true when `members` has it.
  private var hasMember = [Bool](repeating: false, count: Field.allCases.count)
  private var line: [UInt8] = []
  /// The value of `xunwen`; nil unless the record was exported.
  private(set) var parts: ExportedParts?

  /// The value of a field without escapes; nil when absent.
  subscript(field: Field) -> [UInt8]? { fields[field.rawValue] }

  /// Returns the value of a field without escapes, or "" when absent.
  func string(_ field: Field) -> String { String(decoding: self[field] ?? [], as: UTF8.self) }

  /// Returns the value of a field as a name that is compared, or "" when absent.
  func name(_ field: Field) -> String { string(field).cleanedName() }

  func extra(_ member: Member) -> Extra {
    Extra(
      key: String(decoding: member.key, as: UTF8.self),
      value: String(decoding: line[member.value], as: UTF8.self))
  }

  mutating func read(_ line: [UInt8]) throws(JSONReader.Fault) {
    self.line = line
    var reader = JSONReader(line)
    guard reader.peek() != nil else { throw reader.fault("") }
    try reader.expect("{")
    if !reader.accept("}") {
      var count = 0
      repeat {
        count += 1
        guard count <= ArticleLimits.maximumMembers else {
          throw reader.fault("more than \(ArticleLimits.maximumMembers) members")
        }
        guard reader.peek() == UInt8(ascii: "\"") else { throw reader.fault("expected a key") }
        var key: [UInt8] = []
        try reader.string(into: &key)
        try reader.expect(":")
        try member(key, &reader)
      } while reader.accept(",")
      try reader.expect("}")
    }
    if reader.peek() != nil { throw reader.fault("text after the object") }
    if members.count > Self.fewMembers { removeRepeatedMembers() }
  }

  /// Up to this number of members, each new key is compared with all earlier ones, which is
  /// fastest. Repeated keys of more members are removed at the end, in linear time.
  private static let fewMembers = 32

  private mutating func removeRepeatedMembers() {
    var keys: Set<[UInt8]> = []
    var last: [Member] = []
    for member in members.reversed() where keys.insert(member.key).inserted { last.append(member) }
    members = last.reversed()
  }

  /// Forgets the value of an earlier member with the same key. Of many members, those that are no
  /// fields stay until all are read.
  private mutating func removeEarlier(_ key: [UInt8], _ field: Field?) {
    if let field {
      fields[field.rawValue] = nil
      if field == .tags { tags = [] }
      if !hasMember[field.rawValue] { return }
      hasMember[field.rawValue] = false
    } else if members.count > Self.fewMembers, key != ExportedParts.key {
      return
    }
    // From the end, so that all searches for one field together take linear time.
    if let earlier = members.lastIndex(where: { $0.key == key }) { members.remove(at: earlier) }
  }

  private mutating func member(
    _ key: [UInt8], _ reader: inout JSONReader
  ) throws(JSONReader.Fault) {
    let field = Field(key.span)
    removeEarlier(key, field)
    if key == ExportedParts.key, reader.peek() == UInt8(ascii: "{") {
      parts = try ExportedParts(&reader)
      return
    }
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
        tags = try Self.checked(list, reader)
        value = []
      }
    case (.id, let first?), (.underscoredID, let first?), (.date, let first?), (.time, let first?):
      let range = try reader.value()
      if first == UInt8(ascii: "-") || 0x30...0x39 ~= first { value = Array(line[range]) }
    default: _ = try reader.value()
    }
    let range = start..<reader.at
    if let field, let value {
      if field == .tags, first == UInt8(ascii: "\"") {
        tags = try Self.checked(Self.split(tags: value), reader)
      }
      fields[field.rawValue] = value
    } else if field != nil, line[range].elementsEqual("null".utf8) {
      return
    }
    if let field { hasMember[field.rawValue] = true }
    members.append(Member(key: key, field: value == nil ? nil : field, value: range))
  }

  private static func checked(
    _ tags: [String], _ reader: JSONReader
  ) throws(JSONReader.Fault) -> [String] {
    guard tags.count <= ArticleLimits.maximumMembers else {
      throw reader.fault("more than \(ArticleLimits.maximumMembers) tags")
    }
    return tags
  }

  /// Returns the elements of an array of strings, or nil if it contains anything else. Of too many
  /// elements, only some are returned, but more than the limit.
  private static func strings(_ json: [UInt8]) -> [String]? {
    var reader = JSONReader(json)
    var result: [String] = []
    guard reader.accept("[") else { return nil }
    if reader.accept("]") { return [] }
    repeat {
      guard let element = try? reader.string() else { return nil }
      let tag = element.cleanedName()
      if !tag.isEmpty { result.append(tag) }
    } while reader.accept(",") && result.count <= ArticleLimits.maximumMembers
    return result
  }

  /// Divides text into tags: at most one more than the limit.
  private static func split(tags: [UInt8]) -> [String] {
    String(decoding: tags, as: UTF8.self).unicodeScalars
      .split(maxSplits: ArticleLimits.maximumMembers, whereSeparator: separatesTags)
      .map { String($0).cleanedName() }
      .filter { !$0.isEmpty }
  }

  private static func separatesTags(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case ",", "，", ";", "；", "、", "|", "｜": true
    default: scalar.isWhiteSpace
    }
  }

  /// Returns the article of a record that was not exported. Throws `missingText` or `empty`.
  func article(
    defaultID: () -> String, encoding: String, _ fail: (ArticleError.Reason) -> ArticleError
  ) throws(ArticleError) -> Article {
    func isBlank(_ field: Field) -> Bool {
      self[field].map { Blanks.trimmed($0, 0..<$0.count) == nil } ?? true
    }
    // Some corpora have an empty "text" beside a "body".
    let textField: Field = self[.text] == nil || isBlank(.text) && !isBlank(.body) ? .body : .text
    guard let body = self[textField] else { throw fail(.missingText) }
    let title = self[.title] ?? []
    var zones: [Zone] = []
    if let range = Blanks.trimmed(title, 0..<title.count) {
      zones.append(Zone(kind: .title, range: range))
    }
    let text = title.isEmpty ? body : title + body
    if let range = Blanks.trimmed(text, title.count..<text.count) {
      zones.append(Zone(kind: .body, range: range))
    }
    guard !zones.isEmpty else { throw fail(.empty) }

    let idField: Field = self[.id]?.isEmpty == false ? .id : .underscoredID
    let id = string(idField)
    let sectionField: Field = self[.category]?.isEmpty == false ? .category : .section
    let dates = DateFields(date: string(.date), time: string(.time))
    let extras = members.filter { member in
      switch member.field {
      case nil: true
      case .title, .source, .url, .tags: false
      case .date: !dates.isDateRedundant
      case .time: !dates.isTimeRedundant
      case let field: field != textField && field != idField && field != sectionField
      }
    }
    return Article(
      id: id.isEmpty ? defaultID() : id, published: dates.published, source: name(.source),
      section: name(sectionField), url: string(.url), tags: tags, extras: extras.map(extra),
      encoding: encoding, text: text,
      originals: (title.isEmpty ? [] : [Original(name: Field.title.name, start: 0)])
        + [Original(name: textField.name, start: title.count)],
      zones: zones)
  }

  /// The publication time from the fields `date` and `time`.
  private struct DateFields {
    /// The more exact of the two fields. A bare time of day is joined to the date.
    let published: CivilDateTime?
    /// True when `published` contains the whole field, which then needs no extra.
    let isDateRedundant: Bool
    let isTimeRedundant: Bool

    init(date dateText: String, time timeText: String) {
      let date = dateText.isEmpty ? nil : CivilDateTime(iso: dateText)
      let time = timeText.isEmpty ? nil : CivilDateTime(iso: timeText)
      published = Self.published(date, time, dateText, timeText)
      isDateRedundant = published != nil && date?.date == published?.date
      isTimeRedundant =
        time.map { [published] in $0 == published }
        ?? (published?.secondsOfDay != nil && date?.secondsOfDay == nil)
    }

    private static func published(
      _ date: CivilDateTime?, _ time: CivilDateTime?, _ dateText: String, _ timeText: String
    ) -> CivilDateTime? {
      if let time, time.date.day != nil || date == nil {
        return time.secondsOfDay == nil && date?.secondsOfDay != nil ? date : time
      }
      if let date, date.date.day != nil, date.secondsOfDay == nil, !timeText.isEmpty,
        let joined = CivilDateTime(iso: dateText + " " + timeText)
      {
        return joined
      }
      return date
    }
  }
}
