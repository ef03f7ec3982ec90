import CraftedFiles
import Calendar
import Storage
import TestSupport
import Testing
import Xunwen

/// Tests of the origins, content hashes and matches of hits.
@Suite struct ProvenanceTests {
  @Test func `hits have an origin and a content hash`() async throws {
    let library = Library()
    library.write("养老服务\n时间:2023-07-02来源:甲\n\n养老服务进村。\n", to: "a.txt")
    library.write(
      "{\"id\": \"r\", \"text\": \"养老服务。\", \"tags\": [\"丙\"], \"x\": [1]}\n", to: "r.jsonl")
    let archive = try await library.build().archive
    let hits = try archive.search("养老").hits
    var paths: [String: String] = [:]
    for hit in hits {
      paths[hit.id] = hit.origin?.file
      let stored = try #require(try archive.article(id: hit.id))
      #expect(stored.origin == hit.origin && stored.contentHash == hit.contentHash)
      #expect(hit.contentHash == XXH64.hash(Self.record(stored.article).span))
    }
    #expect(paths == ["a.txt": "a.txt", "r": "r.jsonl"])
    var options = SearchOptions()
    options.includesArticles = false
    let bare = try archive.search("养老", options: options).hits
    #expect(bare.map(\.contentHash) == hits.map(\.contentHash))
  }

  /// Encodes an article as docs/FORMAT.md describes.
  private static func record(_ article: Article) -> [UInt8] {
    var bytes: [UInt8] = [1]
    func number(_ value: Int) {
      var value = value
      while value >= 0x80 {
        bytes.append(UInt8(value & 0x7F | 0x80))
        value >>= 7
      }
      bytes.append(UInt8(value))
    }
    func string(_ text: String) {
      number(text.utf8.count)
      bytes += Array(text.utf8)
    }
    string(article.id)
    number(Int(article.published?.date.packed ?? 0))
    number(Int(article.published?.packedTime ?? 0))
    for text in [article.source, article.section, article.url, article.encoding] { string(text) }
    number(article.tags.count)
    for tag in article.tags { string(tag) }
    number(article.extras.count)
    for extra in article.extras {
      string(extra.key)
      string(extra.value)
    }
    number(article.originals.count)
    for original in article.originals {
      string(original.name)
      number(original.start)
    }
    number(article.zones.count)
    for zone in article.zones {
      bytes.append(zone.kind.rawValue)
      number(zone.range.lowerBound)
      number(zone.range.count)
    }
    number(article.text.count)
    return bytes + article.text
  }

  @Test func `a copy is the article most similar to the original`() async throws {
    let library = Library()
    var generator = ArticleGenerator(seed: 111)
    for number in 0..<30 {
      var article = generator.article(id: "\(number)", length: 60)
      article.parts.append((.body, "养老服务"))
      library.write(article.record, to: "\(number).jsonl")
      article.id = "copy \(number)"
      library.write(article.record, to: "copy \(number).jsonl")
    }
    let archive = try await library.build().archive
    for number in 0..<30 {
      let similar = try #require(try archive.similar(to: "\(number)"))
      #expect(!similar.hits.contains { $0.id == "\(number)" })
      let best = similar.hits.filter { $0.score == similar.hits[0].score }
      #expect(best.contains { $0.id == "copy \(number)" }, "\(number)")
    }
    #expect(try archive.similar(to: "none") == nil)
  }

  @Test func `matches are found in the whole article`() async throws {
    let library = Library()
    library.write("养老服务\n时间:2023-07-02来源:甲\n\n發展养老，养老服務。\n标签：养老\n", to: "a.txt")
    let archive = try await library.build().archive
    let article = try #require(try archive.article(id: "a.txt")?.article)
    func marked(_ query: String) throws -> [String] {
      try archive.prepare(query).matches(in: article).map {
        String(decoding: article.text[$0], as: UTF8.self)
      }
    }
    #expect(try marked("养老服务") == ["养老服务", "养老", "养老服務"])
    #expect(try marked("\"养老服务\"") == ["养老服务", "养老服務"])
    #expect(try marked("发展 \"展养\" -服务") == ["發展养"])
    #expect(try marked("in:tail 养老") == ["养老"])
    #expect(try marked("发展中国") == ["發展"])
    #expect(try marked("别的").isEmpty)
    #expect(throws: QuerySyntaxError.self) { try marked("养老 (") }
    #expect(throws: QuerySyntaxError.self) { try marked("？") }
  }
}
