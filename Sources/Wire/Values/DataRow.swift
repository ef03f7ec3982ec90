import Xunwen

/// A record of a result: named values, a JSON object.
public struct DataRow: Sendable, Encodable, ExpressibleByDictionaryLiteral {
  /// The values in the order of a table's columns. JSON sorts them by name.
  public private(set) var fields: [(name: String, value: FieldValue)]

  init(_ fields: [(name: String, value: FieldValue)]) {
    self.fields = fields
  }

  public init(dictionaryLiteral fields: (String, FieldValue)...) {
    self.fields = fields.map { (name: $0.0, value: $0.1) }
  }

  /// The span in Unicode scalars of an article's original text.
  init(_ span: TextSpan) {
    self = [
      "original": .text(span.original), "start": .integer(span.range.lowerBound),
      "end": .integer(span.range.upperBound),
    ]
  }

  /// The row with the fields of another one added.
  func with(_ other: DataRow) -> DataRow { DataRow(fields + other.fields) }

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    for (name, value) in fields { try container.encode(value, forKey: Name(stringValue: name)) }
  }
}

/// The rows of a result, made one by one while they are written.
public struct DataRows {
  private let body: ((DataRow) throws -> Void) throws -> Void

  init(_ body: @escaping (_ emit: (DataRow) throws -> Void) throws -> Void) {
    self.body = body
  }

  init(_ rows: DataRow...) {
    self.init { emit in for row in rows { try emit(row) } }
  }

  /// Writes JSON Lines: one object a line.
  ///
  /// - Parameter sink: takes the bytes of one line at a time.
  /// - Throws: any error of `sink`.
  public func writeJSONLines(to sink: ([UInt8]) throws -> Void) throws {
    let line = JSONLine()
    try body { try sink(line.encode($0)) }
  }
}
