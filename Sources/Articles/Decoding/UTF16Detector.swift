/// A detector of UTF-16 without a byte order mark.
///
/// Half of the bytes of an ASCII character are NUL. The byte order that gives more ASCII characters
/// is right, if nearly all other code units are Chinese characters and punctuation.
enum UTF16Detector {
  private static let sampleBytes = 16 << 10

  /// Returns the name of the encoding, or nil for other bytes.
  static func encoding(of bytes: [UInt8]) -> String? {
    let sample = bytes.prefix(sampleBytes)
    guard sample.count >= 8, ByteScan.nul(in: sample.span, from: 0) < sample.count else {
      return nil
    }
    var little = Order()
    var big = Order()
    for i in stride(from: 0, to: sample.count - 1, by: 2) {
      little.count(UInt16(sample[i + 1]) << 8 | UInt16(sample[i]))
      big.count(UInt16(sample[i]) << 8 | UInt16(sample[i + 1]))
    }
    let (order, name) =
      little.ascii >= big.ascii ? (little, "UTF-16LE") : (big, "UTF-16BE")
    let units = sample.count / 2
    return order.ascii * 100 >= units && order.plausible * 10 >= units * 9 ? name : nil
  }

  /// Counts of code units read in one byte order.
  private struct Order {
    var ascii = 0
    var plausible = 0

    mutating func count(_ unit: UInt16) {
      switch unit {
      case 0x09, 0x0A, 0x0D, 0x20..<0x7F:
        ascii += 1
        plausible += 1
      case 0xA0, 0x2010...0x203F, 0x3000..<0xA000, 0xFF00...0xFFEF: plausible += 1
      default: break
      }
    }
  }
}
