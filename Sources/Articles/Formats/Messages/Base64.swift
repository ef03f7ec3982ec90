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
