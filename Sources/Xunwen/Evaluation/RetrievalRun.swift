/// What a system found for each query.
///
///     line = query "Q0" document rank score tag       separated by white space
///
/// The format, and how a query's documents are ordered, are those of TREC (`trec_eval` 9, get_trec_results.c and
/// form_res_rels.c): by score, the highest first, then by document, the last in the order of bytes first; the rank
/// that a line states is of no account. Scores are numbers of single precision, as there: two that differ by
/// less are equal.
public struct RetrievalRun: Sendable {
  private var scores: [[UInt8]: [[UInt8]: Float]] = [:]

  public init() {}

  /// Queries with at least one document.
  public var queryCount: Int { scores.count }

  /// Adds a line; blank ones say nothing.
  ///
  /// - Parameter number: of the line, from 1.
  /// - Throws: `EvaluationError` for a line of another form, and when the query has the document already.
  public mutating func add(_ line: String, number: Int) throws(EvaluationError) {
    let fields = fields(of: line)
    if fields.isEmpty { return }
    guard fields.count >= 6 else {
      throw EvaluationError(
        line: number,
        reason: "not query, Q0, document, rank, score and tag, but \(fields.count) fields")
    }
    let text = String(decoding: fields[4], as: UTF8.self)
    guard let score = Double(text), !score.isNaN else {
      throw EvaluationError(line: number, reason: "the score '\(text)' is not a number")
    }
    guard scores[fields[0], default: [:]].updateValue(Float(score), forKey: fields[2]) == nil else {
      let (query, document) = (
        String(decoding: fields[0], as: UTF8.self), String(decoding: fields[2], as: UTF8.self)
      )
      throw EvaluationError(
        line: number, reason: "document \(document) comes twice for query \(query)")
    }
  }

  /// Whether there is a document for a query.
  func contains(_ query: String) -> Bool { scores[Array(query.utf8)] != nil }

  /// The documents of a query, best first; none for one that no line has.
  ///
  /// - Complexity: O(*n* log *n*).
  func ranking(of query: String) -> [[UInt8]] {
    (scores[Array(query.utf8)] ?? [:]).sorted { a, b in
      a.value != b.value ? a.value > b.value : b.key.lexicographicallyPrecedes(a.key)
    }.map(\.key)
  }
}
