/// A converter of objects that are nearly JSON to JSON, for records that `JSONReader` refuses.
///
/// Crawlers write such objects: Python's `repr` of a dictionary (`{'title': '托育', 'n': None}`),
/// MongoDB's shell (`ObjectId("…")`), JavaScript (keys without quotes, comments, commas before a
/// closing bracket), `NaN`, and control characters in strings. A text that is cut or has a
/// misplaced quote is not converted.
struct LenientJSON {
  private let bytes: [UInt8]
  private var at = 0
  /// JSON for the bytes that were read; a whole object unless the text is damaged.
  private(set) var json: [UInt8] = []
  /// True when the object was read up to its last bracket.
  private(set) var isComplete = false

  /// Converts the object at the beginning of a text, in O(length of the object).
  init(objectIn bytes: [UInt8]) {
    self.bytes = bytes
    json.reserveCapacity(bytes.count + 64)
    if next() == UInt8(ascii: "{") { isComplete = convert() }
  }

  /// Returns a text that is one object as JSON; nil for any other text.
  static func json(of bytes: [UInt8]) -> [UInt8]? {
    var reader = LenientJSON(objectIn: bytes)
    return reader.isComplete && reader.next() == nil ? reader.json : nil
  }

  // MARK: Structure

  private enum State { case value, key, afterValue }

  private mutating func convert() -> Bool {
    var state = State.value
    /// The bytes that close the open containers.
    var closers: [UInt8] = []
    var needsComma = false
    repeat {
      guard let byte = next() else { return false }
      // In an object, a value must follow a key. A comma may precede a closing bracket.
      if byte == closers.last, state != .value || byte != UInt8(ascii: "}") {
        closers.removeLast()
        json.append(byte == UInt8(ascii: "}") ? byte : UInt8(ascii: "]"))
        at += 1
        (state, needsComma) = (.afterValue, false)
        continue
      }
      switch state {
      case .afterValue:
        guard byte == UInt8(ascii: ",") else { return false }
        at += 1
        needsComma = true
        state = closers.last == UInt8(ascii: "}") ? .key : .value
      case .key:
        if needsComma { json.append(UInt8(ascii: ",")) }
        guard key(), next() == UInt8(ascii: ":") else { return false }
        at += 1
        json.append(UInt8(ascii: ":"))
        (state, needsComma) = (.value, false)
      case .value:
        if needsComma { json.append(UInt8(ascii: ",")) }
        needsComma = false
        if let closer = Self.closer(of: byte) {
          guard closers.count < ArticleLimits.maximumDepth else { return false }
          closers.append(closer)
          json.append(byte == UInt8(ascii: "{") ? byte : UInt8(ascii: "["))
          at += 1
          state = byte == UInt8(ascii: "{") ? .key : .value
        } else {
          guard scalar() else { return false }
          state = .afterValue
        }
      }
    } while !closers.isEmpty
    return true
  }

  private static func closer(of byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "{"): UInt8(ascii: "}")
    case UInt8(ascii: "["): UInt8(ascii: "]")
    case UInt8(ascii: "("): UInt8(ascii: ")")
    default: nil
    }
  }

  /// Skips white space, byte order marks and comments, and returns the next byte; nil at the end.
  private mutating func next() -> UInt8? {
    while at < bytes.count {
      switch bytes[at] {
      case ...0x20: at += 1
      case 0xEF where bytes[at...].starts(with: Self.mark): at += Self.mark.count
      case UInt8(ascii: "/") where bytes[at...].starts(with: "//".utf8):
        at = bytes[at...].firstIndex(of: 0x0A) ?? bytes.count
      case UInt8(ascii: "/") where bytes[at...].starts(with: "/*".utf8):
        let end = ByteScan.first(Array("*/".utf8), in: bytes[(at + 2)...])
        at = end.map { $0 + 2 } ?? bytes.count
      case let byte: return byte
      }
    }
    return nil
  }

  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  // MARK: Keys and scalars

  private mutating func key() -> Bool {
    if isAtString { return string() }
    let name = word()
    guard let first = name.first, !(0x30...0x39 ~= first) || name.allSatisfy(Self.isDigit) else {
      return false
    }
    JSONText.append(name, to: &json)
    return true
  }

  private mutating func scalar() -> Bool {
    if isAtString { return string() }
    let start = at
    let name = word()
    if name.isEmpty { return false }
    switch String(decoding: name, as: UTF8.self) {
    case "true", "True": json += "true".utf8
    case "false", "False": json += "false".utf8
    case "null", "None", "undefined", "NaN", "nan", "Infinity", "-Infinity", "inf", "-inf":
      json += "null".utf8
    default:
      if at < bytes.count, bytes[at] == UInt8(ascii: "("), !Self.isDigit(name[start]) {
        return call(from: start)
      }
      guard Self.isNumber(Array(name)) else { return false }
      json += name
    }
    return true
  }

  /// Reads a word: letters, digits, and the signs of numbers and names.
  private mutating func word() -> ArraySlice<UInt8> {
    let start = at
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"),
        UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"), 0x80...:
        at += 1
      default: return bytes[start..<at]
      }
    }
    return bytes[start...]
  }

  private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }

  private static func isNumber(_ word: [UInt8]) -> Bool {
    var reader = JSONReader(word)
    guard let first = word.first, isDigit(first) || first == UInt8(ascii: "-") else { return false }
    return (try? reader.value()) != nil && reader.peek() == nil
  }

  /// Reads the arguments of a constructor as one string: `ObjectId('…')`, `ISODate("…")`,
  /// `NumberLong(5)`, `datetime.datetime(2023, 7, 14, 8, 30)`.
  private mutating func call(from start: Int) -> Bool {
    at += 1
    guard let first = next() else { return false }
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
      guard string(), next() == UInt8(ascii: ")") else { return false }
      at += 1
      return true
    }
    guard let end = bytes[at...].prefix(Self.longestCall).firstIndex(of: UInt8(ascii: ")")) else {
      return false
    }
    let arguments = bytes[at..<end].split(separator: UInt8(ascii: ",")).map { part in
      Int(String(decoding: part.filter { $0 > 0x20 }, as: UTF8.self))
    }
    at = end + 1
    let numbers = arguments.compactMap { $0 }
    var text = String(decoding: bytes[start..<at], as: UTF8.self)
    if numbers.count == arguments.count {
      if numbers.count == 1 { text = String(numbers[0]) }
      if text.contains("date"), let date = Self.date(numbers) { text = date }
    }
    JSONText.append(Array(text.utf8)[...], to: &json)
    return true
  }

  private static let longestCall = 256

  /// Returns a date in the notation of ISO 8601 from the arguments of `datetime` or `date`.
  private static func date(_ numbers: [Int]) -> String? {
    guard 3...7 ~= numbers.count, numbers.allSatisfy({ 0...999_999 ~= $0 }) else { return nil }
    func padded(_ numbers: ArraySlice<Int>, _ separator: String) -> String {
      numbers.map { $0 < 10 ? "0\($0)" : String($0) }.joined(separator: separator)
    }
    let day = padded(numbers[..<3], "-")
    if numbers.count == 3 { return day }
    return day + " " + padded((numbers[3..<min(6, numbers.count)] + [0, 0]).prefix(3), ":")
  }

  // MARK: Strings

  /// True at a string in single or double quotes, perhaps with Python's prefix `u`.
  private var isAtString: Bool {
    let first = at < bytes.count && bytes[at] | 0x20 == UInt8(ascii: "u") ? at + 1 : at
    return first < bytes.count
      && (bytes[first] == UInt8(ascii: "\"") || bytes[first] == UInt8(ascii: "'"))
  }

  /// Reads a string and writes it with the escapes of JSON.
  private mutating func string() -> Bool {
    if bytes[at] | 0x20 == UInt8(ascii: "u") { at += 1 }
    let quote = bytes[at]
    at += 1
    var text: [UInt8] = []
    while at < bytes.count {
      let start = at
      while at < bytes.count, bytes[at] != quote, bytes[at] != UInt8(ascii: "\\") { at += 1 }
      text += bytes[start..<at]
      guard at < bytes.count else { return false }
      if bytes[at] == quote {
        at += 1
        JSONText.append(text[...], to: &json)
        return true
      }
      guard escape(into: &text) else { return false }
    }
    return false
  }

  /// Reads an escape of JSON, JavaScript or Python. A backslash before another character is a
  /// character like others.
  private mutating func escape(into text: inout [UInt8]) -> Bool {
    guard at + 1 < bytes.count else { return false }
    let escaped = bytes[at + 1]
    at += 2
    switch escaped {
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      text.append(escaped)
    case UInt8(ascii: "x"): return codePoint(digits: 2, into: &text)
    case UInt8(ascii: "u"): return codePoint(digits: 4, into: &text)
    case UInt8(ascii: "U"): return codePoint(digits: 8, into: &text)
    default: text += [UInt8(ascii: "\\"), escaped]
    }
    return true
  }

  private mutating func codePoint(digits: Int, into text: inout [UInt8]) -> Bool {
    guard var value = hexadecimal(digits, at: at) else { return false }
    at += digits
    if digits == 4, 0xD800..<0xDC00 ~= value, bytes[at...].starts(with: "\\u".utf8),
      let low = hexadecimal(4, at: at + 2), 0xDC00..<0xE000 ~= low
    {
      value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
      at += 6
    }
    let isCharacter = value <= 0x10FFFF && !(0xD800..<0xE000 ~= value)
    Unicode.append(isCharacter ? value : 0xFFFD, to: &text)
    return true
  }

  private func hexadecimal(_ digits: Int, at start: Int) -> UInt32? {
    guard start + digits <= bytes.count else { return nil }
    let text = bytes[start..<start + digits]
    guard text.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) else {
      return nil
    }
    return UInt32(String(decoding: text, as: UTF8.self), radix: 16)
  }
}
