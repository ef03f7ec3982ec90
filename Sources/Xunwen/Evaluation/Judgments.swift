/// Relevance judgments ("qrels"): the degree to which documents are relevant to queries.
///
///     line = query iteration document relevance       separated by white space
///
/// The format is defined by `trec_eval` (get_qrels.c). The iteration is ignored. A document is
/// relevant with a relevance of 1 or more, not relevant with 0, and not judged with less.
public struct Judgments: Sendable {
  /// Queries in the order of their first lines.
  public private(set) var queries: [String] = []
  private var relevance: [[UInt8]: [[UInt8]: Int]] = [:]

  public init() {}

  /// Adds a line. Blank lines are ignored.
  ///
  /// - Parameter number: the line number, from 1.
  /// - Throws: `EvaluationError` for an invalid line, and for a repeated document of a query.
  public mutating func add(_ line: String, number: Int) throws(EvaluationError) {
    let fields = fields(of: line)
    if fields.isEmpty { return }
    guard fields.count == 4 else {
      throw EvaluationError(
        line: number,
        reason: "not query, iteration, document and relevance, but \(fields.count) fields")
    }
    guard let value = Int32(String(decoding: fields[3], as: UTF8.self)) else {
      let text = String(decoding: fields[3], as: UTF8.self)
      throw EvaluationError(line: number, reason: "the relevance '\(text)' is not a whole number")
    }
    if relevance[fields[0]] == nil { queries.append(String(decoding: fields[0], as: UTF8.self)) }
    guard relevance[fields[0], default: [:]].updateValue(Int(value), forKey: fields[2]) == nil
    else {
      let (query, document) = (
        String(decoding: fields[0], as: UTF8.self), String(decoding: fields[2], as: UTF8.self)
      )
      throw EvaluationError(
        line: number, reason: "document \(document) is judged twice for query \(query)")
    }
  }

  /// Returns the relevance of each document to a query; nil for a query without judgments.
  func documents(of query: String) -> [[UInt8]: Int]? { relevance[Array(query.utf8)] }
}
