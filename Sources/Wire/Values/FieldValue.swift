public import Xunwen

/// A value of a row: a JSON value, or the cell of a table. The cell of a list has the cells of its
/// elements, separated by semicolons. The cell of an object or an encoded value is empty.
public enum FieldValue: Sendable, ExpressibleByStringLiteral {
  /// `null` in JSON, an empty cell in a table.
  case null
  case flag(Bool)
  case integer(Int)
  /// A number. A table shows six digits after the point.
  case number(Double)
  case text(String)
  /// A time of publication. JSON has it as printed: `2023-07-02T14:53:51`, `2023-07`. A table shows
  /// the day; the cell is empty when the day is unknown, so that all cells have one form.
  case date(CivilDateTime?)
  /// Spans of text. JSON has an object for each; a table shows `text:12-16`, separated by spaces.
  case spans([TextSpan])
  case list([FieldValue])
  case object(DataRow)
  /// A value with a JSON form of its own.
  case encoded(any Encodable & Sendable)

  /// The text of a cell in a table.
  public var cell: String {
    switch self {
    case .null, .object, .encoded: ""
    case .list(let values): values.map(\.cell).joined(separator: ";")
    case .flag(let value): String(value)
    case .integer(let value): String(value)
    case .number(let value): NumberText.fixed(value, digits: 6)
    case .text(let value): value
    case .date(let value): value.flatMap { $0.date.day == nil ? nil : $0.date.description } ?? ""
    case .spans(let spans):
      spans.map { "\($0.original):\($0.range.lowerBound)-\($0.range.upperBound)" }
        .joined(separator: " ")
    }
  }

  public init(stringLiteral value: String) { self = .text(value) }

  /// The JSON of the value, `null` for a number that JSON does not have.
  package var json: [UInt8] {
    var writer = JSONWriter()
    guard (try? writer.append(self)) != nil else { return Array("null".utf8) }
    return writer.bytes
  }

  static func optional(_ text: String?) -> FieldValue { text.map(FieldValue.text) ?? .null }
  static func optional(_ number: Int?) -> FieldValue { number.map(FieldValue.integer) ?? .null }
  static func optional(_ row: DataRow?) -> FieldValue { row.map(FieldValue.object) ?? .null }

  /// The time of day, `14:53:51`; null when unknown.
  static func time(_ value: CivilDateTime?) -> FieldValue {
    guard let value, value.secondsOfDay != nil else { return .null }
    return .optional(value.description.split(separator: "T").last.map(String.init))
  }

  /// Null when the text is missing or empty.
  static func nonEmpty(_ text: String?) -> FieldValue {
    text?.isEmpty == false ? .optional(text) : .null
  }

  static func rounded(_ value: Double, digits: Int = 6) -> FieldValue {
    let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
    return .number((value * scale).rounded() / scale)
  }

  static func milliseconds(_ duration: Duration, digits: Int) -> FieldValue {
    .rounded(duration.milliseconds, digits: digits)
  }

  static func texts(_ texts: [String]) -> FieldValue { .list(texts.map(FieldValue.text)) }

  /// Ranges as pairs of offsets.
  static func pairs(_ ranges: [Range<Int>]) -> FieldValue {
    .list(ranges.map { .list([.integer($0.lowerBound), .integer($0.upperBound)]) })
  }

  static func objects(_ rows: [DataRow]) -> FieldValue { .list(rows.map(FieldValue.object)) }

  static func objects<Element>(_ list: [Element], _ row: (Element) -> DataRow) -> FieldValue {
    objects(list.map(row))
  }
}

extension Duration {
  public var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }

  public var milliseconds: Double { seconds * 1000 }
}
