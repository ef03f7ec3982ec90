import Wire

/// A JSON object that is written member by member, since some members are JSON already.
struct JSONObject: Sendable {
  private var members: [(name: String, value: [UInt8])] = []

  init(_ row: DataRow = [:]) { add(row) }

  mutating func add(_ row: DataRow) {
    members += row.fields.map { ($0.name, $0.value.json) }
  }

  /// Adds a member with the JSON of its value.
  mutating func add(_ name: String, _ value: [UInt8]) { members.append((name, value)) }

  var bytes: [UInt8] {
    var bytes = Array("{".utf8)
    for (index, member) in members.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes += FieldValue.text(member.name).json
      bytes.append(UInt8(ascii: ":"))
      bytes += member.value
    }
    bytes.append(UInt8(ascii: "}"))
    return bytes
  }

  /// The JSON of a list of values.
  static func list(_ values: [[UInt8]]) -> [UInt8] {
    Array("[".utf8) + Array(values.joined(separator: [UInt8(ascii: ",")])) + Array("]".utf8)
  }
}
