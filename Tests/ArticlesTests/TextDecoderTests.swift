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
    #expect(reason(Encoded.gb18030, forced: "GBK") == .undecodable(encoding: "GBK", offset: 120))
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

  @Test func `an error has the offset of the damaged byte`() {
    var bytes = Array(String(repeating: "临江市近日出台办法。", count: 5).utf8)
    bytes.insert(0xFF, at: 30)
    #expect(reason(bytes) == .undecodable(encoding: "UTF-8", offset: 30))
    #expect(
      reason(bytes.dropLast().reversed().reversed()) == .undecodable(encoding: "UTF-8", offset: 30))
    #expect(
      reason(Array(repeatElement(Encoded.gb18030, count: 2).joined()) + [0xFF, 0xFF])
        == .undecodable(encoding: "GB18030", offset: 2 * Encoded.gb18030.count))
    #expect(
      reason([0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00]) == .undecodable(encoding: "UTF-16LE", offset: 2))
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
