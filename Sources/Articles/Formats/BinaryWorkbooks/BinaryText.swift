/// The texts of a workbook in the binary format: UTF-16 since Excel 97, and before it the encoding
/// of a code page.
struct BinaryText {
  /// True when texts have a byte with flags and are in UTF-16.
  let isUnicode: Bool
  /// The number of the code page; 0 when none is declared.
  var codePage = 0

  private static let wideFlag = 1

  /// Returns the text after a count of `countBytes` bytes at an offset.
  func text(in data: LittleEndianBytes, at offset: Int, countBytes: Int) -> [UInt8] {
    let count = countBytes == 1 ? data.u8(offset) : data.u16(offset)
    let start = offset + countBytes
    guard isUnicode else { return decoded(Array(data.bytes.dropFirst(start).prefix(count))) }
    let isWide = data.u8(start) & Self.wideFlag != 0
    return Self.utf8(
      Self.units(in: data.bytes.dropFirst(start + 1), count: count, isWide: isWide))
  }

  /// Returns the first UTF-16 units of some bytes. Narrow units have no upper byte.
  static func units(in bytes: ArraySlice<UInt8>, count: Int, isWide: Bool) -> [UInt16] {
    guard isWide else { return bytes.prefix(count).map { UInt16($0) } }
    let count = min(count, bytes.count / 2)
    return (0..<count).map { index in
      let at = bytes.startIndex + 2 * index
      return UInt16(bytes[at]) | UInt16(bytes[at + 1]) << 8
    }
  }

  static func utf8(_ units: [UInt16]) -> [UInt8] {
    Array(String(decoding: units, as: UTF16.self).utf8)
  }

  /// Decodes bytes of the code page. Programs that declare none write UTF-8 or GBK.
  func decoded(_ bytes: [UInt8]) -> [UInt8] {
    var name = "GB18030"
    if let declared = Self.charset(ofCodePage: codePage) {
      name = declared
    } else if UTF8Validity.firstInvalid(in: bytes) == nil,
      !bytes.contains(where: { 0xC2...0xDF ~= $0 })
    {
      // Two bytes of GBK may be a letter in UTF-8. Han characters have three bytes there.
      name = "UTF-8"
    }
    guard name != "UTF-8",
      case .success(let text)? =
        CharsetConverter(name: name, repairs: true)?.decode(bytes)
    else { return UTF8Validity.repaired(bytes).utf8 }
    return text.utf8
  }

  /// Returns the name of a code page of Windows for ICU; nil for rare ones.
  static func charset(ofCodePage number: Int) -> String? { names[number] }

  private static let names = [
    932: "Shift_JIS", 936: "GB18030", 949: "windows-949", 950: "Big5", 1252: "windows-1252",
    10_002: "Big5", 10_008: "GB18030", 20_936: "GB18030", 54_936: "GB18030", 65_001: "UTF-8",
  ]
}
