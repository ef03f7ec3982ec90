// Similar articles for programs: hits as a search prints them, without their texts, and a summary with
// the terms that they were found by.

import Xunwen

extension HitLines {
  func write(_ similar: SimilarArticles, to output: StandardOutput) throws {
    for hit in similar.hits { try output.write(line.encode(SimilarLine(hit))) }
    try output.write(line.encode(SimilarSummaryLine(similar)))
  }
}

private struct SimilarLine: Encodable {
  let row: HitRow

  private enum CodingKeys: String, CodingKey {
    case type
  }

  init(_ hit: SearchHit) {
    row = HitRow(hit)
  }

  func encode(to encoder: any Encoder) throws {
    try row.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode("hit", forKey: .type)
  }
}

private struct SimilarSummaryLine: Encodable {
  let type = "summary"
  let id: String
  let hits: Int
  let terms: [TermRow]
  let elapsedMilliseconds: Double

  private enum CodingKeys: String, CodingKey {
    case type, id, hits, terms
    case elapsedMilliseconds = "elapsed_ms"
  }

  struct TermRow: Encodable {
    let text: String
    let roles: [String]
    let weight: Double
    let documentFrequency: Int

    private enum CodingKeys: String, CodingKey {
      case text, roles, weight
      case documentFrequency = "document_frequency"
    }
  }

  init(_ similar: SimilarArticles) {
    id = similar.id
    hits = similar.hits.count
    terms = similar.terms.map {
      TermRow(
        text: $0.text, roles: $0.roles.names, weight: $0.weight,
        documentFrequency: $0.documentFrequency)
    }
    elapsedMilliseconds = similar.elapsed.milliseconds.rounded(digits: 3)
  }
}

extension TermRoles {
  /// As programs read them.
  var names: [String] {
    [
      (Self.wordGram, "word_gram"), (.innerGram, "inner_gram"),
      (.straddlingGram, "straddling_gram"), (.word, "word"), (.token, "token"),
    ].filter { contains($0.0) }.map(\.1)
  }
}
