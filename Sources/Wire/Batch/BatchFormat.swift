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

/// A format for the answers to a batch of queries.
///
/// The output depends on the outcomes alone, so every run of a batch writes the same bytes.
public protocol BatchFormat {
  /// The bytes before the first record.
  var preamble: [UInt8] { get }

  /// Appends the output for one page.
  ///
  /// - Throws: `EncodingError`.
  mutating func append(_ outcome: BatchOutcome, to output: inout [UInt8]) throws
}
