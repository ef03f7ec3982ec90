/// A character at which plain text may end: white space, a control, or a character of two or three
/// bytes that begins like one.
struct MarkupCharacter {
  enum Kind {
    case lineFeed, space, plain
    /// The text that a browser shows instead.
    case replaced([UInt8])
  }

  let kind: Kind
  let length: Int

  static func mayBeSpecial(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == 0x7F || byte == 0xC2 || byte == 0xE2
  }

  init(_ bytes: [UInt8], _ at: Int) {
    let second = at + 1 < bytes.count ? bytes[at + 1] : 0
    switch bytes[at] {
    case 0x0A: (kind, length) = (.lineFeed, 1)
    case 0x09, 0x0C, 0x0D, 0x20: (kind, length) = (.space, 1)
    case 0..<0x20, 0x7F: (kind, length) = (.replaced([]), 1)
    case 0xC2 where second == 0xA0: (kind, length) = (.space, 2)
    case 0xC2 where 0x80..<0xA0 ~= second:
      let scalar = Self.windows1252[Int(second) - 0x80]
      (kind, length) = (.replaced(scalar == " " ? [] : Array(String(scalar).utf8)), 2)
    // U+2028 and U+2029.
    case 0xE2 where second == 0x80 && at + 2 < bytes.count && bytes[at + 2] | 1 == 0xA9:
      (kind, length) = (.space, 3)
    case 0xE2: (kind, length) = (.plain, min(3, bytes.count - at))
    default: (kind, length) = (.plain, min(2, bytes.count - at))
    }
  }

  /// The characters that browsers show for U+0080 to U+009F, as in `&#150;`; spaces for none.
  private static let windows1252 = Array(
    "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ".unicodeScalars)
}
