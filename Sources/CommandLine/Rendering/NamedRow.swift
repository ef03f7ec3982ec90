/// A row for programs whose names are not the same for all rows: an object of JSON, or a row of a table.
struct NamedRow: Encodable {
  let values: [(name: String, value: FieldValue)]

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for (name, value) in values { try container.encode(value, forKey: Key(stringValue: name)) }
  }

  var names: [String] { values.map(\.name) }
  var cells: [String] { values.map(\.value.cell) }
}
