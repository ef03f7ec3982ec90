/// Which documents are relevant to which queries, and how much: "qrels".
///
///     line = query iteration document relevance       separated by white space
///
/// The format is that of TREC (`trec_eval`, get_qrels.c). Of the iteration nothing is made. A relevance of 1 and
/// more is relevant, 0 is not, and what is below counts as not judged.
public struct Judgments: Sendable {
  /// Queries in the order of their first lines.
  public private(set) var queries: [String] = []
  private var relevance: [[UInt8]: [[UInt8]: Int]] = [:]

  public init() {}

  /// Adds a line; blank ones say nothing.
  ///
  /// - Parameter number: of the line, from 1.
  /// - Throws: `EvaluationError` for a line of another form, and when a document has been judged for the query before.
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
        line: number, reason: "document \(document) has been judged for query \(query) before")
    }
  }

  /// The relevance of documents to a query; nil for a query that no line has.
  func documents(of query: String) -> [[UInt8]: Int]? { relevance[Array(query.utf8)] }
}
