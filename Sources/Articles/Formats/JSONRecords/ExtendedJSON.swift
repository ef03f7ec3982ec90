import Calendar

/// The values of MongoDB that JSON does not have, as `mongoexport` writes them (MongoDB Extended
/// JSON v2): objects with a single key that begins with `$`.
enum ExtendedJSON {
  private static let textKeys: Set<String> = [
    "$oid", "$uuid", "$symbol", "$numberInt", "$numberLong", "$numberDouble", "$numberDecimal",
  ]

  /// Returns the text of a value: the digits of an id or a number, or a date.
  ///
  /// - Parameter json: a valid object.
  /// - Returns: nil for any other object.
  static func text(in json: [UInt8]) -> [UInt8]? {
    var reader = JSONReader(json)
    guard reader.accept("{"), let key = try? reader.string(), reader.accept(":") else { return nil }
    let value: [UInt8]?
    switch key {
    case "$date": value = date(&reader)
    case _ where textKeys.contains(key): value = (try? reader.string()).map { Array($0.utf8) }
    default: return nil
    }
    return reader.accept("}") ? value : nil
  }

  /// Reads a date: a string, or milliseconds since 1970 as a number or as `{"$numberLong": "…"}`.
  private static func date(_ reader: inout JSONReader) -> [UInt8]? {
    let first = reader.peek()
    if first == UInt8(ascii: "\"") { return (try? reader.string()).map { Array($0.utf8) } }
    guard let range = try? reader.value() else { return nil }
    let json = Array(reader.bytes[range])
    let digits = first == UInt8(ascii: "{") ? text(in: json) : json
    guard let digits, let milliseconds = Int(String(decoding: digits, as: UTF8.self)) else {
      return nil
    }
    let seconds = milliseconds >= 0 ? milliseconds / 1000 : -((999 - milliseconds) / 1000)
    return CivilDateTime(secondsSince1970: seconds).map { Array($0.description.utf8) }
  }
}
