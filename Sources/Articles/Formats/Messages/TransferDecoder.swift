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
