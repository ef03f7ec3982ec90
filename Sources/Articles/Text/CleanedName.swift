extension StringProtocol {
  /// The name as it is compared: without invisible characters, with each sequence of white space as
  /// one space and none at its ends, and with accents as parts of their letters.
  ///
  /// Sources, sections and tags are cleaned when an article is read. `新华社`, `新华社 ` and `新华社`
  /// with a zero-width space look alike and become one name. A query cleans the names that it looks
  /// up in the same way.
  ///
  /// - Complexity: O(*n*) in the scalars of the name.
  package func cleanedName() -> String {
    isCleanedName ? String(self) : foldingWhitespace { $0.isInvisible ? nil : $0 }.composed
  }

  /// True for nearly all names: ASCII characters with single spaces between them, and ideographs.
  private var isCleanedName: Bool {
    var last = UInt8(ascii: " ")
    for byte in utf8 {
      switch byte {
      case UInt8(ascii: " "): if last == byte { return false }
      // The last two ranges are the bytes of U+4000 to U+9FFF.
      case 0x21..<0x7F, 0xE4...0xE9, 0x80..<0xC0: break
      default: return false
      }
      last = byte
    }
    return isEmpty || last != UInt8(ascii: " ")
  }
}

extension Unicode.Scalar {
  /// True for characters that leave no mark on a screen and are no white space, such as controls,
  /// zero-width characters, bidirectional marks, variation selectors, soft hyphens and fillers.
  var isInvisible: Bool {
    switch value {
    // ASCII, punctuation, kana, ideographs and full-width forms.
    case 0x20..<0x7F, 0x2010...0x2027, 0x3000..<0x3100, 0x4E00..<0xA000, 0xFF01..<0xFFA0: false
    // Interlinear annotation marks, and the blank Braille pattern.
    case 0xFFF9...0xFFFB, 0x2800: true
    default:
      properties.isDefaultIgnorableCodePoint
        || properties.generalCategory == .control && !isWhiteSpace
    }
  }
}
