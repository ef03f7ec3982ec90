import Articles
import TestSupport
import Testing

/// Tests of the limit for whole files. `RecordLinesTests` tests the limit for lines.
struct ArticleLimitTests {
  private let folder = TemporaryDirectory()

  private func read(_ bytes: [UInt8], limit: Int, stampedAs size: Int? = nil) throws -> Article? {
    folder.write(bytes, to: "a.txt")
    let file = CorpusFile(
      path: folder.path(of: "a.txt"), relativePath: "a.txt", format: CrawledText(),
      stamp: FileStamp(byteCount: size ?? bytes.count))
    let reader = try file.format.open(file, decoder: TextDecoder(forced: nil, maximumBytes: limit))
    return try reader.next()?.parse()
  }

  private func reason(_ bytes: [UInt8], limit: Int, stampedAs size: Int? = nil)
    -> ArticleError.Reason?
  {
    do {
      _ = try read(bytes, limit: limit, stampedAs: size)
      return nil
    } catch {
      return (error as? ArticleError)?.reason
    }
  }

  @Test func `a crawled text above the limit is refused`() throws {
    let text = Array("养老服务。\n".utf8)
    #expect(try read(text, limit: text.count)?.text == text)
    let refused = ArticleError.Reason.tooLarge(bytes: text.count, limit: text.count - 1)
    #expect(reason(text, limit: text.count - 1) == refused)
    // The file has grown since the scan.
    #expect(reason(text, limit: text.count - 1, stampedAs: 1) == refused)
    #expect(
      refused.description == "\(text.count) bytes, the limit is \(text.count - 1) (--max-article)")
  }

  @Test func `the text counts when it is larger than the file`() throws {
    let text = try #require(try read(Encoded.gb18030, limit: 1 << 20)?.text)
    #expect(text.count > Encoded.gb18030.count)
    #expect(reason(Encoded.gb18030, limit: text.count) == nil)
    #expect(
      reason(Encoded.gb18030, limit: text.count - 1)
        == .tooLarge(bytes: text.count, limit: text.count - 1))
  }
}
