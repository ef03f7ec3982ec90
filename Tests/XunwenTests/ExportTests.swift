import TestSupport
import Testing
import Xunwen

/// Tests of exports, and of indexes built from exports.
@Suite struct ExportTests {
  private static let queries = [
    "养老", "\"发展\"", "title:国", "in:tail 养老", "医保 OR 服务", "来源:新华社 人", "date:2022 的",
  ]

  private func export(_ archive: Archive, matching query: String? = nil) throws -> [UInt8] {
    var bytes: [UInt8] = []
    let count = try archive.export(matching: query, to: { bytes += $0 })
    #expect(count == bytes.count { $0 == 0x0A })
    return bytes
  }

  /// Returns records with odd fields and articles with several zones. Some are replaced later.
  private func library(_ seed: UInt64) async throws -> Library {
    var random = SplitMix64(seed: seed)
    let library = try await CheckTests.library(seed, articles: 120)
    var odd = ""
    for number in 0..<40 {
      let text = (random.oddText(upTo: 30) + "文").unicodeScalars.map { scalar in
        let digits = String(scalar.value, radix: 16)
        return scalar.value < 0x80
          ? "\\u" + String(repeating: "0", count: 4 - digits.count) + digits : String(scalar)
      }.joined()
      odd += "{\"_id\": \(number), \"body\": \"\(text)\", \"time\": \"昨天\", \"n\": 1e999, "
      odd += "\"x\\u0000\": \"\u{2028}\", \"category\": \"c\", \"section\": \"\(number)\"}\n"
    }
    library.write(odd, to: "odd.jsonl")
    library.write("天天热资讯!社区托育\n来源:工人日报\n\n托育\u{2028}服务。\n\n标签：托育\n", to: "odd.txt")
    _ = try await library.build(rebuild: false) { $0.merges = false }
    return library
  }

  @Test func `an export rebuilds an equal index with an equal export`() async throws {
    for seed in 81..<UInt64(81 + TestScale.cases(2)) {
      let library = try await library(seed)
      let archive = try Archive(at: library.path())
      let statistics = try archive.statistics
      #expect(statistics.segments == 3 && statistics.deleted > 0)
      let exported = try export(archive)
      // The new index has only the live articles, in one segment.
      let again = Library()
      again.write(exported, to: "export.jsonl")
      let built = try await again.build()
      #expect(try built.failures == [] && built.archive.statistics.deleted == 0)
      #expect(try export(built.archive) == exported)
      let merged = Library()
      merged.write(try export(built.archive), to: "export.jsonl")
      let twice = try await merged.build()
      for ending in ["trm", "pst", "pos", "len"] {
        #expect(
          merged.contents(of: "_0.\(ending)") == again.contents(of: "_0.\(ending)"), "\(ending)")
      }
      for query in Self.queries {
        #expect(
          shown(try twice.archive.search(query)) == shown(try built.archive.search(query)),
          "\(query)")
      }
      for line in exported.split(separator: 0x0A).prefix(400) {
        let id = try #require(
          try JSONID(line).value.flatMap { try archive.article(id: $0)?.article })
        #expect(try built.archive.article(id: id.id)?.article == id)
      }
    }
  }

  @Test func `a query exports its matches in the order of the index`() async throws {
    let library = try await CheckTests.library(83, articles: 100)
    let archive = try Archive(at: library.path())
    let found = try archive.search(
      "养老 的", scope: .allClauses, options: SearchOptions(limit: 1000))
    let wanted = Set(found.hits.map(\.id))
    #expect(try !wanted.isEmpty && wanted.count < archive.statistics.articles)
    let all = try export(archive).split(separator: 0x0A).map { Array($0) }
    let some = try export(archive, matching: "养老 的").split(separator: 0x0A).map { Array($0) }
    #expect(some == all.filter { (try? JSONID($0[...]).value).map(wanted.contains) == true })
    #expect(throws: QuerySyntaxError.self) { try export(archive, matching: "(") }
  }

  @Test func `an export stops at damage`() async throws {
    let library = try await CheckTests.library(84, articles: 60)
    var bytes = library.contents(of: "_0.sto")
    bytes[5000] ^= 1
    library.writeIndex(bytes, to: "_0.sto")
    #expect(throws: XunwenError.self) { try export(try Archive(at: library.path())) }
  }
}

/// Returns the id of an exported line, which is its first member.
private struct JSONID {
  let value: String?

  init(_ line: ArraySlice<UInt8>) throws {
    let text = String(decoding: line, as: UTF8.self)
    value = text.wholeMatch(of: /\{"id":"([^"\\]*)",.*/.dotMatchesNewlines()).map { String($0.1) }
  }
}
