import FoundationEssentials
import Xunwen

/// A record of a result: named values, a JSON object.
public struct DataRow: Sendable, Encodable, ExpressibleByDictionaryLiteral {
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

  /// Rows that exist already.
  public init(_ rows: DataRow...) { self.init { emit in for row in rows { try emit(row) } } }

  /// Writes JSON Lines: one object a line.
  ///
  /// - Parameter sink: takes the bytes of one line at a time.
  public func writeJSONLines(to sink: ([UInt8]) throws -> Void) throws {
    let line = JSONLine()
    try body { try sink(line.encode($0)) }
  }
}

/// Encodes values as lines of JSON, with sorted keys. All control characters are escaped, also DEL,
/// C1 and bidirectional marks, so that a line cannot command a terminal or deceive its reader.
struct JSONLine {
  private let encoder: JSONEncoder

  init() {
    encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  }

  func encode(_ value: some Encodable) throws -> [UInt8] {
    let bytes = Array(try encoder.encode(value))
    var line: [UInt8] = []
    line.reserveCapacity(bytes.count + 1)
    /// The first byte that is not in the line yet.
    var start = 0
    for position in bytes.indices {
      guard let (value, count) = Self.scalar(bytes, at: position), VisibleText.isHidden(value)
      else { continue }
      let digits = String(value, radix: 16)
      line += bytes[start..<position]
      line += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8
      start = position + count
    }
    line += bytes[start...]
    line.append(0x0A)
    return line
  }

  /// The scalar that begins at a position, and the number of its bytes; nil inside a scalar, and
  /// for most scalars that are never hidden.
  @inline(__always)
  private static func scalar(_ bytes: [UInt8], at position: Int) -> (UInt32, Int)? {
    let first = UInt32(bytes[position])
    func next(_ distance: Int) -> UInt32 {
      position + distance < bytes.count ? UInt32(bytes[position + distance]) & 0x3F : 0
    }
    return switch first {
    case 0x7F: (first, 1)
    // U+0080 to U+00BF and U+0600 to U+063F
    case 0xC2, 0xD8: ((first & 0x1F) << 6 | next(1), 2)
    // U+2000 to U+2FFF
    case 0xE2: ((first & 0x0F) << 12 | next(1) << 6 | next(2), 3)
    default: nil
    }
  }
}
