/// The value of a field such as `text/html; charset="gb2312"`: a word, and parameters.
struct ParameterizedValue {
  /// The word before the parameters, in lower case.
  let value: String
  /// The parameters in their order, with names in lower case.
  private(set) var parameters: [(name: String, value: [UInt8])] = []

  private static let maximumCount = 100

  init(_ field: [UInt8]) {
    var rest = field[...]
    let word = rest.prefix { $0 != UInt8(ascii: ";") }
    value = String(decoding: word.filter { $0 > 0x20 }, as: UTF8.self).lowercased()
    rest = rest.dropFirst(word.count)
    while rest.popFirst() != nil, parameters.count < Self.maximumCount {
      rest = rest.drop { $0 <= 0x20 }
      let name = rest.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ";") }
      rest = rest.dropFirst(name.count)
      guard rest.first == UInt8(ascii: "=") else { continue }
      rest.removeFirst()
      rest = rest.drop { $0 <= 0x20 }
      let value = rest.first == UInt8(ascii: "\"") ? Self.quoted(&rest) : Self.plain(&rest)
      let key = String(decoding: name.filter { $0 > 0x20 }, as: UTF8.self).lowercased()
      parameters.append((key, value))
      // A parameter ends at the next semicolon, whatever precedes it.
      rest = rest.drop { $0 != UInt8(ascii: ";") }
    }
  }

  private static func plain(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
    let value = rest.prefix { $0 != UInt8(ascii: ";") }
    rest = rest.dropFirst(value.count)
    var trimmed = value
    while let last = trimmed.last, last <= 0x20 { trimmed.removeLast() }
    return Array(trimmed)
  }

  /// Reads a value in quotation marks. A backslash precedes a mark in it.
  private static func quoted(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
    rest.removeFirst()
    var value: [UInt8] = []
    while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "\\"), let next = rest.popFirst() {
        // A path of Windows has backslashes that stand for themselves.
        if next != UInt8(ascii: "\""), next != UInt8(ascii: "\\") { value.append(byte) }
        value.append(next)
      } else {
        value.append(byte)
      }
    }
    return value
  }

  func bytes(_ name: String) -> [UInt8]? { parameters.first { $0.name == name }?.value }

  func text(_ name: String) -> String? {
    bytes(name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The parameter `charset`; nil when it is missing or blank.
  var charset: String? {
    guard let text = text("charset") else { return nil }
    let name = text.filter { $0 != "'" && $0 != "\"" && $0 != " " }
    return name.isEmpty ? nil : name
  }
}
