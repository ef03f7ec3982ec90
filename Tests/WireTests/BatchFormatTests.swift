import TestSupport
import Testing

@testable import Wire
@testable import Xunwen

@Suite struct BatchFormatTests {
  private struct Damage: Error, CustomStringConvertible {
    let description = "damaged"
  }

  private func hit(rank: Int, score: Double, tags: [String] = []) -> SearchHit {
    SearchHit(
      rank: rank, id: "\(rank)", score: score, title: "", published: nil, source: "", tags: tags,
      url: "", origin: Origin(file: "a.jsonl"), contentHash: 0x0A, isPartial: false, snippet: nil,
      matches: [])
  }

  @Test func `a record of a failed query has the hits so far`() throws {
    let hit = hit(rank: 1, score: 1)
    let response = SearchResponse(
      query: "养老", total: 2, partialTotal: 0, exact: nil, hits: [hit], elapsed: .zero, mistakes: [],
      manifest: nil)
    var format = JSONLinesFormat(fields: [.hit(.id)])
    var output: [UInt8] = []
    try format.append(
      BatchOutcome(
        line: 7, id: "q", query: "养老", result: .success(response), isFirst: true, isLast: false),
      to: &output)
    try format.append(
      BatchOutcome(
        line: 7, id: "q", query: "养老", result: .failure(Damage()), isFirst: false, isLast: true),
      to: &output)
    #expect(
      String(decoding: output, as: UTF8.self) == #"""
        {"hits":[{"id":"1"}],"end":null,"id":"q","line":7,"message":"damaged","query":"养老","start":null,"type":"error"}

        """#)
  }

  @Test func `scores of a run decrease in single precision`() throws {
    var random = SplitMix64(seed: 4)
    for base in [0.0, 0.000001, 1, 16, 99.5, 1_000, -3, 1e9] {
      var format = TRECFormat(tag: "t")
      var output: [UInt8] = []
      let hits = (1...60).map { rank in
        hit(rank: rank, score: base + Double(Int.random(in: 0...3, using: &random)) * 1e-7)
      }
      // In two pages.
      for (number, page) in [hits.prefix(20), hits.dropFirst(20)].enumerated() {
        let response = SearchResponse(
          query: "a", total: 60, partialTotal: 0, exact: nil, hits: Array(page), elapsed: .zero,
          mistakes: [],
          manifest: nil)
        format.append(
          BatchOutcome(
            line: 1, id: "q", query: "a", result: .success(response), isFirst: number == 0,
            isLast: number == 1),
          to: &output)
      }
      let scores = String(decoding: output, as: UTF8.self).split(separator: "\n").compactMap {
        Float($0.split(separator: " ")[4])
      }
      #expect(scores.count == 60)
      for (score, next) in zip(scores, scores.dropFirst()) { #expect(score > next, "\(base)") }
    }
  }

  @Test func `a cell has all tags, and none begins a formula`() throws {
    let response = SearchResponse(
      query: "养老", total: 1, partialTotal: 0, exact: nil,
      hits: [hit(rank: 1, score: 1, tags: ["=1+1", "托育, 养老"])], elapsed: .zero, mistakes: [],
      manifest: nil)
    var format = HitTableFormat(
      .csv, fields: [.hit(.id), .hit(.tags)], style: CSVStyle(neutralizesFormulas: true),
      hasHeader: false)
    var output: [UInt8] = []
    format.append(
      BatchOutcome(
        line: 1, id: "q", query: "养老", result: .success(response), isFirst: true, isLast: true),
      to: &output)
    #expect(String(decoding: output, as: UTF8.self) == "1,\"'=1+1;托育, 养老\"\r\n")
  }

  @Test(arguments: [
    ("q1", "q1"), ("a b\t养", "a%20b%09养"), ("\u{3000}", "%E3%80%80"), ("100%", "100%25"),
    ("\u{1B}", "%1B"),
  ])
  func `names have no white space`(name: String, field: String) {
    #expect(TRECFormat.field(name) == field)
  }
}
