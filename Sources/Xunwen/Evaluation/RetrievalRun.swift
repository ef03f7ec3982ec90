/// A TREC run: the documents that a system found for each query.
///
///     line = query "Q0" document rank score tag       separated by white space
///
/// The format is defined by `trec_eval` 9 (get_trec_results.c and form_res_rels.c). Documents are
/// sorted by descending score, then by document in descending byte order. The rank in the line is
/// ignored. Scores are compared in single precision.
public struct RetrievalRun: Sendable {
  private var scores: [[UInt8]: [[UInt8]: Float]] = [:]

  public init() {}

  /// The number of queries with at least one document.
  public var queryCount: Int { scores.count }

  /// Adds a line. Blank lines are ignored.
  ///
  /// - Parameter number: the line number, from 1.
  /// - Throws: `EvaluationError` for an invalid line, and for a repeated document of a query.
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

  /// True when the run has a document for a query.
  func contains(_ query: String) -> Bool { scores[Array(query.utf8)] != nil }

  /// Returns the documents of a query, best first.
  ///
  /// - Complexity: O(*n* log *n*).
  func ranking(of query: String) -> [[UInt8]] {
    (scores[Array(query.utf8)] ?? [:]).sorted { a, b in
      a.value != b.value ? a.value > b.value : b.key.lexicographicallyPrecedes(a.key)
    }.map(\.key)
  }
}
