/// A field of a record whose value may be HTML, or text with the character references of HTML.
enum MarkedField {
  /// Returns the text of a value: of HTML, the lines that a browser shows. Another text stays as it
  /// is, except for its character references.
  ///
  /// - Complexity: O(*n*); a text without `<` and `&` is not copied.
  static func text(_ value: [UInt8]) -> [UInt8] {
    guard ByteScan.markup(in: value.span, from: 0) < value.count else { return value }
    if let text = markedText(value) { return text }
    let plain = CharacterReferences.decoded(value)
    guard plain.count < value.count else { return value }
    // `&lt;p&gt;…&lt;/p&gt;`: HTML that was escaped for a page.
    return markedText(plain) ?? plain
  }

  /// Returns the text of a value as one line.
  static func line(_ value: [UInt8]) -> [UInt8] {
    let text = text(value)
    guard text != value else { return value }
    let end = text.lastIndex { $0 != 0x0A }.map { $0 + 1 } ?? 0
    return text[..<end].map { $0 == 0x0A ? 0x20 : $0 }
  }

  /// Returns the text of HTML; nil for a text without markup.
  private static func markedText(_ value: [UInt8]) -> [UInt8]? {
    // JSON can hold NUL characters, which a page cannot.
    let value =
      ByteScan.nul(in: value.span, from: 0) < value.count ? value.filter { $0 > 0 } : value
    let text: [UInt8]?
    switch MarkupSniffer.markup(in: value) {
    case .none: return nil
    case .blocks: text = MarkedPage.text(of: value)
    // Line feeds separate the paragraphs.
    case .inline: text = MarkedPage.text(of: Array("<pre>".utf8) + value + Array("</pre>".utf8))
    }
    // Escaped twice: `&amp;nbsp;`.
    return text.map(CharacterReferences.decoded)
  }
}

/// The references to characters in HTML, such as `&nbsp;` and `&#8220;`.
enum CharacterReferences {
  private static let names: [String: UInt32] = [
    "nbsp": 0x20, "ensp": 0x20, "emsp": 0x3000, "thinsp": 0x20, "amp": 0x26, "lt": 0x3C,
    "gt": 0x3E, "quot": 0x22, "apos": 0x27, "ldquo": 0x201C, "rdquo": 0x201D, "lsquo": 0x2018,
    "rsquo": 0x2019, "mdash": 0x2014, "ndash": 0x2013, "hellip": 0x2026, "middot": 0xB7,
    "bull": 0x2022, "times": 0xD7, "permil": 0x2030, "deg": 0xB0, "yen": 0xA5, "euro": 0x20AC,
    "laquo": 0xAB, "raquo": 0xBB, "copy": 0xA9, "reg": 0xAE, "trade": 0x2122, "rarr": 0x2192,
  ]
  private static let longestName = 8

  /// Replaces the references that end with a semicolon and name a known character. An address such
  /// as `?a=1&copy=2` stays.
  static func decoded(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var (start, at) = (0, 0)
    while let sign = text[at...].firstIndex(of: UInt8(ascii: "&")) {
      at = sign + 1
      let end = text[at...].prefix(longestName + 1).firstIndex(of: UInt8(ascii: ";"))
      guard let end, let value = value(of: text[at..<end]) else { continue }
      result += text[start..<sign]
      Unicode.append(value, to: &result)
      at = end + 1
      start = at
    }
    return start == 0 ? text : result + text[start...]
  }

  private static func value(of name: ArraySlice<UInt8>) -> UInt32? {
    let name = String(decoding: name, as: UTF8.self)
    guard name.hasPrefix("#") else { return names[name] }
    let isHexadecimal = name.dropFirst().first.map { $0 == "x" || $0 == "X" } ?? false
    let digits = name.dropFirst(isHexadecimal ? 2 : 1)
    guard digits.first != "+", digits.first != "-",
      let value = UInt32(digits, radix: isHexadecimal ? 16 : 10)
    else { return nil }
    switch value {
    case 0xA0: return 0x20
    case 0x09, 0x0A, 0x0D, 0x20..<0x7F, 0xA1..<0xD800, 0xE000...0x10FFFF: return value
    default: return nil
    }
  }
}
