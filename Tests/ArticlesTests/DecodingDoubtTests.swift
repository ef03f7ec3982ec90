import Articles
import TestSupport
import Testing

struct DecodingDoubtTests {
  private func doubt(_ bytes: [UInt8], declared: String? = nil) throws -> DecodingDoubt? {
    try TextDecoder(forced: nil).decode(bytes, declared: declared, path: "a").doubt
  }

  private static func html(_ charset: String, _ text: [UInt8]) -> [UInt8] {
    Array("<html><head><meta charset=\"\(charset)\"></head><body><p>".utf8) + text
      + Array("</p></body></html>".utf8)
  }

  @Test func `a text of some length is decoded without a doubt`() throws {
    for bytes in [Encoded.gb18030, Encoded.big5, Array(Encoded.simplified.utf8), Array("abc".utf8)]
    {
      #expect(try doubt(bytes) == nil)
    }
    #expect(try doubt(Encoded.gb18030, declared: "gbk") == nil)
    #expect(try doubt(Array("abc".utf8), declared: "gbk") == nil)
  }

  @Test func `a short text is doubtful`() throws {
    // 的 alone, and a word.
    let found = try #require(try doubt([0xB5, 0xC4]))
    #expect(found.encoding == "GB18030" && found.text == "的" && found.declared == nil)
    #expect(found.confidence < DecodingDoubt.threshold && found.confidence > 0)
    #expect(found.other != nil && found.otherText != found.text)
    #expect(try doubt(Encoded.shortGB18030)?.confidence ?? 1 > found.confidence)
  }

  @Test func `a wrong declaration is a doubt`() throws {
    let found = try #require(try doubt(Encoded.big5, declared: "gb2312"))
    #expect(found.encoding == "Big5" && found.declared == "GB18030" && found.other == "GB18030")
    #expect(found.confidence >= DecodingDoubt.threshold && found.text != found.otherText)
    let utf8 = try #require(try doubt(Array("甲，<b>乙".utf8), declared: "gbk"))
    #expect(utf8.encoding == "UTF-8" && utf8.text == "甲，" && utf8.confidence == 1)
    #expect(try doubt(Array("abc".utf8), declared: "big5") == nil)
  }

  @Test func `articles have the doubt of their file`() throws {
    let page = try FileContents(Self.html("gb2312", Encoded.big5), name: "a.html")
    #expect(page.articles.first?.doubt?.declared == "GB18030")
    #expect(page.articles.first?.encoding == "Big5")
    let short: [UInt8] = [0xB5, 0xC4]
    for (name, start, end) in [
      ("a.jsonl", "{\"text\":\"", "\"}\n{\"text\":\"a\"}\n"), ("a.csv", "id,text\n1,", "\n2,a\n"),
      ("a.json", "[{\"text\":\"", "\"},{\"text\":\"a\"}]"),
      (
        "a.dat", "<doc>\n<url>u</url>\n<content>",
        "</content>\n</doc>\n<doc>\n<content>a</content>\n</doc>\n"
      ),
    ] {
      let contents = try FileContents(Array(start.utf8) + short + Array(end.utf8), name: name)
      #expect(contents.bodies == ["的", "a"], "\(name)")
      #expect(contents.articles.map { $0.doubt?.text.first } == ["的", nil], "\(name)")
    }
    let text = try FileContents(short + Array("\n".utf8), name: "a.txt")
    #expect(text.articles.first?.doubt?.encoding == "GB18030")
  }

  @Test func `formats have different names`() {
    let names = InputFormats.all.map(\.name)
    #expect(Set(names).count == names.count && !names.contains(""))
  }
}
