import CICU

/// The class of a normalized scalar in one byte: how it affects units, gaps and boundaries.
///
///     bits 0…2  kind: its treatment by the unit scanner
///     bits 3…5  for punctuation and white space: the boundary that it ends (`Role`)
///               for a Han unit: 1 if the unit is plain
///               for a letter or digit: the kind of its source (`Source`)
///     bit  6    a word starts here (set by the word segmenter)
///     bit  7    second half of a surrogate pair
///
/// The normalizer stores it beside the text. The classes come from frozen tables, so that all
/// versions of ICU find the same units.
enum CharacterClass {
  enum Kind {
    /// A letter or digit beyond ASCII.
    static var letter: UInt8 { 0 }
    /// A unit by itself.
    static var han: UInt8 { 1 }
    /// An ASCII letter or digit. There is no boundary between two of them.
    static var alphanumeric: UInt8 { 2 }
    /// White space: ends words, but takes no position.
    static var space: UInt8 { 3 }
    /// Punctuation and symbols: end words and take a position.
    static var gap: UInt8 { 4 }
    /// `'`, `.` and `,`: part of some words and numbers (`don't`, `1.5`), and otherwise a gap.
    static var middle: UInt8 { 5 }
    /// A combining mark: part of the word before it, else ignored.
    static var mark: UInt8 { 6 }
  }

  /// The kind of the character from which a letter or digit comes. A unit ends where it changes, so
  /// that ①2023 is 1 and 2023, and 120㎡ is 120 and m2.
  enum Source {
    static var mask: UInt8 { 0x38 }
    /// Another letter or digit of the same source, or a source that is a letter or digit itself.
    static var plain: UInt8 { 0 }
    /// A superscript or subscript. It continues a word and ends a number: CO₂ is co2, 10² is 10, 2.
    static var raised: UInt8 { 0x08 }
    /// A sign such as ①, which is a unit by itself.
    static var symbol: UInt8 { 0x10 }
    /// The first letter or digit of a sign.
    static var symbolStart: UInt8 { 0x30 }
  }

  enum Role {
    static var none: UInt8 { 0 }
    /// Always ends a sentence: 。！？；…
    static var sentenceEnd: UInt8 { 1 }
    /// Ends a sentence before white space or at the end of the text: . ! ?
    static var weakSentenceEnd: UInt8 { 2 }
    static var closingQuote: UInt8 { 3 }
    static var newline: UInt8 { 4 }
    /// A line break, together with a newline after it.
    static var carriageReturn: UInt8 { 5 }
    static var paragraphSeparator: UInt8 { 6 }
  }

  static var kindMask: UInt8 { 0x07 }
  /// A Han unit whose words the dictionary alone decides: nearly all text.
  static var plainHan: UInt8 { Kind.han | 0x08 }
  static var wordStart: UInt8 { 0x40 }
  static var trailing: UInt8 { 0x80 }

  @inline(__always)
  static func kind(_ bits: UInt8) -> UInt8 { bits & kindMask }

  @inline(__always)
  static func role(_ bits: UInt8) -> UInt8 { bits >> 3 & 0x07 }

  static func bits(of scalar: UInt32) -> UInt8 {
    if isPlain(scalar) { return plainHan }
    let kind = kind(of: scalar)
    return kind == Kind.letter || kind == Kind.alphanumeric || kind == Kind.han
      ? kind : kind | role(of: scalar) << 3
  }

  /// True for the ideographs that every version of ICU has, and 〇: ICU finds their words by its
  /// dictionary alone. Its rules matter for kana, hangul, iteration marks and the other planes.
  @inline(__always)
  static func isPlain(_ scalar: UInt32) -> Bool {
    scalar >= 0x4E00 && scalar <= 0x9FEF || scalar >= 0x3400 && scalar <= 0x4DB5
      || scalar == 0x3007
  }

  private static func kind(of scalar: UInt32) -> UInt8 {
    if isHanUnit(scalar) { return Kind.han }
    switch scalar {
    case 0x30...0x39, 0x61...0x7A, 0x41...0x5A: return Kind.alphanumeric
    case 0x27, 0x2C, 0x2E: return Kind.middle
    default: break
    }
    if ScalarClass.isWhiteSpace(scalar) { return Kind.space }
    switch ScalarClass(scalar) {
    case .letter, .numeral, .raised: return Kind.letter
    case .mark: return Kind.mark
    case .other, .symbol, .unassigned: return Kind.gap
    }
  }

  /// Returns the bits of a normalized scalar, given the source character, or the first one of
  /// several.
  ///
  /// - Parameter isFirst: true for the first scalar that the source is normalized to.
  static func bits(of scalar: UInt32, from source: UInt32, isFirst: Bool) -> UInt8 {
    let bits = self.bits(of: scalar)
    switch kind(bits) {
    case Kind.letter, Kind.alphanumeric:
      switch ScalarClass(source) {
      case .symbol, .numeral: return bits | (isFirst ? Source.symbolStart : Source.symbol)
      case .raised: return bits | Source.raised
      case .other, .letter, .mark, .unassigned: return bits
      }
    case Kind.han: return bits
    default:
      // … becomes three full stops; the first one ends the sentence.
      let role = isFirst ? role(of: source) : Role.none
      let merged = role == Role.none ? bits : bits & ~(0x07 << 3) | role << 3
      // Unlike its ASCII form, ， always separates numbers: 2020，2021 are two years, 1,234 is one
      // number.
      return source == 0xFF0C ? merged & ~kindMask | Kind.gap : merged
    }
  }

  /// Returns the role of a scalar. A normalized character keeps the role of its source: ！ ends
  /// sentences although it normalizes to `!`.
  static func role(of scalar: UInt32) -> UInt8 {
    switch scalar {
    // 。 ｡ ！ ？ ； … and the vertical forms ︒ ︔ ︕ ︖ ︙
    case 0x3002, 0xFF61, 0xFF01, 0xFF1F, 0xFF1B, 0x2026, 0xFE12, 0xFE14, 0xFE15, 0xFE16, 0xFE19:
      return Role.sentenceEnd
    case 0x21, 0x2E, 0x3F: return Role.weakSentenceEnd
    // " ’ ” 」 』 〞 〟 and the vertical forms ﹂ ﹄
    case 0x22, 0x2019, 0x201D, 0x300D, 0x300F, 0x301E, 0x301F, 0xFE42, 0xFE44:
      return Role.closingQuote
    case 0x0A, 0x0B, 0x0C, 0x85, 0x2028: return Role.newline
    case 0x0D: return Role.carriageReturn
    case 0x2029: return Role.paragraphSeparator
    default: return Role.none
    }
  }
}

// Fixed blocks, because positions in an index must not depend on the Unicode version.

@inline(__always)
func isHanUnit(_ c: UInt32) -> Bool {
  if c < 0x0E00 { return false }
  if c >= 0x3400 && c < 0xA000 { return c < 0x4DC0 || c >= 0x4E00 }  // hexagrams between the two
  if c >= 0xAC00 && c < 0xD7A4 { return true }  // hangul syllables
  return isRareHanUnit(c)
}

@inline(never)
private func isRareHanUnit(_ c: UInt32) -> Bool {
  switch c {
  // Thai, Lao, Burmese, Khmer and related scripts, which put no space between words.
  case 0x0E01...0x0E3A, 0x0E40...0x0E4E, 0x0E81...0x0EBD, 0x0EC0...0x0ECD, 0x0EDC...0x0EDF,
    0x1000...0x103F, 0x1050...0x108F, 0x109A...0x109F, 0x1780...0x17D3, 0x17D7, 0x17DC...0x17DD,
    0x1950...0x1974, 0x1980...0x19AB, 0x19B0...0x19C9, 0x19DE...0x19DF, 0x1A20...0x1A7C,
    0x1AA0...0x1AAD, 0xA9E0...0xA9EF, 0xA9FA...0xA9FE, 0xAA60...0xAADF, 0x11700...0x1172B, 0x1173A...0x11746:
    return true
  case 0x2E80...0x2E99, 0x2E9B...0x2EF3, 0x2F00...0x2FD5,  // radicals
    0x3005...0x3007, 0x3021...0x3029, 0x3038...0x303B,  // 々 〆 〇, Suzhou numerals
    0x3041...0x3096, 0x309D...0x309F,  // hiragana
    0x30A1...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF,  // katakana with ー, not ・
    0x3105...0x312F, 0x31A0...0x31BF,  // bopomofo
    0xF900...0xFAFF,  // compatibility ideographs
    0x1AFF0...0x1AFFE, 0x1B000...0x1B16F,  // more kana
    0x20000...0x2FFFD, 0x30000...0x3FFFD:  // extensions B and later
    return true
  default: return false
  }
}

extension Unicode.Scalar {
  /// True for a character that is a unit by itself: Han, kana, bopomofo, a hangul syllable, or a
  /// character of a script without spaces, such as Thai.
  public var isHanUnit: Bool { TextAnalysis.isHanUnit(value) }

  /// True for an East Asian Wide or Fullwidth character (UAX #11).
  public var isWide: Bool { cicu_u_isWide(value) }
}
