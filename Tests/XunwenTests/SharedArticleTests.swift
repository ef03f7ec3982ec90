import TestSupport
import Testing
import Xunwen

/// Tests with a real crawled text from outside the repository.
@Suite struct SharedArticleTests {
  private static let folder =
    TestFile.folder(above: #filePath, levels: 4) + "/shared/seed"
  private static let name = "000_8e3ffadc6256cca8.txt"

  @Test func `title, body and tail are separated and searchable`() async throws {
    guard let bytes = TestFile.bytes(Self.folder + "/" + Self.name) else {
      print("note: no file in \(Self.folder), test skipped")
      return
    }
    let library = Library()
    library.write(bytes, to: Self.name)
    let archive = try await library.build().archive
    let article = try #require(try archive.article(id: Self.name)?.article)
    #expect(article.title == "坚持多措并举 鼓励多元发展 探索用人单位托育服务工作浙江经验")
    #expect(article.published?.description == "2023-07-02T14:53:51")
    #expect(article.source == "工人日报" && article.text == bytes)
    #expect(Self.paragraphs(article.text(.body)) == Self.paragraphs(Self.body(of: bytes)))

    for query in ["\"坚持多措并举 鼓励多元发展\"", "title:浙江经验", "\"贡献工会力量\"", "托位180个 date:2023-07-02"] {
      #expect(try archive.search(query).total == 1, "\(query)")
    }
    // The tail has teasers of other articles: bullets and the lines below them.
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    let teasers = lines.drop { !$0.hasPrefix("标签") }.map { $0.drop { " •\t".contains($0) } }
      .filter { $0.count >= 8 }
    #expect(teasers.count >= 30)
    for teaser in teasers {
      let quoted = "\"" + teaser.replacing("\"", with: "\\\"") + "\""
      #expect(try archive.search(quoted).total == 0, "\(teaser)")
      let hit = try #require(try archive.search("in:tail " + quoted).hits.first, "\(teaser)")
      #expect(hit.matches.contains { article.slice($0)?.isEmpty == false }, "\(teaser)")
    }
    #expect(try archive.search("资料图").total == 0 && archive.search("in:tail 资料图").total == 1)
  }

  /// Returns the lines between the header and the tags, without the stray mark.
  private static func body(of bytes: [UInt8]) -> String {
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let end = lines.firstIndex { $0.hasPrefix("标签") } ?? lines.count
    return lines[2..<end].filter { !$0.hasPrefix("【资料图】") }.joined(separator: "\n")
  }

  private static func paragraphs(_ text: String) -> [Substring] {
    text.split { $0.isNewline }
  }
}
