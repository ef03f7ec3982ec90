import Xunwen

/// A record of a result: named values, a JSON object.
public struct DataRow: Sendable, ExpressibleByDictionaryLiteral {
  /// The values in the order of a table's columns. JSON sorts them by name.
  public private(set) var fields: [(name: String, value: FieldValue)]

  public init(_ fields: [(name: String, value: FieldValue)]) { self.fields = fields }

  public init(dictionaryLiteral fields: (String, FieldValue)...) {
    self.fields = fields.map { (name: $0.0, value: $0.1) }
  }

  init(_ span: TextSpan) {
    self = [
      "original": .text(span.original), "start": .integer(span.range.lowerBound),
      "end": .integer(span.range.upperBound),
    ]
  }

  /// Returns the row with the values of another row after its own.
  public func with(_ other: DataRow) -> DataRow { DataRow(fields + other.fields) }
}

/// The rows of a result, made one by one while they are written.
public struct DataRows {
  private let body: ((DataRow) throws -> Void) throws -> Void

  init(_ body: @escaping (_ emit: (DataRow) throws -> Void) throws -> Void) { self.body = body }

  /// Rows that exist already.
  public init(_ rows: DataRow...) { self.init { emit in for row in rows { try emit(row) } } }

  /// Writes JSON Lines: one object a line.
  ///
  /// - Parameter sink: takes the bytes of one line at a time.
  public func writeJSONLines(to sink: ([UInt8]) throws -> Void) throws {
    try body { try sink(JSONWriter.line($0)) }
  }
}
