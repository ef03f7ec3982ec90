import TestSupport
import Testing
import TextAnalysis

@testable import Xunwen

@Suite struct SuggestionTests {
  private let library = Library()

  private func build(_ texts: String...) async throws -> Archive {
    let records = texts.enumerated().map { "{\"id\":\"\($0)\",\"text\":\"\($1)\"}\n" }
    library.write(records.joined(), to: "a.jsonl")
    return try await library.build().archive
  }

  private func suggested(_ archive: Archive, _ query: String) throws -> [String] {
    try archive.prepare(query).suggestions().map { "\($0.query) \($0.articles)" }
  }

  @Test func `similar characters, pairs of characters and Latin words are corrected`() async throws
  {
    let archive = try await build(
      "长期护理保险试点，新质生产力。", "长期护理保险，医保基金。", "未来在Beijing召开的会议，being there", "医保，未来。")
    #expect(try suggested(archive, "长期户理保险") == ["长期护理保险 2"])
    #expect(try suggested(archive, "新制生产力") == ["新质生产力 1"])
    #expect(try suggested(archive, "末来") == ["未来 2"])
    #expect(try suggested(archive, "已报") == ["医保 2"])
    #expect(try suggested(archive, "Beijng") == ["beijing 1", "being 1"])
    #expect(try suggested(archive, "護理").isEmpty, "Traditional is the same, and 护理 occurs")
    #expect(try suggested(archive, "長期戶理保險") == ["長期护理保險 2"])
    #expect(try suggested(archive, "没有这回事 123 的").isEmpty)
    #expect(try suggested(archive, "？").isEmpty)
    for query in ["", "(", "-医保"] {
      #expect(throws: QuerySyntaxError.self) { try archive.prepare(query).suggestions() }
    }
  }

  @Test func `all texts are corrected, and the rest of the query is kept`() async throws {
    let archive = try await build("碳达峰和碳中和，医保。", "碳达峰。", "碳中和。广告。医保。")
    #expect(try suggested(archive, "碳达锋 碳中合") == ["碳达峰 碳中和 1"])
    #expect(try suggested(archive, "“碳达锋”  -广告") == ["“碳达峰”  -广告 2"])
    #expect(try suggested(archive, "body:碳中合^2 OR tag:无") == ["body:碳中和^2 OR tag:无 2"])
    #expect(try suggested(archive, "碳中合 NEAR/9 医保") == ["碳中和 NEAR/9 医保 2"])
    #expect(try suggested(archive, "医保 -碳中合").isEmpty, "excluded texts are not corrected")
    #expect(try suggested(archive, "碳中合 source:没有").isEmpty, "filters apply to suggestions")
    var scope = QueryScope()
    scope.sources = ["没有"]
    #expect(try archive.prepare("碳中合", scope: scope).suggestions().isEmpty)
  }

  /// In meilisearch 4146, 3565 and 4561, 健 finds 見, because the characters sound alike.
  @Test func `C24, characters with the same sound do not match`() async throws {
    let archive = try await build("长期护理保险", "互利", "健康", "见面")
    for (query, total) in [("户理", 0), ("护理", 1), ("健", 1), ("見", 1)] {
      #expect(try archive.search(query).total == total, "\(query)")
    }
    #expect(try suggested(archive, "户理").contains("护理 1"))
  }

  @Test func `a spelling in more than a tenth of the articles is not corrected`() async throws {
    let texts = (0..<9).map { "护理\($0)" }.joined(separator: "。")
    library.write(
      (0..<9).map { "{\"id\":\"\($0)\",\"text\":\"护理。\(texts)\"}\n" }.joined()
        + "{\"id\":\"x\",\"text\":\"户理。\"}\n", to: "a.jsonl")
    let few = try await library.build().archive
    #expect(try suggested(few, "户理").isEmpty)
    library.write("{\"id\":\"9\",\"text\":\"护理\"}\n", to: "b.jsonl")
    let more = try await library.build().archive
    #expect(try suggested(more, "户理") == ["护理 10"])
  }

  /// Texts from the corpus of the repository, each with one wrong character, are corrected.
  @Test func `suggestions are exact, sorted and deterministic`()
    async throws
  {
    let corpus = #filePath.replacing("Tests/XunwenTests/SuggestionTests.swift", with: "corpus")
    _ = try await ArchiveWriter(creatingAt: library.path("corpus")).update(from: .folder(corpus))
    let archive = try Archive(at: library.path("corpus"))
    let again = try Archive(at: library.path("corpus"))
    let sounds = try archive.searchers.characterSounds()
    let seed: UInt64 = 81
    var random = SplitMix64(seed: seed)
    let hits = try archive.search("的", options: all).hits
    let texts = try hits.map {
      Array(
        String(decoding: try archive.article(id: $0.id)?.article.text ?? [], as: UTF8.self)
          .unicodeScalars)
    }
    var (tried, found) = (0, 0)
    for _ in 0..<TestScale.cases(150) {
      guard let text = texts.randomElement(using: &random), text.count > 40 else { continue }
      let start = Int.random(in: 0..<text.count - 8, using: &random)
      var piece = Array(text[start..<start + Int.random(in: 3...6, using: &random)])
      guard piece.allSatisfy({ (0x4E00...0x9FFF).contains($0.value) }) else { continue }
      let original = String(String.UnicodeScalarView(piece))
      let index = Int.random(in: 0..<piece.count, using: &random)
      guard
        let other = try sounds.others(soundingLike: piece[index]).randomElement(using: &random)
      else { continue }
      piece[index] = other
      let query = "\"" + String(String.UnicodeScalarView(piece)) + "\""
      let suggestions = try archive.prepare(query).suggestions()
      #expect(try again.prepare(query).suggestions() == suggestions, "seed \(seed): \(query)")
      #expect(suggestions.count <= PreparedQuery.maxSuggestions)
      #expect(suggestions.map(\.articles) == suggestions.map(\.articles).sorted(by: >))
      let own = try archive.search(query).total
      for suggestion in suggestions {
        #expect(try archive.search(suggestion.query).total == suggestion.articles)
        #expect(suggestion.articles > own)
      }
      // Suggestions do not search the tail.
      if try own > 0 || archive.search("\"\(original)\"").total == 0 { continue }
      tried += 1
      found += suggestions.contains { $0.query == "\"\(original)\"" } ? 1 : 0
    }
    #expect(tried > 30 && found * 10 >= tried * 9, "seed \(seed): \(found) of \(tried)")
  }

  private var all: SearchOptions {
    var options = SearchOptions()
    options.limit = 1_000
    options.includesSnippets = false
    return options
  }
}
