import TestSupport
import Testing

@testable import Articles

/// Tests of the bodies of HTTP responses in web archives.
struct HTTPResponseTests {
  private let folder = TemporaryDirectory()

  @Test func `a damaged body is refused, and a cut one is read as far as it goes`() throws {
    let whole = TestFile.bytes(Contents.fixture("page.txt.gz")) ?? []
    let gzip = "Content-Type: text/plain\r\nContent-Encoding: gzip"
    var damaged = whole
    damaged[damaged.count - 12] ^= 0xFF
    let found = try folder.read(
      WARC.response("http://a.cn/1", gzip, whole)
        + WARC.response("http://a.cn/2", gzip, damaged)
        + WARC.response("http://a.cn/3", gzip, Array(whole.dropLast(20)))
        + WARC.response("http://a.cn/4", gzip, Array("正文没有压缩。".utf8))
        + WARC.response("http://a.cn/5", gzip, []))
    #expect(found.noticeNumbers == [1, 3, 4] && found.skipped.records == 1)
    #expect(
      found.messages(below: folder.path) == [
        "a.warc/http://a.cn/2: the compressed body is damaged"
      ])
    #expect(found.articles[0].text.starts(with: found.articles[1].text.prefix(30)))
  }

  @Test func `a body that expands too far loses only itself`() throws {
    let twice = TestFile.bytes(Contents.fixture("bomb.jsonl.gz.gz")) ?? []
    var bomb: [UInt8] = []
    _ = Inflater(.gzip)?.inflate(twice[...], upTo: 1 << 20, appendingTo: &bomb)
    #expect(bomb.count > 1000)
    let coded = "Content-Type: application/jsonl\r\nContent-Encoding: gzip"
    let found = try folder.read(
      WARC.response("http://a.cn/bomb", coded, bomb)
        + WARC.response("http://a.cn/1", "Content-Type: text/html", Array(WARC.page(1).utf8)))
    #expect(found.noticeNumbers == [1] && found.errors.count == 1)
    #expect("\(found.errors)".contains("expands to more than 64 MiB"), "\(found.errors)")
  }

  @Test func `chunks of all sizes are joined`() {
    var random = SplitMix64(seed: 7)
    for _ in 0..<TestScale.cases(300) {
      let body = (0..<Int.random(in: 0..<400, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      var coded: [UInt8] = []
      var rest = body[...]
      while !rest.isEmpty {
        let chunk = rest.prefix(Int.random(in: 1...90, using: &random))
        rest = rest.dropFirst(chunk.count)
        let size = String(chunk.count, radix: 16, uppercase: Bool.random(using: &random))
        let end = ["", ";name=value", " "].randomElement(using: &random) ?? ""
        coded += Array("\(size)\(end)\r\n".utf8) + chunk + [0x0D, 0x0A]
      }
      coded += Array("0\r\nTrailer: x\r\n\r\n".utf8)
      var decoder = ChunkedBody()
      var decoded: [UInt8] = []
      var pieces = coded[...]
      while !pieces.isEmpty {
        let piece = pieces.prefix(Int.random(in: 1...40, using: &random))
        pieces = pieces.dropFirst(piece.count)
        decoder.decode(piece, appendingTo: &decoded)
      }
      #expect(decoded == body)
    }
    var plain = ChunkedBody()
    var text: [UInt8] = []
    plain.decode(Array("<html>no chunks</html>".utf8)[...], appendingTo: &text)
    plain.decode(Array("more".utf8)[...], appendingTo: &text)
    plain.finish(appendingTo: &text)
    #expect(String(decoding: text, as: UTF8.self) == "<html>no chunks</html>more")
    var digits = ChunkedBody()
    text = []
    digits.decode(Array("2023".utf8)[...], appendingTo: &text)
    digits.finish(appendingTo: &text)
    #expect(String(decoding: text, as: UTF8.self) == "2023")
  }
}
