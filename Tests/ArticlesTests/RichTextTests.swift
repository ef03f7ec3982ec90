import TestSupport
import Testing

@testable import Articles

/// Tests of the control words and the encodings of Rich Text Format.
struct RichTextTests {
  private static func reader(_ body: [UInt8], limit: Int = 1 << 20, piece: Int = .max)
    -> RichTextReader
  {
    var reader = RichTextReader(maximumBytes: limit)
    var rest = body[...]
    while !rest.isEmpty, reader.read(Array(rest.prefix(piece))) { rest = rest.dropFirst(piece) }
    reader.finish()
    return reader
  }

  private static func lines(_ body: String, piece: Int = .max) -> [String] {
    reader(Array("{\\rtf1\(body)}".utf8), piece: piece).paragraphs
      .map { String(decoding: $0.text, as: UTF8.self) }
  }

  private static let fonts =
    "\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 SimSun;}{\\f1\\fcharset0 Times;}"
    + "{\\f2\\fcharset136 MingLiU;}{\\f3\\fcharset204 Cyr;}}"

  @Test(arguments: [
    // Words and their ends.
    ("a\\par b", ["a", "b"]), ("a\\line b\\page c", ["a", "b", "c"]),
    ("a\\par\\par b", ["a", "b"]),
    ("\\b a\\b0  b", ["a b"]), ("a\\\r\nb", ["a", "b"]), ("a\r\nb", ["ab"]),
    ("\\{a\\}\\\\", ["{a}\\"]), ("a\\~b\\_c\\-d", ["a b-cd"]), ("a\\emdash b\\rquote", ["a—b’"]),
    // Parts that are no text.
    ("{\\*\\unknown x}a{\\pict 00ff}b{\\header h}{\\info{\\author n}{\\title t}}", ["ab"]),
    ("{\\stylesheet{\\s0 Normal;}}{\\colortbl;\\red0;}a", ["a"]),
    ("a\\bin3 }{}b", ["ab"]), ("a{\\v hidden}b\\v x\\v0 c", ["abc"]),
    ("{\\field{\\*\\fldinst HYPERLINK \"u\"}{\\fldrslt link}}", ["link"]),
    ("{\\listtext 1.\\tab}item", ["1. item"]),
    ("half{\\footnote note{\\b s}}way\\par b", ["notes", "halfway", "b"]),
    ("{\\*\\shpinst{\\sp{\\sn a}{\\sv b}}{\\shptxt box\\par}}", ["box"]),
    // Rows.
    ("\\trowd a\\cell b\\cell\\row c", ["a\tb", "c"]),
    // Unicode with characters for other readers.
    ("\\uc1\\u25176?\\u32946 ?", ["托育"]), ("\\uc2\\u25176\\'cd\\'d0x", ["托x"]),
    ("{\\uc0\\u25176}\\u32946?", ["托育"]), ("\\u-10179?\\u-8704?", ["😀"]),
    ("\\u55357?x", ["x"]), ("\\uc1\\u25176{}a", ["托a"]),
  ])
  func `words have their meaning`(body: String, expected: [String]) {
    for piece in [Int.max, 1, 3] { #expect(Self.lines(body, piece: piece) == expected) }
  }

  @Test(arguments: [
    ("\\f0\\'cd\\'d0\\'d3\\'fd", "托育"), ("\\f0\\'cd\\'d0\\f1 2023\\f0\\'c4\\'ea", "托2023年"),
    // A font of Western letters with Chinese characters.
    ("\\f1\\'cd\\'d0\\'d3\\'fd", "托育"), ("\\loch\\f1\\hich\\f1\\dbch\\af0\\'cd\\'d0", "托"),
    ("\\f2\\'a7\\'df", "扶"), ("\\f3\\'cf\\'f0", "Пр"),
    // The second byte of a character is ASCII.
    ("\\f0\\'81@\\'81\\'5c", "丂乗"), ("\\f0\\'80", "€"),
  ])
  func `characters have the code page of their font`(body: String, expected: String) {
    #expect(Self.lines(Self.fonts + body) == [expected])
  }

  @Test func `fonts and code pages that are missing are guessed`() {
    #expect(Self.lines("\\ansi\\ansicpg950 \\'a7\\'df") == ["扶"])
    #expect(Self.lines("\\ansi \\'e9t\\'e9") == ["été"])
    #expect(Self.lines("\\ansi\\ansicpg99999 \\'e9") == ["é"])
  }

  @Test func `the largest paragraph at the beginning is the title`() throws {
    let body =
      "{\\rtf1 {\\info{\\title Untitled}}\\fs21 first line\\par\\fs36 The large title\\par\\fs21 "
      + String(repeating: "A sentence of the text that is long. ", count: 10) + "\\par}"
    var reader = Self.reader(Array(body.utf8))
    let article = try reader.page(path: "a").article(id: "a", path: "a")
    #expect(article.title == "The large title" && article.fault == nil)
    #expect(article.extras == [])
  }

  @Test func `bounds are errors`() {
    let nested = Self.reader(Array(String(repeating: "{", count: 20_000).utf8))
    #expect(nested.fault == .damagedDocument(problem: "more than 10000 groups in groups"))
    let large = Self.reader(Array("{\\rtf1 托育托育托育}".utf8), limit: 10)
    guard case .tooLarge(_, 10)? = large.fault else {
      Issue.record("\(String(describing: large.fault))")
      return
    }
    // Pictures do not count.
    let picture = "{\\rtf1{\\pict " + String(repeating: "00ff", count: 10_000) + "}a}"
    #expect(Self.reader(Array(picture.utf8), limit: 10).fault == nil)
    let word = "{\\rtf1\\" + String(repeating: "a", count: 10_000) + "9999999999999999999999 a}"
    #expect(Self.reader(Array(word.utf8)).paragraphs.count == 1)
  }

  @Test func `every truncation gives the beginning of the text`() {
    let bytes = TestFile.bytes(DocumentTests.folder + "gbk.rtf") ?? []
    let whole = Self.reader(bytes).paragraphs.map(\.text)
    for count in 0..<bytes.count {
      let lines = Self.reader(Array(bytes.prefix(count))).paragraphs.map(\.text)
      #expect(lines.dropLast() == whole.prefix(max(0, lines.count - 1)))
    }
  }

  @Test(arguments: 0..<300) func `odd bytes give sound articles`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let parts = [
      "{", "}", "\\", "\\par ", "\\u-1?", "\\u55357", "\\u56832 ", "\\uc9 ", "\\'", "\\'d6",
      "\\'d0",
      "\\'zz", "\\*", "\\fonttbl", "\\f0", "\\f1\\fcharset134 ", "\\bin5", "\\title ", "\\v",
      "\\cell ",
      "a", "。", "\\fs40 ", "\\dbch\\af1 ", "\\ansicpg936 ", "\\ansicpg-1", "\\cpg1 ", "\u{0}",
    ]
    var text = "{\\rtf1 "
    for _ in 0..<100 { text += parts.randomElement(using: &random) ?? "" }
    var bytes = Array(text.utf8)
    for _ in 0..<4 { bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 0x41 }
    var reader = Self.reader(bytes)
    if let article = try? reader.page(path: "a").article(id: "a", path: "a") {
      #expect(article.fault == nil)
    }
  }
}
