/// A decoder of the transfer encodings of MIME, line by line.
enum TransferDecoder {
  case plain
  case quotedPrintable(QuotedPrintable)
  case base64(Base64)

  /// - Parameter name: the value of `Content-Transfer-Encoding`.
  init(_ name: String) {
    switch name.lowercased().filter({ $0 != " " && $0 != "\"" }) {
    case "base64": self = .base64(Base64())
    case "quoted-printable": self = .quotedPrintable(QuotedPrintable())
    default: self = .plain
    }
  }

  /// Appends the bytes of a line. Returns the line break that follows it, if there is another line.
  mutating func decode(
    _ line: MessageLines.Line, appendingTo output: inout [UInt8]
  ) -> [UInt8] {
    switch self {
    case .plain:
      output += line.bytes
      return line.ending
    case .quotedPrintable(var decoder):
      defer { self = .quotedPrintable(decoder) }
      return decoder.decode(line.bytes, isComplete: !line.ending.isEmpty, appendingTo: &output)
        ? line.ending : []
    case .base64(var decoder):
      decoder.decode(line.bytes, appendingTo: &output)
      self = .base64(decoder)
      return []
    }
  }

  /// Appends the bytes that wait for further ones.
  mutating func finish(appendingTo output: inout [UInt8]) {
    switch self {
    case .plain: break
    case .quotedPrintable(var decoder): decoder.finish(appendingTo: &output)
    case .base64(var decoder): decoder.finish(appendingTo: &output)
    }
  }
}

/// A decoder of base64. Characters that are no digits are ignored, and a text may be padded in the
/// middle, where two texts were joined.
struct Base64 {
  private var bits: UInt32 = 0
  private var count = 0

  mutating func decode(_ text: some Sequence<UInt8>, appendingTo output: inout [UInt8]) {
    for byte in text {
      if byte == UInt8(ascii: "=") {
        finish(appendingTo: &output)
        continue
      }
      guard let digit = Self.digit(byte) else { continue }
      bits = bits << 6 | UInt32(digit)
      count += 1
      if count == 4 {
        output.append(UInt8(truncatingIfNeeded: bits >> 16))
        output.append(UInt8(truncatingIfNeeded: bits >> 8))
        output.append(UInt8(truncatingIfNeeded: bits))
        (bits, count) = (0, 0)
      }
    }
  }

  /// Appends the bytes of an incomplete group.
  mutating func finish(appendingTo output: inout [UInt8]) {
    if count == 2 { output.append(UInt8(truncatingIfNeeded: bits >> 4)) }
    if count == 3 {
      output.append(UInt8(truncatingIfNeeded: bits >> 10))
      output.append(UInt8(truncatingIfNeeded: bits >> 2))
    }
    (bits, count) = (0, 0)
  }

  @inline(__always)
  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
  }
}

/// A decoder of quoted-printable. A malformed sequence stands for itself.
struct QuotedPrintable {
  /// The beginning of a sequence that the next piece of a long line continues.
  private var rest: [UInt8] = []

  /// Appends the bytes of a line or of a piece of one. Returns false when the line continues in the
  /// next one.
  mutating func decode(
    _ line: [UInt8], isComplete: Bool, appendingTo output: inout [UInt8]
  ) -> Bool {
    var text = rest + line
    rest = []
    if isComplete {
      while let last = text.last, last == 0x20 || last == 0x09 { text.removeLast() }
      let isSoft = text.last == UInt8(ascii: "=")
      if isSoft { text.removeLast() }
      Self.decode(text[...], appendingTo: &output)
      return !isSoft
    }
    if let start = text.suffix(2).firstIndex(of: UInt8(ascii: "=")) {
      rest = Array(text[start...])
      text.removeSubrange(start...)
    }
    Self.decode(text[...], appendingTo: &output)
    return true
  }

  mutating func finish(appendingTo output: inout [UInt8]) {
    // A soft line break at the end of the file.
    if rest == [UInt8(ascii: "=")] { rest = [] }
    output += rest
    rest = []
  }

  /// Decodes a text without line breaks.
  static func decode(_ text: ArraySlice<UInt8>, appendingTo output: inout [UInt8]) {
    var at = text.startIndex
    while at < text.endIndex {
      if text[at] == UInt8(ascii: "="), at + 2 < text.endIndex,
        let byte = HexDigits.byte(text[at + 1], text[at + 2])
      {
        output.append(byte)
        at += 3
      } else {
        output.append(text[at])
        at += 1
      }
    }
  }
}

/// Pairs of hexadecimal digits.
enum HexDigits {
  static func byte(_ high: UInt8, _ low: UInt8) -> UInt8? {
    guard let high = value(high), let low = value(low) else { return nil }
    return high << 4 | low
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }

  /// Replaces each `%XX` by its byte.
  static func percentDecoded(_ text: some Collection<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    let text = Array(text)
    var at = 0
    while at < text.count {
      if text[at] == UInt8(ascii: "%"), at + 2 < text.count,
        let byte = Self.byte(text[at + 1], text[at + 2])
      {
        output.append(byte)
        at += 3
      } else {
        output.append(text[at])
        at += 1
      }
    }
    return output
  }
}
