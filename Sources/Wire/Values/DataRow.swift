import FoundationEssentials
import Xunwen

/// A record of a result: named values, a JSON object.
public struct DataRow: Sendable, Encodable, ExpressibleByDictionaryLiteral {
  /// The values in the order of a table's columns. JSON sorts them by name.
  public private(set) var fields: [(name: String, value: FieldValue)]

  init(_ fields: [(name: String, value: FieldValue)]) { self.fields = fields }

  public init(dictionaryLiteral fields: (String, FieldValue)...) {
    self.fields = fields.map { (name: $0.0, value: $0.1) }
  }

  init(_ span: TextSpan) {
    self = [
      "original": .text(span.original), "start": .integer(span.range.lowerBound),
      "end": .integer(span.range.upperBound),
    ]
  }

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

  init(_ body: @escaping (_ emit: (DataRow) throws -> Void) throws -> Void) { self.body = body }

  init(_ rows: DataRow...) { self.init { emit in for row in rows { try emit(row) } } }

  /// Writes JSON Lines: one object a line.
  ///
  /// - Parameter sink: takes the bytes of one line at a time.
  public func writeJSONLines(to sink: ([UInt8]) throws -> Void) throws {
    let line = JSONLine()
    try body { try sink(line.encode($0)) }
  }
}

/// Encodes values as lines of JSON, with sorted keys. All control characters are escaped, also DEL
/// and C1, so that a line cannot command a terminal.
struct JSONLine {
  private let encoder: JSONEncoder

  init() {
    encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  }

  func encode(_ value: some Encodable) throws -> [UInt8] {
    var line: [UInt8] = []
    var isAfterC2 = false
    for byte in try encoder.encode(value) {
      if byte == 0x7F {
        line += Array("\\u007f".utf8)
      } else if isAfterC2, (0x80..<0xA0).contains(byte) {
        line.removeLast()
        line += Array("\\u00\(String(byte, radix: 16))".utf8)
      } else {
        line.append(byte)
      }
      isAfterC2 = byte == 0xC2
    }
    line.append(0x0A)
    return line
  }
}
