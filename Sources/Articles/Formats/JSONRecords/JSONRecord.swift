/// The members of a JSON record, classified as fields and extras.
struct JSONRecord {
  /// The last member of each key.
  private(set) var members: [RecordMember] = []
  private let line: [UInt8]
  /// The value of `xunwen`; nil unless the record was exported.
  private(set) var parts: ExportedParts?

  /// The key of the object with the members of a record in Elasticsearch.
  static let nestedKey = Array("_source".utf8)

  init(_ line: [UInt8], _ fields: FieldMap) throws(JSONReader.Fault) {
    self.line = line
    var reader = JSONReader(line)
    guard reader.peek() != nil else { throw reader.fault("") }
    var count = 0
    try readObject(&reader, fields, &count, isNested: false)
    if reader.peek() != nil { throw reader.fault("text after the object") }
    if members.count > Self.fewMembers { removeRepeatedMembers() }
    members.removeAll { if case .absent = $0.value { true } else { false } }
  }

  func extra(_ member: RecordMember) -> Extra {
    Extra(
      key: String(decoding: member.key, as: UTF8.self),
      value: String(decoding: line[member.range], as: UTF8.self))
  }

  private mutating func readObject(
    _ reader: inout JSONReader, _ fields: FieldMap, _ count: inout Int, isNested: Bool
  ) throws(JSONReader.Fault) {
    try reader.expect("{")
    if reader.accept("}") { return }
    repeat {
      count += 1
      guard count <= ArticleLimits.maximumMembers else {
        throw reader.fault("more than \(ArticleLimits.maximumMembers) members")
      }
      guard reader.peek() == UInt8(ascii: "\"") else { throw reader.fault("expected a key") }
      var key: [UInt8] = []
      try reader.string(into: &key)
      try reader.expect(":")
      if key == Self.nestedKey, fields.isLenient, !isNested, reader.peek() == UInt8(ascii: "{") {
        try readObject(&reader, fields, &count, isNested: true)
      } else {
        try readMember(key, &reader, fields)
      }
    } while reader.accept(",")
    try reader.expect("}")
  }

  // MARK: Repeated members

  /// Up to this number of members, each new key is compared with all earlier ones, which is
  /// fastest. Repeated keys of more members are removed at the end, in linear time.
  private static let fewMembers = 32

  private mutating func removeRepeatedMembers() {
    var keys: Set<[UInt8]> = []
    var last: [RecordMember] = []
    for member in members.reversed() where keys.insert(member.key).inserted { last.append(member) }
    members = last.reversed()
  }

  private mutating func append(_ member: RecordMember) {
    if members.count <= Self.fewMembers,
      let earlier = members.firstIndex(where: { $0.key == member.key })
    {
      members.remove(at: earlier)
    }
    members.append(member)
  }

  // MARK: Values

  private mutating func readMember(
    _ key: [UInt8], _ reader: inout JSONReader, _ fields: FieldMap
  ) throws(JSONReader.Fault) {
    let key = fields.name(of: key)
    let role = fields.role(of: key)
    let first = reader.peek()
    let start = reader.at
    var value = RecordMember.Value.other
    if key == ExportedParts.key, first == UInt8(ascii: "{") {
      parts = try ExportedParts(&reader)
      value = .absent
    } else if let role {
      value = try Self.value(of: role.field, first, &reader)
    } else {
      _ = try reader.value()
    }
    append(RecordMember(key: key, role: role, value: value, range: start..<reader.at))
  }

  /// Reads the value of a field.
  private static func value(
    of field: RecordField, _ first: UInt8?, _ reader: inout JSONReader
  ) throws(JSONReader.Fault) -> RecordMember.Value {
    switch (first, field) {
    case (UInt8(ascii: "\""), _):
      var text: [UInt8] = []
      try reader.string(into: &text)
      return field == .tags ? try list(TagText.tags(in: text), reader) : .text(text)
    case (UInt8(ascii: "["), .tags), (UInt8(ascii: "["), .source), (UInt8(ascii: "["), .section):
      let range = try reader.value()
      return try strings(Array(reader.bytes[range])).map { (names) throws(JSONReader.Fault) in
        try list(names, reader)
      } ?? .other
    case (UInt8(ascii: "{"), _):
      let range = try reader.value()
      return ExtendedJSON.text(in: Array(reader.bytes[range])).map { .text($0) } ?? .other
    case (let first?, .id), (let first?, .date), (let first?, .time):
      let range = try reader.value()
      if first == UInt8(ascii: "-") || 0x30...0x39 ~= first {
        return .text(Array(reader.bytes[range]))
      }
      return isNull(reader.bytes[range]) ? .absent : .other
    default:
      let range = try reader.value()
      return isNull(reader.bytes[range]) ? .absent : .other
    }
  }

  private static func isNull(_ value: ArraySlice<UInt8>) -> Bool {
    value.elementsEqual("null".utf8)
  }

  private static func list(
    _ names: [String], _ reader: JSONReader
  ) throws(JSONReader.Fault) -> RecordMember.Value {
    guard names.count <= ArticleLimits.maximumMembers else {
      throw reader.fault("more than \(ArticleLimits.maximumMembers) tags")
    }
    return .list(names)
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
      let name = element.cleanedName()
      if !name.isEmpty { result.append(name) }
    } while reader.accept(",") && result.count <= ArticleLimits.maximumMembers
    return result
  }
}
