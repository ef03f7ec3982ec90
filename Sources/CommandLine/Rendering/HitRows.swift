// Search results for programs. Offsets are Unicode scalars in the original text that `original`
// names.

import Xunwen

/// Writes hits as JSON lines, then facets and suggestions, then a summary.
struct HitLines {
  let line = JSONLine()

  func write(
    _ response: SearchResponse, _ facets: [FacetCounts], _ suggestions: [QuerySuggestion],
    to output: StandardOutput
  ) throws {
    for hit in response.hits { try output.write(line.encode(HitLine(hit))) }
    for facet in facets { try output.write(line.encode(FacetLine(facet))) }
    for suggestion in suggestions { try output.write(line.encode(SuggestionRow(suggestion))) }
    try output.write(line.encode(SummaryLine(response)))
    if let manifest = response.manifest {
      try output.write(line.encode(ManifestLine(manifest: manifest)))
    }
  }
}

/// What is known of a hit without its text, or some of it.
struct HitRow: Encodable {
  let hit: SearchHit
  let fields: [HitField]

  init(_ hit: SearchHit, _ fields: [HitField] = HitField.facts) {
    self.hit = hit
    self.fields = fields
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: HitField.self)
    for field in fields { try container.encode(field.value(of: hit), forKey: field) }
  }
}

private struct HitLine: Encodable {
  let row: HitRow
  let snippet: Nullable<SnippetRow>
  let matches: [SpanRow]

  private enum CodingKeys: String, CodingKey {
    case type, snippet, matches
  }

  init(_ hit: SearchHit) {
    row = HitRow(hit)
    snippet = Nullable(hit.snippet.map(SnippetRow.init))
    matches = hit.matches.map(SpanRow.init)
  }

  func encode(to encoder: any Encoder) throws {
    try row.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode("hit", forKey: .type)
    try container.encode(snippet, forKey: .snippet)
    try container.encode(matches, forKey: .matches)
  }
}

private struct SnippetRow: Encodable {
  let text: String
  let original: String
  let start: Int
  let end: Int
  /// Pairs of offsets in `text`.
  let highlights: [[Int]]

  init(_ snippet: Snippet) {
    text = snippet.text
    original = snippet.span.original
    start = snippet.span.range.lowerBound
    end = snippet.span.range.upperBound
    highlights = snippet.highlights.map { [$0.lowerBound, $0.upperBound] }
  }
}

struct SpanRow: Encodable {
  let original: String
  let start: Int
  let end: Int

  init(_ span: TextSpan) {
    original = span.original
    start = span.range.lowerBound
    end = span.range.upperBound
  }
}

private struct ManifestLine: Encodable {
  let type = "manifest"
  let manifest: AnswerManifest
}

private struct SummaryLine: Encodable {
  let type = "summary"
  let query: String
  let total: Int
  let partialTotal: Int
  let elapsedMilliseconds: Double

  private enum CodingKeys: String, CodingKey {
    case type, query, total
    case partialTotal = "partial_total"
    case elapsedMilliseconds = "elapsed_ms"
  }

  init(_ response: SearchResponse) {
    query = response.query
    total = response.total
    partialTotal = response.partialTotal
    elapsedMilliseconds = response.elapsed.milliseconds.rounded(digits: 3)
  }
}
