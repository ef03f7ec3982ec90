/// A decoder of quoted-printable. A malformed sequence is kept as it is.
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
    HexDigits.decode(text, sign: UInt8(ascii: "="), appendingTo: &output)
  }
}
