/// The members of a record, sorted into fields and extras.
struct JSONRecord {
  enum Field: Int, CaseIterable {
    case id, underscoredID, title, text, body, date, time, source, url, category, section, tags

    /// Its key in a record.
    var name: String {
      // Spelled out: to print a case takes as long as to read a short article.
      switch self {
      case .id: "id"
      case .underscoredID: "_id"
      case .title: "title"
      case .text: "text"
      case .body: "body"
      case .date: "date"
      case .time: "time"
      case .source: "source"
      case .url: "url"
      case .category: "category"
      case .section: "section"
      case .tags: "tags"
      }
    }

    init?(_ key: Span<UInt8>) {
      for field in Self.allCases where Self.isEqual(key, Self.names[field.rawValue]) {
        self = field
        return
      }
      return nil
    }

    private static let names = allCases.map { Array($0.name.utf8) }

    private static func isEqual(_ key: Span<UInt8>, _ name: [UInt8]) -> Bool {
      key.count == name.count && key.indices.allSatisfy { key[$0] == name[$0] }
    }
  }

  /// A key, and where its value stands in the line.
  struct Member {
    let key: [UInt8]
    /// The field that the value is taken for.
    let field: Field?
    let value: Range<Int>
  }

  private var fields = [[UInt8]?](repeating: nil, count: Field.allCases.count)
  private(set) var tags: [String] = []
  /// In the order of the record.
  private(set) var members: [Member] = []
  private(set) var line: [UInt8] = []
  /// What an export adds.
  private(set) var parts: ExportedParts?

  /// The value of a field, its escapes undone; nil without one.
  subscript(field: Field) -> [UInt8]? { fields[field.rawValue] }

  /// The same as text, "" without one.
  func string(_ field: Field) -> String {
    fields[field.rawValue].map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// Reads a line, which is valid UTF-8.
  mutating func read(_ line: [UInt8]) throws(JSONReader.Fault) {
    self.line = line
    var reader = JSONReader(line)
    guard reader.peek() != nil else { throw reader.fault("") }
    try reader.expect("{")
    if !reader.accept("}") {
      repeat {
        guard reader.peek() == UInt8(ascii: "\"") else { throw reader.fault("expected a key") }
        var key: [UInt8] = []
        try reader.string(into: &key)
        try reader.expect(":")
        try member(key, &reader)
      } while reader.accept(",")
      try reader.expect("}")
    }
    if reader.peek() != nil { throw reader.fault("text after the object") }
  }

  private mutating func member(
    _ key: [UInt8], _ reader: inout JSONReader
  ) throws(JSONReader.Fault) {
    if let earlier = members.firstIndex(where: { $0.key == key }) {
      if let field = members.remove(at: earlier).field {
        fields[field.rawValue] = nil
        if field == .tags { tags = [] }
      }
    }
    if key == ExportedParts.key, reader.peek() == UInt8(ascii: "{") {
      parts = try ExportedParts(&reader)
      return
    }
    let field = Field(key.span)
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
      if field == .tags, first == UInt8(ascii: "\"") { tags = Self.split(tags: value) }
      fields[field.rawValue] = value
    } else if field != nil, line[range].elementsEqual("null".utf8) {
      return
    }
    members.append(Member(key: key, field: value == nil ? nil : field, value: range))
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
}
