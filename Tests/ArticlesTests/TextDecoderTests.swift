import Articles
import TestSupport
import Testing

struct TextDecoderTests {
  private func decode(_ bytes: [UInt8], forced: String? = nil) throws -> DecodedText {
    try TextDecoder(forced: forced).decode(bytes, path: "x")
  }

  private func reason(_ bytes: [UInt8], forced: String? = nil) -> ArticleError.Reason? {
    do {
      _ = try decode(bytes, forced: forced)
      return nil
    } catch {
      return (error as? ArticleError)?.reason
    }
  }

  private func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
    ("\u{FEFF}" + text).utf16.flatMap { unit in
      let bytes = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      return bigEndian ? bytes : bytes.reversed()
    }
  }

  @Test func `the encoding of a text is detected`() throws {
    let text = Encoded.simplified
    for (bytes, encoding) in [
      (Array(text.utf8), "UTF-8"), ([0xEF, 0xBB, 0xBF] + Array(text.utf8), "UTF-8"),
      (utf16(text, bigEndian: false), "UTF-16LE"), (utf16(text, bigEndian: true), "UTF-16BE"),
      (Encoded.gb18030, "GB18030"),
    ] {
      let decoded = try decode(bytes)
      #expect(decoded.encoding == encoding)
      #expect(String(decoding: decoded.utf8, as: UTF8.self) == text)
    }
    let big5 = try decode(Encoded.big5)
    #expect(big5.encoding == "Big5")
    #expect(String(decoding: big5.utf8, as: UTF8.self) == Encoded.traditional)
  }

  @Test func `eight bytes are enough to detect an encoding`() throws {
    #expect(try decode(Encoded.shortGB18030).encoding == "GB18030")
    #expect(String(decoding: try decode(Encoded.shortBig5).utf8, as: UTF8.self) == "托育服務擴展")
  }

  @Test func `a crawled text in GB18030 is read`() throws {
    let article = try CrawledText.article(in: Encoded.gb18030, path: "a/b.txt")
    #expect(article.title == "临江市调整住房公积金政策")
    #expect(article.source == "临江日报")
    #expect(article.encoding == "GB18030")
    #expect(article.id == "a/b.txt")
  }

  @Test func `a forced encoding is not detected`() throws {
    #expect(try decode(Encoded.shortGB18030, forced: "GBK").encoding == "GBK")
    // GBK has no characters of four bytes.
    #expect(
      try decode(Encoded.gb18030, forced: "GBK").damage == DecodingDamage(offset: 120, count: 2))
    #expect(try decode(Array("abc".utf8), forced: "utf-8").utf8 == Array("abc".utf8))
    #expect(reason(Encoded.gb18030, forced: "UTF-8") == .undecodable(encoding: "UTF-8", offset: 0))
    for name in ["no-such-encoding", "", "a,b", "GB 18030"] {
      #expect(throws: ArticleError.self) { try TextDecoder(forced: name) }
    }
  }

  @Test func `binary and blank files are refused`() {
    #expect(reason([]) == .empty)
    #expect(reason([0xEF, 0xBB, 0xBF]) == .empty)
    #expect(reason([0xFF, 0xFE]) == .empty)
    #expect(reason(Array(" \r\n\t".utf8)) == .empty)
    #expect(reason([0]) == .notText(offset: 0))
    #expect(reason(Array("正文".utf8) + [0]) == .notText(offset: 6))
    #expect(reason([0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0, 0xFF, 0x80]) == .notText(offset: 7))
    #expect(reason(Array("abc\u{1}\u{2}def".utf8)) == .notText(offset: 3))
    #expect(reason(Array(String(repeating: "文", count: 100).utf8) + [0x1B]) == nil)
  }

  @Test func `a few malformed bytes become U+FFFD`() throws {
    var bytes = Array(String(repeating: "临江市近日出台办法。", count: 5).utf8)
    bytes.insert(0xFF, at: 30)
    var decoded = try decode(bytes)
    #expect(decoded.damage == DecodingDamage(offset: 30, count: 1))
    #expect(String(decoding: decoded.utf8, as: UTF8.self).hasPrefix("临江市近日出台办法。\u{FFFD}临江"))
    decoded = try decode([0xEF, 0xBB, 0xBF] + bytes.dropLast())
    #expect(decoded.damage == DecodingDamage(offset: 33, count: 2))
    let twice = Encoded.gb18030 + Encoded.gb18030
    decoded = try decode(twice + [0xFF, 0xFF])
    #expect(decoded.encoding == "GB18030")
    #expect(decoded.damage?.offset == twice.count)
    #expect(
      String(decoding: decoded.utf8, as: UTF8.self)
        .hasPrefix(Encoded.simplified + Encoded.simplified + "\u{FFFD}"))
    decoded = try decode(
      Array("He said \u{201C}yes\u{201D} to the plan of the city.".utf8) + [0x92])
    #expect(decoded.damage?.count == 1)
    let lone = utf16(String(repeating: "文", count: 50), bigEndian: false) + [0x00, 0xD8]
    #expect(try decode(lone).damage == DecodingDamage(offset: 102, count: 1))
  }

  @Test func `a NUL in a long text becomes U+FFFD`() throws {
    var bytes = Array(String(repeating: "临江市近日出台办法。", count: 20).utf8)
    bytes.insert(0, at: 60)
    let decoded = try decode(bytes)
    #expect(decoded.damage == DecodingDamage(offset: 60, count: 1))
    #expect(!decoded.utf8.contains(0))
  }

  @Test func `many malformed bytes are an error with the offset of the first one`() {
    let half = Array(repeatElement([UInt8(ascii: "a"), 0xFF], count: 50).joined())
    #expect(reason(half) == .undecodable(encoding: "UTF-8", offset: 1))
    #expect(
      reason([0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00]) == .undecodable(encoding: "UTF-16LE", offset: 2))
  }

  @Test func `the surrogate pairs of CESU-8 are characters`() throws {
    let pair: [UInt8] = [0xED, 0xA1, 0x80, 0xED, 0xB0, 0x80]
    let decoded = try decode(Array("这是四字节的字，写成了六个字节：".utf8) + pair)
    #expect(String(decoding: decoded.utf8, as: UTF8.self).unicodeScalars.last?.value == 0x20000)
    #expect(decoded.damage == nil)
  }

  @Test(arguments: [false, true]) func `UTF-16 needs no byte order mark`(bigEndian: Bool) throws {
    for text in [Encoded.simplified, "<html><p>中文</p></html>", "plain text of one line\r\n"] {
      let decoded = try decode(Array(utf16(text, bigEndian: bigEndian).dropFirst(2)))
      #expect(decoded.encoding == (bigEndian ? "UTF-16BE" : "UTF-16LE"))
      #expect(String(decoding: decoded.utf8, as: UTF8.self) == text)
    }
  }

  @Test func `80 is the euro sign in GB18030`() throws {
    let decoded = try decode(Encoded.gb18030 + [0x80, UInt8(ascii: "5")])
    #expect(String(decoding: decoded.utf8, as: UTF8.self) == Encoded.simplified + "€5")
    #expect(decoded.damage == nil)
  }

  @Test func `Cantonese and the encoding of Taiwan's Unix are read`() throws {
    #expect(
      String(decoding: try decode(Encoded.big5HKSCS).utf8, as: UTF8.self) == Encoded.cantonese)
    let taiwanese = try decode(Encoded.eucTW)
    #expect(taiwanese.encoding == "EUC-TW")
    #expect(String(decoding: taiwanese.utf8, as: UTF8.self) == Encoded.taiwanese)
  }

  @Test(arguments: [
    ("gb2312", Encoded.gb18030, "GB18030"), ("GBK", Encoded.gb18030, "GB18030"),
    ("utf-8", Encoded.gb18030, "GB18030"), ("big5", Encoded.gb18030, "GB18030"),
    ("gb2312", Array(Encoded.simplified.utf8), "UTF-8"), ("gb2312", Encoded.big5, "Big5"),
    ("iso-8859-1", Encoded.gb18030, "GB18030"), ("no-such-name", Encoded.big5, "Big5"),
    ("utf-16", Encoded.gb18030, "GB18030"), ("Shift_JIS", Encoded.big5, "Big5"),
  ])
  func `a wrong declaration is ignored`(
    declared: String, bytes: [UInt8], encoding: String
  ) throws {
    let decoded = try TextDecoder(forced: nil).decode(bytes, declared: declared, path: "x")
    #expect(decoded.encoding == encoding)
    #expect(decoded.damage == nil)
  }

  @Test func `a declaration decides where the bytes are ambiguous`() throws {
    let bytes: [UInt8] = Array("a caf".utf8) + [0xE9]
    #expect(
      try TextDecoder(forced: nil).decode(bytes, declared: "latin1", path: "x").utf8
        == Array("a café".utf8))
    let escaped: [UInt8] = [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x1B, 0x28, 0x42]
    let long = escaped + Array(String(repeating: "text ", count: 60).utf8)
    let japanese = try TextDecoder(forced: nil).decode(long, declared: "ISO-2022-JP", path: "x")
    #expect(String(decoding: japanese.utf8, as: UTF8.self).hasPrefix("日text"))
  }

  @Test(
    arguments: [
      // The declaration of the container, the one in the text, and the encoding of the text.
      ("gbk", nil, Encoded.gb18030, "GB18030"), ("big5", "gb2312", Encoded.gb18030, "GB18030"),
      ("gbk", "big5", Encoded.big5, "Big5"), ("gbk", "gbk", Encoded.big5, "Big5"),
      ("iso-8859-1", "gbk", Encoded.shortGB18030, "GB18030"),
      ("gb2312", nil, Array(Encoded.simplified.utf8), "UTF-8"),
      ("utf-8", nil, Encoded.big5, "Big5"), ("x-unknown", nil, Encoded.eucTW, "EUC-TW"),
      ("windows-1251", "latin1", [0xE9, 0xF6], "windows-1251"),
      ("latin1", "windows-1251", [0xE9, 0xF6], "windows-1251"),
    ] as [(String, String?, [UInt8], String)])
  func `the container's declaration precedes that of the text, unless it is wrong`(
    container: String, declared: String?, bytes: [UInt8], encoding: String
  ) throws {
    let decoder = try TextDecoder(forced: nil).declaring(container)
    let decoded = try decoder.decode(bytes, declared: declared, path: "x")
    #expect(decoded.encoding == encoding && decoded.damage == nil)
  }

  @Test func `a forced encoding and a byte order mark precede all declarations`() throws {
    let forced = try TextDecoder(forced: "Big5").declaring("gbk")
    #expect(try forced.decode(Encoded.big5, path: "x").encoding == "Big5")
    let marked = [0xEF, 0xBB, 0xBF] + Array(Encoded.simplified.utf8)
    let decoder = try TextDecoder(forced: nil).declaring("gbk")
    #expect(try decoder.decode(marked, path: "x").encoding == "UTF-8")
  }

  @Test func `damaged and random bytes are text or an error`() {
    for original in [Encoded.gb18030, Encoded.big5, Array(Encoded.simplified.utf8)] {
      for count in original.indices { _ = reason(Array(original[..<count])) }
      for i in original.indices {
        var bytes = original
        bytes[i] ^= 0x80 >> UInt8(i % 8)
        _ = reason(bytes)
        if case .success(let article) = Result(catching: {
          try CrawledText.article(in: bytes, path: "x")
        }) {
          #expect(String(validating: article.text, as: UTF8.self) != nil)
        }
      }
    }
    var random = SplitMix64(seed: 3)
    for _ in 0..<500 {
      let bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      _ = reason(bytes)
      _ = reason(
        bytes.map { $0 | 1 },
        forced: ["GB18030", "Big5", "UTF-16LE", "ISO-2022-CN", "EUC-JP"].randomElement(
          using: &random))
    }
  }
}
