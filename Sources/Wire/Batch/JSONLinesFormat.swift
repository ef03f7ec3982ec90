import Xunwen

/// JSON Lines with a record for each query: `{"type":"result",…}` or `{"type":"error",…}`.
///
/// A query that fails after its first page has one record of type `error`, with the hits so far.
public struct JSONLinesFormat: BatchFormat {
  private let fields: [BatchField]
  private let line = JSONLine()
  private var hasHits = false

  /// - Parameter fields: the members of hits; nil for all that do not require the article's text.
  public init(fields: [BatchField]? = nil) {
    self.fields = fields ?? BatchField.facts
  }

  public var preamble: [UInt8] { [] }

  public mutating func append(_ outcome: BatchOutcome, to output: inout [UInt8]) throws {
    let response = try? outcome.result.get()
    if outcome.isFirst, response != nil {
      output += "{\"hits\":[".utf8
      hasHits = false
    }
    for hit in response?.hits ?? [] {
      if hasHits { output.append(UInt8(ascii: ",")) }
      output += try line.encode(outcome.row(of: hit, fields)).dropLast()
      hasHits = true
    }
    guard outcome.isLast else { return }
    let rest = try line.encode(DataRow(outcome))
    // Keys are in alphabetical order: all other keys follow "hits".
    if !outcome.isFirst || response != nil {
      output += "],".utf8
      output += rest.dropFirst()
    } else {
      output += rest
    }
  }
}

extension DataRow {
  /// The record of a query without its hits. The range of an error is in Unicode scalars.
  fileprivate init(_ outcome: BatchOutcome) {
    switch outcome.result {
    case .success(let response):
      self = [
        "type": "result", "id": .text(outcome.id ?? ""), "query": .text(response.query),
        "total": .integer(response.total), "partial_total": .integer(response.partialTotal),
      ]
      if let manifest = response.manifest { self = with(["manifest": .encoded(manifest)]) }
    case .failure(let error):
      let range = (error as? QuerySyntaxError)?.range
      self = [
        "type": "error", "line": .integer(outcome.line), "id": .optional(outcome.id),
        "query": .optional(outcome.query), "message": .text("\(error)"),
        "start": .optional(range?.lowerBound), "end": .optional(range?.upperBound),
      ]
    }
  }
}
