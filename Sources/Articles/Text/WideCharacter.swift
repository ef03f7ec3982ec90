/// Characters of Chinese and Japanese writing, between which no spaces are written.
enum WideCharacter {
  static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2E80...0x303F, 0x3040...0x31FF, 0x3200...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
      0xFE30...0xFE4F, 0xFF01...0xFF60, 0x20000...0x3FFFF:
      true
    // Quotation marks, the dash and the ellipsis are wide in Chinese fonts.
    case 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026: true
    default: false
    }
  }
}

extension ArraySlice<UInt8> {
  /// The first code point of UTF-8; nil for no bytes.
  var firstScalar: Unicode.Scalar? {
    String(decoding: prefix(4), as: UTF8.self).unicodeScalars.first
  }

  /// The last code point of UTF-8; nil for no bytes.
  var lastScalar: Unicode.Scalar? {
    let start = lastIndex { $0 & 0xC0 != 0x80 } ?? startIndex
    return String(decoding: self[start...], as: UTF8.self).unicodeScalars.first
  }
}
