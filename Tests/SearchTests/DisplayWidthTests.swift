import Search
import Testing

@Suite struct DisplayWidthTests {
  @Test(
    arguments: [
      ("", 0), ("abc", 3), ("养老", 4), ("a养b", 4), ("，。：（）「」", 14), ("ＡＮＤ", 6),
      ("　", 2), ("한국", 4), ("ひらがな", 8),
      ("ｶﾅ", 2), ("𠀀", 2), ("é", 1), ("e\u{301}", 1),
      ("\u{200B}\u{FEFF}", 0), ("\u{0}\n\u{7F}", 0), ("😀", 2),
      ("“”…·—", 5), ("\u{1112}\u{1161}\u{11AB}", 2), ("が", 2), ("か\u{3099}", 2), ("￥", 2), ("〇", 2),
    ])
  func `a string takes the sum of its columns`(text: String, expected: Int) {
    #expect(DisplayWidth.columns(of: text) == expected, "\(text.debugDescription)")
  }

  @Test func `wide blocks take two columns and their neighbours one`() throws {
    let wide: [ClosedRange<UInt32>] = [
      0x2E80...0x2E99, 0x3041...0x3096, 0x3105...0x312F, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF01...0xFF60, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
    ]
    for value in wide.joined() {
      let scalar = try #require(Unicode.Scalar(value))
      #expect(DisplayWidth.columns(of: scalar) == 2)
    }
    for value: UInt32 in [0x20, 0x7E, 0xA0, 0x2E7F, 0x303F, 0xA4D0, 0xFF61, 0xFFE8, 0x1FFFD] {
      let scalar = try #require(Unicode.Scalar(value))
      #expect(DisplayWidth.columns(of: scalar) == 1, "U+\(String(value, radix: 16))")
    }
  }
}
