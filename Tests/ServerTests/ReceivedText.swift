import TestSupport

extension ReceivedAnswer {
  /// The text with masked times.
  var masked: String { text.maskingTimes }
}

extension String {
  var maskingTimes: String { replacing(/"elapsed_ms":[0-9.e-]+/, with: "\"elapsed_ms\":T") }

  /// The text percent-encoded for a path or a parameter.
  var encoded: String {
    utf8.map { byte in
      let isPlain =
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
        || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "-._".utf8.contains(byte)
      let digits = String(byte, radix: 16, uppercase: true)
      return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + digits
    }.joined()
  }
}
