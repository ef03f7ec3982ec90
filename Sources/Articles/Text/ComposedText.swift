import CICU

extension String {
  /// The text in Unicode's Normalization Form C, in which an accent is part of its letter.
  ///
  /// macOS may write file names in Form D, in which the accent follows the letter as a character of
  /// its own. The two forms look alike and have different bytes.
  ///
  /// - Complexity: O(*n*). A text without combining characters is returned as it is.
  package var composed: String {
    if unicodeScalars.allSatisfy(Self.isInert) { return self }
    let source = Array(utf16)
    // No character grows to more than three code units.
    var result = [UInt16](repeating: 0, count: 3 * source.count)
    var status: Int32 = 0
    // Safe: ICU owns the normalizer, and the counts are the sizes of the arrays.
    let count = unsafe cicu_unorm2_normalize(
      cicu_unorm2_getNFCInstance(&status), source, Int32(source.count), &result,
      Int32(result.count), &status)
    return cicu_failed(status) ? self : String(decoding: result[..<Int(count)], as: UTF16.self)
  }

  /// True for characters that Form C neither changes nor joins to a neighbor: ASCII, Latin letters,
  /// CJK punctuation, unified ideographs, and full-width forms.
  private static func isInert(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x300, 0x3000..<0x3021, 0x3400..<0x4DC0, 0x4E00..<0xA000, 0xFF00..<0xFFF0: true
    default: false
    }
  }
}
