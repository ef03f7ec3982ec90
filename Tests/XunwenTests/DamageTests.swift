import CraftedFiles
import TestSupport
import Testing
import Xunwen

/// Tests of archives with one flipped bit. Each result is correct or an error.
@Suite struct DamageTests {
  private let library = Library()

  private static let endings = ["trm", "pst", "pos", "len", "col", "sto"]
  private static let queries = ["国", "title:国", "\"发展\"", "养老 医保", "in:tail 国", "date:2022.. 的"]

  /// Returns the results of all queries, the articles with `ids`, and the statistics.
  private func results(_ archive: Archive, _ ids: [String]) -> [Result<[String], any Error>] {
    var results: [Result<[String], any Error>] = Self.queries.map { query in
      Result { shown(try archive.search(query)) }
    }
    results += ids.map { id in
      Result {
        guard let stored = try archive.article(id: id) else { return ["none"] }
        let article = stored.article
        return [
          article.id, article.title, article.source, String(decoding: article.text, as: UTF8.self),
        ]
      }
    }
    let statistics = Result {
      let statistics = try archive.statistics
      return ["\(statistics.articles) \(statistics.undated) \(statistics.sources)"]
    }
    return results + [statistics]
  }

  @Test func `a damaged archive gives correct results or errors`() async throws {
    let seed: UInt64 = 23
    var generator = ArticleGenerator(seed: seed)
    let articles = (0..<240).map { generator.article(id: "\($0)", length: 80) }
    library.write(articles.map(\.record).joined(), to: "a.jsonl")
    let whole = try await library.build().archive
    let ids = stride(from: 0, to: articles.count, by: 40).map { "\($0)" } + ["absent"]
    let expected = try results(whole, ids).map { try $0.get() }
    let folder = TemporaryDirectory()
    func bytes(_ name: String) throws -> [UInt8] {
      try #require(TestFile.bytes("\(library.path())/\(name)"), "\(name)")
    }
    for name in ["segments_1", "_0.si"] + Self.endings.map({ "_0.\($0)" }) {
      folder.write(try bytes(name), to: name)
    }
    var (errors, answers) = (0, 0)
    for ending in Self.endings {
      let name = "_0.\(ending)"
      let bytes = try bytes(name)
      for _ in 0..<TestScale.cases(16) {
        let offset = Int.random(in: 0..<bytes.count, using: &generator.random)
        var flipped = bytes
        flipped[offset] ^= 1 << UInt8.random(in: 0..<8, using: &generator.random)
        folder.write(flipped, to: name)
        guard let archive = try? Archive(at: folder.path) else {
          errors += 1
          continue
        }
        for (number, result) in results(archive, ids).enumerated() {
          switch result {
          case .success(let found):
            answers += 1
            #expect(found == expected[number], "\(name), byte \(offset), seed \(seed)")
          case .failure(let error):
            errors += 1
            #expect("\(error)".contains(name), "\(name), byte \(offset), seed \(seed)")
          }
        }
      }
      folder.write(bytes, to: name)
    }
    #expect(errors > 50 && answers > 50, "\(errors), \(answers)")
  }
}
