public import Xunwen

/// A page of the answer to one query of a batch, or the error in its place.
public struct BatchOutcome {
  /// The line of the query in the input, from 1.
  public let line: Int
  /// The id of the query; nil when the line has none.
  public let id: String?
  /// The text of the query; nil when the line has none.
  public let query: String?
  public let result: Result<SearchResponse, any Error>
  /// True for the first page of a query.
  public let isFirst: Bool
  /// True for the last page of a query.
  public let isLast: Bool

  public init(
    line: Int, id: String?, query: String?, result: Result<SearchResponse, any Error>,
    isFirst: Bool, isLast: Bool
  ) {
    (self.line, self.id, self.query) = (line, id, query)
    (self.result, self.isFirst, self.isLast) = (result, isFirst, isLast)
  }
}

/// A format for the answers to a batch of queries. The output depends on the outcomes alone.
public protocol BatchFormat {
  /// The bytes before the first record.
  var preamble: [UInt8] { get }

  /// Appends the output for one page. Throws `EncodingError`.
  mutating func append(_ outcome: BatchOutcome, to output: inout [UInt8]) throws
}

/// A column of a batch's table, or a member of its hits in JSON.
public enum BatchField: Hashable, CaseIterable, Sendable {
  case queryID, query, total, partialTotal
  case hit(HitField)

  /// The fields of a hit in JSON, unless others are chosen: all that do not require its text.
  static let facts = HitField.facts.map(BatchField.hit)
  /// The columns of a table, unless others are chosen.
  public static let columns = [.queryID] + HitField.columns.map(BatchField.hit)
  public static let allCases: [BatchField] =
    [.queryID, .query, .total, .partialTotal] + HitField.allCases.map(BatchField.hit)

  /// The field with a name; nil when there is none.
  public init?(name: String) {
    guard let field = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = field
  }

  /// Reads names that are separated by commas.
  package static func list(_ text: String) throws(InputFailure) -> [BatchField] {
    var fields: [BatchField] = []
    for name in text.split(separator: ",", omittingEmptySubsequences: false) {
      let name = String(name).trimmingSpaces()
      guard let field = BatchField(name: name) else {
        let names = allCases.map(\.name).joined(separator: ", ")
        throw InputFailure("there is no field '\(name)' (fields: \(names))")
      }
      if fields.contains(field) { throw InputFailure("'\(name)' is repeated") }
      fields.append(field)
    }
    return fields
  }

  /// The name in JSON and tables.
  public var name: String {
    switch self {
    case .queryID: "query_id"
    case .query: "query"
    case .total: "total"
    case .partialTotal: "partial_total"
    case .hit(let field): field.rawValue
    }
  }

  /// True when the stored article must be read.
  public var needsArticle: Bool {
    if case .hit(let field) = self { field.needsArticle } else { false }
  }

  /// True when the article must be analyzed.
  public var needsText: Bool { if case .hit(let field) = self { field.needsText } else { false } }
}

extension BatchOutcome {
  func row(of hit: SearchHit, _ fields: [BatchField]) -> DataRow {
    DataRow(fields.map { ($0.name, value(of: $0, hit)) })
  }

  private func value(of field: BatchField, _ hit: SearchHit) -> FieldValue {
    let response = try? result.get()
    return switch field {
    case .queryID: .text(id ?? "")
    case .query: .text(query ?? "")
    case .total: .integer(response?.total ?? 0)
    case .partialTotal: .integer(response?.partialTotal ?? 0)
    case .hit(let field): field.value(of: hit)
    }
  }
}

extension SearchOptions {
  /// Reads the articles and cuts the snippets that the fields of the output need, and no others.
  package mutating func include(_ fields: [BatchField]) {
    includesArticles = fields.contains(where: \.needsArticle)
    includesSnippets = fields.contains(where: \.needsText)
  }

  /// Adapts the options to a TREC run, which has ids and scores alone.
  package mutating func adaptToRun() {
    includesArticles = false
    // Measures such as recall@100 compare rankings of the requested length.
    partialLimit = .max
  }
}
