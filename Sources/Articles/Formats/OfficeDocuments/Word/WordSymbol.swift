/// The characters of fonts of symbols, which Word numbers from U+F000 on.
enum WordSymbol {
  /// Returns the character of a symbol; nil for a drawing without one.
  static func scalar(_ code: UInt32, font: String) -> Unicode.Scalar? {
    guard 0xF000...0xF0FF ~= code || code < 0x100 else {
      return 0xE000..<0xF900 ~= code ? nil : Unicode.Scalar(code)
    }
    let byte = UInt8(truncatingIfNeeded: code)
    let font = font.lowercased()
    if font.hasPrefix("wingdings") { return font == "wingdings" ? wingdings[byte] : nil }
    if font == "symbol" { return symbol[byte] ?? nil }
    return 0x20..<0x7F ~= byte ? Unicode.Scalar(byte) : nil
  }

  private static let wingdings: [UInt8: Unicode.Scalar] = [
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x76: "❖", 0xA1: "○", 0xA7: "▪", 0xA8: "□",
    0xB2: "✧", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE8: "➔", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒",
    0xFE: "☑",
  ]

  private static let symbol: [UInt8: Unicode.Scalar] = [
    0x2D: "−", 0x61: "α", 0x62: "β", 0x64: "δ", 0x67: "γ", 0x6C: "λ", 0x6D: "μ", 0x70: "π",
    0x73: "σ", 0xA3: "≤", 0xA5: "∞", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•",
    0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xD7: "·",
  ]
}
