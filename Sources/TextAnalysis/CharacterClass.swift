// What one normalized scalar means for units, gaps and boundaries, in one byte:
//
//   bits 0…2  kind: how the unit scanner treats it
//   bits 3…5  role: what it may end; of a Han unit, whether it is plain
//   bit  6    an ICU word starts here (set by the word segmenter)
//   bit  7    second half of a surrogate pair
//
// Classes are computed once per code point and then travel beside the normalized text, so that the
// scanner never asks ICU about a character.

import CICU

struct CharacterClass {
  enum Kind {
    /// Only ICU's word rules know: letters beyond ASCII, `_`, `@`.
    static var complex: UInt8 { 0 }
    /// A unit by itself.
    static var han: UInt8 { 1 }
    /// An ASCII letter or digit: two of them never part.
    static var alphanumeric: UInt8 { 2 }
    /// White space: words part on both sides of it, positions do not move.
    static var space: UInt8 { 3 }
    /// Punctuation and symbols that words part on both sides of.
    static var gap: UInt8 { 4 }
    /// Punctuation that may lie inside a word or number: `1.5`, `don't`; otherwise as `gap`.
    static var middle: UInt8 { 5 }
    /// A combining mark or format character: belongs to the word before it, else is nothing.
    static var mark: UInt8 { 6 }
  }

  enum Role {
    static var none: UInt8 { 0 }
    /// Ends a sentence wherever it stands: 。！？；…
    static var sentenceEnd: UInt8 { 1 }
    /// Ends a sentence before white space or the end: . ! ?
    static var weakSentenceEnd: UInt8 { 2 }
    static var closingQuote: UInt8 { 3 }
    static var newline: UInt8 { 4 }
    /// A line break that a following newline belongs to.
    static var carriageReturn: UInt8 { 5 }
    static var paragraphSeparator: UInt8 { 6 }
  }

  static var kindMask: UInt8 { 0x07 }
  /// A Han unit whose words are found in the dictionary and nowhere else: nearly all text.
  static var plainHan: UInt8 { Kind.han | 0x08 }
  static var wordStart: UInt8 { 0x40 }
  static var trailing: UInt8 { 0x80 }

  @inline(__always)
  static func kind(_ bits: UInt8) -> UInt8 { bits & kindMask }

  @inline(__always)
  static func role(_ bits: UInt8) -> UInt8 { bits >> 3 & 0x07 }

  /// The class of a normalized scalar.
  static func bits(of scalar: UInt32) -> UInt8 {
    isPlain(scalar) ? plainHan : kind(of: scalar) | role(of: scalar) << 3
  }

  /// The ideographs that every ICU agrees on, and 〇: their words are `ubrk`'s by the dictionary alone. Kana,
  /// hangul, iteration marks and characters outside the first plane are its rules' business as well.
  @inline(__always)
  static func isPlain(_ scalar: UInt32) -> Bool {
    scalar >= 0x4E00 && scalar <= 0x9FEF || scalar >= 0x3400 && scalar <= 0x4DB5
      || scalar == 0x3007
  }

  private static func kind(of scalar: UInt32) -> UInt8 {
    if isHanUnit(scalar) { return Kind.han }
    switch scalar {
    case 0x30...0x39, 0x61...0x7A, 0x41...0x5A: return Kind.alphanumeric
    case 0x40: return Kind.complex  // ICU 72's word rules join a@b, others part it.
    default: break
    }
    if cicu_u_isUWhiteSpace(scalar) { return Kind.space }
    // Thai and its like: ICU finds words in them by dictionary, vowel signs included.
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

  /// Chinese punctuation that parts words and numbers although the ASCII mark it normalizes to may join
  /// them: 2020，2021 are two years, while 1,234 is one number.
  static func alwaysParts(_ source: UInt32) -> Bool {
    source == 0xFF0C || source == 0xFF1A || source == 0xFF1B  // ， ： ；
  }

  /// The role of a scalar, normalized or not: ！ keeps ending sentences although it normalizes to `!`.
  static func role(of scalar: UInt32) -> UInt8 {
    switch scalar {
    // 。 ｡ ！ ？ ； … and the vertical forms ︒ ︔ ︕ ︖ ︙
    case 0x3002, 0xFF61, 0xFF01, 0xFF1F, 0xFF1B, 0x2026, 0xFE12, 0xFE14, 0xFE15, 0xFE16, 0xFE19:
      return Role.sentenceEnd
    case 0x21, 0x2E, 0x3F: return Role.weakSentenceEnd
    // " ’ ” 」 』 〞 〟 and vertical ﹂ ﹄
    case 0x22, 0x2019, 0x201D, 0x300D, 0x300F, 0x301E, 0x301F, 0xFE42, 0xFE44:
      return Role.closingQuote
    case 0x0A, 0x0B, 0x0C, 0x85, 0x2028: return Role.newline
    case 0x0D: return Role.carriageReturn
    case 0x2029: return Role.paragraphSeparator
    default: return Role.none
    }
  }
}

/// Whether a scalar is a unit by itself: Han, kana, bopomofo and hangul syllables.
///
/// Fixed blocks rather than ICU's script property: an index must not change its positions with the
/// Unicode version. Whole blocks and planes are taken where unassigned code points will be Han one day.
@inline(__always)
func isHanUnit(_ c: UInt32) -> Bool {
  if c < 0x2E80 { return false }
  if c >= 0x3400 && c < 0xA000 { return c < 0x4DC0 || c >= 0x4E00 }  // between them: hexagrams
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
  /// Whether the character is a unit by itself: Han, kana, a hangul syllable.
  public var isHanUnit: Bool { TextAnalysis.isHanUnit(value) }
}
