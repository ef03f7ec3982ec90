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

  /// Creates judgments of no documents.
  public init() {}

  /// Adds a line. Blank lines are ignored.
  ///
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
      throw EvaluationError(line: number, fields: fields, repeated: "is judged twice")
    }
  }

  /// Returns the relevance of each document to a query; nil for a query without judgments.
  func documents(of query: String) -> [[UInt8]: Int]? { relevance[Array(query.utf8)] }
}

/// A TREC run: the documents that a system found for each query.
///
///     line = query "Q0" document rank score tag       separated by white space
///
/// The format is defined by `trec_eval` 9 (get_trec_results.c and form_res_rels.c). Documents are
/// sorted by score in single precision, then by name, both descending. Ranks are ignored.
public struct RetrievalRun: Sendable {
  private var scores: [[UInt8]: [[UInt8]: Float]] = [:]

  /// Creates a run without documents.
  public init() {}

  var queryCount: Int { scores.count }

  /// Adds a line. Blank lines are ignored.
  ///
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
      throw EvaluationError(line: number, fields: fields, repeated: "comes twice")
    }
  }

  func contains(_ query: String) -> Bool { scores[Array(query.utf8)] != nil }

  /// Returns the documents of a query, best first.
  func ranking(of query: String) -> [[UInt8]] {
    (scores[Array(query.utf8)] ?? [:]).sorted { a, b in
      a.value != b.value ? a.value > b.value : b.key.lexicographicallyPrecedes(a.key)
    }.map(\.key)
  }
}

/// An error in a line of a run or of judgments.
public struct EvaluationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The line number, from 1.
  public let line: Int
  /// The mistake in lower case, without a full stop.
  public let reason: String

  /// The line number and the mistake.
  public var description: String { "line \(line): \(reason)" }
}

extension EvaluationError {
  init(line: Int, fields: [[UInt8]], repeated: String) {
    let (query, document) = (
      String(decoding: fields[0], as: UTF8.self), String(decoding: fields[2], as: UTF8.self)
    )
    self.init(line: line, reason: "document \(document) \(repeated) for query \(query)")
  }
}

/// Splits a line at white space. Fields are bytes: identifiers are equal only when their bytes are.
func fields(of line: String) -> [[UInt8]] {
  line.utf8.split { $0 == 0x20 || 0x09...0x0D ~= $0 }.map(Array.init)
}
