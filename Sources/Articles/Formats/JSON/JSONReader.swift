/// A strict reader of one JSON text (RFC 8259) in valid UTF-8.
///
/// Foundation's decoder gives neither the spelling of a value nor the byte offset of an error.
/// Values nest up to `ArticleLimits.maximumDepth` without recursion. An escaped lone surrogate,
/// which RFC 8259 leaves open, is read as U+FFFD.
struct JSONReader {
  let bytes: [UInt8]
  /// Byte offset of the next byte to read.
  private(set) var at = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  struct Fault: Error {
    var offset: Int
    var problem: String
  }

  /// Skips white space and returns the next byte, or nil at the end.
  mutating func peek() -> UInt8? {
    while at < bytes.count {
      switch bytes[at] {
      case 0x20, 0x09, 0x0A, 0x0D: at += 1
      default: return bytes[at]
      }
    }
    return nil
  }

  /// Skips white space and the byte, if it is next; returns true if it was.
  mutating func accept(_ byte: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: byte) else { return false }
    at += 1
    return true
  }

  mutating func expect(_ byte: Unicode.Scalar) throws(Fault) {
    guard accept(byte) else { throw fault("expected '\(byte)'") }
  }

  /// Returns an error at the current offset; at the end of the input, "unexpected end".
  func fault(_ problem: String) -> Fault {
    Fault(offset: at, problem: at >= bytes.count ? "unexpected end" : problem)
  }

  // MARK: Objects

  /// Reads an object.
  ///
  /// - Parameter readValue: reads the value of a key.
  mutating func object(
    _ readValue: (_ key: [UInt8], _ reader: inout JSONReader) throws(Fault) -> Void
  ) throws(Fault) {
    try expect("{")
    if accept("}") { return }
    repeat {
      var key: [UInt8] = []
      guard peek() == UInt8(ascii: "\"") else { throw fault("expected a key") }
      try string(into: &key)
      try expect(":")
      try readValue(key, &self)
    } while accept(",")
    try expect("}")
  }

  // MARK: Strings

  /// Reads a string and appends it to `out` without escapes. Plain text can be skipped.
  mutating func string(
    into out: inout [UInt8], keepsPlainText: Bool = true
  ) throws(Fault) {
    try expect("\"")
    while true {
      let start = at
      at = ByteScan.endOfPlain(in: bytes.span, from: at)
      if keepsPlainText { out += bytes[start..<at] }
      guard at < bytes.count else { throw fault("") }
      switch bytes[at] {
      case UInt8(ascii: "\""):
        at += 1
        return
      case UInt8(ascii: "\\"): try escape(into: &out)
      default: throw fault("control character in a string")
      }
    }
  }

  mutating func string() throws(Fault) -> String {
    var out: [UInt8] = []
    try string(into: &out)
    return String(decoding: out, as: UTF8.self)
  }

  private mutating func escape(into out: inout [UInt8]) throws(Fault) {
    guard at + 1 < bytes.count else {
      at = bytes.count
      throw fault("")
    }
    let escaped = bytes[at + 1]
    let value: UInt8
    switch escaped {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): value = escaped
    case UInt8(ascii: "b"): value = 0x08
    case UInt8(ascii: "f"): value = 0x0C
    case UInt8(ascii: "n"): value = 0x0A
    case UInt8(ascii: "r"): value = 0x0D
    case UInt8(ascii: "t"): value = 0x09
    case UInt8(ascii: "u"):
      try codePoint(into: &out)
      return
    default: throw fault("unknown escape")
    }
    out.append(value)
    at += 2
  }

  /// Reads `\uXXXX`, or a surrogate pair of two such escapes.
  private mutating func codePoint(into out: inout [UInt8]) throws(Fault) {
    guard var value = hexadecimal(after: at) else {
      throw fault("expected four hexadecimal digits")
    }
    at += 6
    if 0xD800..<0xDC00 ~= value, let low = hexadecimal(after: at), 0xDC00..<0xE000 ~= low {
      value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
      at += 6
    } else if 0xD800..<0xE000 ~= value {
      value = 0xFFFD
    }
    Unicode.append(value, to: &out)
  }

  /// Returns the value of the `\uXXXX` at `start`, or nil if there is none.
  private func hexadecimal(after start: Int) -> UInt32? {
    guard start + 6 <= bytes.count, bytes[start] == UInt8(ascii: "\\"),
      bytes[start + 1] == UInt8(ascii: "u")
    else { return nil }
    var value: UInt32 = 0
    for byte in bytes[(start + 2)..<(start + 6)] {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - 0x30)
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(byte - 0x57)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(byte - 0x37)
      default: return nil
      }
    }
    return value
  }

  // MARK: Values

  /// Validates and skips one value of any kind, and returns its byte offsets.
  ///
  /// - Complexity: O(length); memory O(depth).
  mutating func value() throws(Fault) -> Range<Int> {
    _ = peek()
    let start = at
    // The open containers; true for an object.
    var stack: [Bool] = []
    repeat {
      guard let byte = peek() else { throw fault("") }
      var isContainerOpen = false
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard stack.count < ArticleLimits.maximumDepth else { throw fault("nested too deeply") }
        at += 1
        stack.append(byte == UInt8(ascii: "{"))
        isContainerOpen = true
      case UInt8(ascii: "\""): try skipString()
      case UInt8(ascii: "t"): try literal("true")
      case UInt8(ascii: "f"): try literal("false")
      case UInt8(ascii: "n"): try literal("null")
      default: try number()
      }
      try closeAndContinue(&stack, isFirst: isContainerOpen)
    } while !stack.isEmpty
    return start..<at
  }

  /// Reads closing brackets, then moves to the next value of the innermost open container.
  ///
  /// - Parameter isFirst: true directly after an opening bracket.
  private mutating func closeAndContinue(_ stack: inout [Bool], isFirst: Bool) throws(Fault) {
    var isFirst = isFirst
    while let isObject = stack.last {
      if accept(isObject ? "}" : "]") {
        stack.removeLast()
        isFirst = false
        continue
      }
      if !isFirst { try expect(",") }
      if isObject {
        guard peek() == UInt8(ascii: "\"") else { throw fault("expected a key") }
        try skipString()
        try expect(":")
      }
      return
    }
  }

  private mutating func skipString() throws(Fault) {
    var escapes: [UInt8] = []
    try string(into: &escapes, keepsPlainText: false)
  }

  private mutating func literal(_ word: StaticString) throws(Fault) {
    let word = Array(word.description.utf8)
    guard bytes[at...].starts(with: word) else { throw fault("expected a value") }
    at += word.count
  }

  /// number := ['-'] ('0' | digit1-9 digit*) ['.' digit+] [('e'|'E') ['+'|'-'] digit+]
  private mutating func number() throws(Fault) {
    if at < bytes.count, bytes[at] == UInt8(ascii: "-") { at += 1 }
    guard at < bytes.count, Self.isDigit(bytes[at]) else { throw fault("expected a value") }
    if bytes[at] == UInt8(ascii: "0") { at += 1 } else { skipDigits() }
    if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      at += 1
      guard skipDigits() else { throw fault("expected a digit") }
    }
    if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") {
        at += 1
      }
      guard skipDigits() else { throw fault("expected a digit") }
    }
  }

  @discardableResult
  private mutating func skipDigits() -> Bool {
    let start = at
    while at < bytes.count, Self.isDigit(bytes[at]) { at += 1 }
    return at > start
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
  }
}
