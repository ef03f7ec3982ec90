import TextAnalysis

/// The limits of the query language, and the character classes of its lexer.
enum QuerySyntax {
  static let maxLength = 65_536
  /// The greatest nesting of groups; the parser recurses once for each level.
  static let maxDepth = 100
  static let maxBoost = 1000.0

  static func tooLong(at range: Range<Int>) -> QuerySyntaxError {
    QuerySyntaxError(message: "the query is longer than \(maxLength) characters", range: range)
  }

  static func isWhiteSpace(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x80 { return scalar == " " || ("\t"..."\r").contains(scalar) }
    return scalar.value < 0x3001 && scalar.properties.isWhitespace
  }

  static func isOpening(_ scalar: Unicode.Scalar) -> Bool { scalar == "(" || scalar == "（" }
  static func isClosing(_ scalar: Unicode.Scalar) -> Bool { scalar == ")" || scalar == "）" }
  static func isColon(_ scalar: Unicode.Scalar) -> Bool { scalar == ":" || scalar == "：" }

  /// True for the hyphens, minus signs and the en dash. The em dash is punctuation.
  static func isDash(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "-", "－", "\u{2212}", "\u{2010}"..."\u{2013}", "\u{FE63}": true
    default: false
    }
  }

  /// True for the characters of the names of fields.
  static func isOfFieldName(_ scalar: Unicode.Scalar) -> Bool {
    isOfWord(scalar) || scalar == "_" || scalar == "＿" || isDash(scalar)
  }

  static func isExclamationMark(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "!" || scalar == "！"
  }

  static func isSlash(_ scalar: Unicode.Scalar) -> Bool { scalar == "/" || scalar == "／" }
  static func isCaret(_ scalar: Unicode.Scalar) -> Bool { scalar == "^" || scalar == "＾" }

  /// True for ~, the full-width tilde and the wave dash.
  static func isTilde(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "~" || scalar == "～" || scalar == "\u{301C}"
  }

  static func isAsterisk(_ scalar: Unicode.Scalar) -> Bool { scalar == "*" || scalar == "＊" }
  static func isBar(_ scalar: Unicode.Scalar) -> Bool { scalar == "|" || scalar == "｜" }
  static func isAmpersand(_ scalar: Unicode.Scalar) -> Bool { scalar == "&" || scalar == "＆" }
  static func isDecimalPoint(_ scalar: Unicode.Scalar) -> Bool { scalar == "." || scalar == "．" }

  /// True for a sign that makes the number before it a measure: 5℃, 3%.
  static func isUnitSign(_ scalar: Unicode.Scalar) -> Bool {
    "℃℉°˚%％‰‱".unicodeScalars.contains(scalar)
  }

  /// True for a mark that separates the items of a list.
  static func isListMark(_ scalar: Unicode.Scalar) -> Bool {
    ",，、;；".unicodeScalars.contains(scalar)
  }

  static func isStraightQuote(_ scalar: Unicode.Scalar) -> Bool { scalar == "\"" || scalar == "＂" }

  static func isOpeningQuote(_ scalar: Unicode.Scalar) -> Bool {
    isStraightQuote(scalar) || "“「『｢〝".unicodeScalars.contains(scalar)
  }

  static func isClosingQuote(_ scalar: Unicode.Scalar) -> Bool {
    isStraightQuote(scalar) || "”」』｣〞〟".unicodeScalars.contains(scalar)
  }

  static func isQuote(_ closing: Unicode.Scalar, closing opening: Unicode.Scalar) -> Bool {
    switch opening {
    case "“": closing == "”"
    case "「": closing == "」"
    case "『": closing == "』"
    case "｢": closing == "｣"
    case "〝": closing == "〞" || closing == "〟"
    default: isStraightQuote(closing)
    }
  }

  /// True for a character of a word: a letter, a digit, or a mark on one.
  static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x80 { return letter(scalar) != nil || ("0"..."9").contains(scalar) }
    if scalar.isHanUnit || scalar.properties.isAlphabetic { return true }
    switch scalar.properties.generalCategory {
    case .decimalNumber, .letterNumber, .nonspacingMark, .spacingMark: return true
    default: return false
    }
  }

  static func isUnit(_ scalar: Unicode.Scalar) -> Bool { scalar.isHanUnit }

  static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    letter(scalar) != nil || digit(scalar) != nil
  }

  static func isSmallLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    letter(scalar).map { ("a"..."z").contains($0) } ?? (digit(scalar) != nil)
  }

  static func digit(_ scalar: Unicode.Scalar) -> Int? {
    switch scalar {
    case "0"..."9": Int(scalar.value) - 0x30
    case "０"..."９": Int(scalar.value) - 0xFF10
    default: nil
    }
  }

  /// The ASCII form of a letter of either width, or nil for another character.
  static func letter(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar {
    case "a"..."z", "A"..."Z": scalar
    case "ａ"..."ｚ", "Ａ"..."Ｚ": Unicode.Scalar(scalar.value - 0xFEE0)
    default: nil
    }
  }
}
