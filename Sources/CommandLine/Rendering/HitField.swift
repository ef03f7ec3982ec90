import Xunwen

/// Something that is known of a hit, by the name it has in output for programs.
enum HitField: String, CaseIterable, CodingKey {
  case rank, id, score, title, date, source, url
  /// File below the folder that was indexed.
  case path
  case contentHash = "content_hash"
  case partial, snippet
  /// Where everything that the query asks for stands.
  case matches

  /// All but those that take reading the text.
  static let facts = allCases.filter { !$0.needsText }

  /// Whether the article has to be read for it.
  var needsArticle: Bool { needsText || [.title, .url, .path].contains(self) }

  /// Whether the article has to be analyzed for it.
  var needsText: Bool { self == .snippet || self == .matches }

  func value(of hit: SearchHit) -> FieldValue {
    switch self {
    case .rank: .integer(hit.rank)
    case .id: .text(hit.id)
    case .score: .number(hit.score.rounded(digits: 6))
    case .title: .text(hit.title)
    case .date: .optional(hit.published?.description)
    case .source: .optional(hit.source)
    case .url: .optional(hit.url)
    case .path: .optional(hit.origin?.file)
    case .contentHash: .text(Hexadecimal.text(of: hit.contentHash))
    case .partial: .flag(hit.isPartial)
    case .snippet: .optional(hit.snippet?.text)
    case .matches: .spans(hit.matches)
    }
  }
}

/// A value of a row, for JSON and for tables.
enum FieldValue: Encodable {
  case integer(Int)
  /// Of six digits after the point at most.
  case number(Double)
  case text(String)
  /// Text that is missing when it is nil or empty: null in JSON, an empty cell in tables.
  case optional(String?)
  case flag(Bool)
  /// In a table each as `text:12-16`, with spaces between.
  case spans([TextSpan])

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .optional(let value): try Nullable(nonEmpty: value ?? "").encode(to: encoder)
    case .flag(let value): try container.encode(value)
    case .spans(let spans): try container.encode(spans.map(SpanRow.init))
    }
  }

  /// For a cell of a table.
  var cell: String {
    switch self {
    case .integer(let value): String(value)
    case .number(let value): Decimal.fixed(value, digits: 6)
    case .text(let value): value
    case .optional(let value): value ?? ""
    case .flag(let value): String(value)
    case .spans(let spans):
      spans.map { "\($0.original):\($0.range.lowerBound)-\($0.range.upperBound)" }
        .joined(separator: " ")
    }
  }
}
