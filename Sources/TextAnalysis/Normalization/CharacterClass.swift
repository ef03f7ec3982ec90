import CICU

/// The class of a normalized scalar in one byte: how it affects units, gaps and boundaries.
///
///     bits 0…2  kind: its treatment by the unit scanner
///     bits 3…5  role: the boundary it ends; for a Han unit, 1 if the unit is plain
///     bit  6    a word starts here (set by the word segmenter)
///     bit  7    second half of a surrogate pair
///
/// The normalizer stores it beside the text, so the scanner never asks ICU about a character.
enum CharacterClass {
  enum Kind {
    /// A character that needs ICU's word rules: letters beyond ASCII, `_`, `@`.
    static var complex: UInt8 { 0 }
    /// A unit by itself.
    static var han: UInt8 { 1 }
    /// An ASCII letter or digit. There is no boundary between two of them.
    static var alphanumeric: UInt8 { 2 }
    /// White space: ends words, but takes no position.
    static var space: UInt8 { 3 }
    /// Punctuation and symbols: end words and take a position.
    static var gap: UInt8 { 4 }
    /// Punctuation that may be part of a word or number (`1.5`, `don't`), and otherwise a gap.
    static var middle: UInt8 { 5 }
    /// A combining mark or format character: part of the word before it, else ignored.
    static var mark: UInt8 { 6 }
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
    isPlain(scalar) ? plainHan : kind(of: scalar) | role(of: scalar) << 3
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
    case 0x40: return Kind.complex  // ICU 72 keeps a@b together, other versions do not.
    default: break
    }
    if cicu_u_isUWhiteSpace(scalar) { return Kind.space }
    // Thai and similar scripts: ICU finds their words by dictionary, including vowel signs.
    if cicu_u_lineBreak(scalar) == CICU_LB_COMPLEX_CONTEXT { return Kind.complex }
    switch cicu_u_charType(scalar) {
    case CICU_NON_SPACING_MARK, CICU_ENCLOSING_MARK, CICU_COMBINING_SPACING_MARK, CICU_FORMAT_CHAR:
      return Kind.mark
    case CICU_UPPERCASE_LETTER...CICU_OTHER_LETTER, CICU_DECIMAL_DIGIT_NUMBER...CICU_LETTER_NUMBER:
      return Kind.complex
    default: break
    }
    switch cicu_u_wordBreak(scalar) {
    case CICU_WB_OTHER, CICU_WB_REGIONAL_INDICATOR: return Kind.gap
    case CICU_WB_MIDLETTER, CICU_WB_MIDNUM, CICU_WB_MIDNUMLET, CICU_WB_SINGLE_QUOTE,
      CICU_WB_DOUBLE_QUOTE:
      return Kind.middle
    default: return Kind.complex
    }
  }

  /// True for ， ： ； before normalization: unlike their ASCII forms, they always separate words and
  /// numbers. 2020，2021 are two years, 1,234 is one number.
  static func alwaysSeparates(_ source: UInt32) -> Bool {
    source == 0xFF0C || source == 0xFF1A || source == 0xFF1B
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
  if c < 0x2E80 { return false }
  if c >= 0x3400 && c < 0xA000 { return c < 0x4DC0 || c >= 0x4E00 }  // hexagrams between the two
  if c >= 0xAC00 && c < 0xD7A4 { return true }  // hangul syllables
  return isRareHanUnit(c)
}

@inline(never)
private func isRareHanUnit(_ c: UInt32) -> Bool {
  switch c {
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
  /// True for a character that is a unit by itself: Han, kana, bopomofo, a hangul syllable.
  public var isHanUnit: Bool { TextAnalysis.isHanUnit(value) }

  /// True for an East Asian Wide or Fullwidth character (UAX #11).
  public var isWide: Bool { cicu_u_isWide(value) }
}
