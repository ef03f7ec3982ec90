package import Xunwen

/// The format of a file of queries.
package enum QueryFormat: String, CaseIterable, Sendable {
  case tsv, jsonl, trec, csv

  package init(path: String) {
    switch path.split(separator: ".").last?.lowercased() {
    case "jsonl", "json": self = .jsonl
    case "trec", "topics": self = .trec
    case "csv": self = .csv
    default: self = .tsv
    }
  }
}

/// A query of a file, or the error in its place.
package struct BatchLine {
  /// The number of its first line, from 1.
  package let number: Int
  package let id: String?
  package let text: String?
  package let content: Result<BatchQuery, InputFailure>

  /// - Parameter filters: the options of the query, which override the command line.
  package init(
    _ number: Int, id: String, text: String, _ filters: QueryFilters = QueryFilters(),
    over defaults: QueryDefaults
  ) {
    self.number = number
    (self.id, self.text) = (id, text)
    content = Result { () throws(InputFailure) in
      let own = try filters.applied(to: defaults)
      return BatchQuery(id: id, query: text, scope: own.scope, options: own.options)
    }
  }

  package init(_ number: Int, id: String? = nil, text: String? = nil, _ failure: InputFailure) {
    self.number = number
    (self.id, self.text) = (id, text)
    content = .failure(failure)
  }
}

/// Reads queries one by one, in memory independent of their number.
package protocol QuerySource: AnyObject {
  /// The bytes of the file that were read.
  var offset: Int { get }

  /// The next query or error, nil at the end.
  func next() throws(InputFailure) -> BatchLine?
}

/// A file of queries, standard input, or the body of a request.
package struct BatchInput {
  package let source: InputSource
  package let format: QueryFormat
  package let defaults: QueryDefaults

  package init(_ source: InputSource, format: QueryFormat, defaults: QueryDefaults) {
    (self.source, self.format, self.defaults) = (source, format, defaults)
  }

  /// - Parameter path: the file; `-` is standard input.
  package init(path: String, format: QueryFormat, defaults: QueryDefaults) {
    self.init(.file(path), format: format, defaults: defaults)
  }

  package var name: String { source.name }

  package func queries() throws(InputFailure) -> any QuerySource {
    switch format {
    case .tsv: try LineQueries(source) { BatchLine.tabbed($0, $1, defaults) }
    case .jsonl: try LineQueries(source) { BatchLine.json($0, $1, defaults) }
    case .trec: try TopicQueries(source, defaults)
    case .csv: try CSVQueries(source, defaults)
    }
  }
}

/// Queries that have a line each. Blank lines are skipped.
package final class LineQueries: QuerySource {
  private var lines: TextLines
  private let query: (_ number: Int, _ text: String) -> BatchLine

  package var offset: Int { lines.offset }

  package init(
    _ source: InputSource, _ query: @escaping (_ number: Int, _ text: String) -> BatchLine
  ) throws(InputFailure) {
    lines = try TextLines(source)
    self.query = query
  }

  package func next() throws(InputFailure) -> BatchLine? {
    guard let line = try lines.nextFilled() else { return nil }
    switch line.text {
    case .failure(let failure): return BatchLine(line.number, failure)
    case .success(let text): return query(line.number, text)
    }
  }
}

extension BatchLine {
  /// A line of an id, a tab and a query. Further tabs are white space of the query.
  fileprivate static func tabbed(
    _ number: Int, _ text: String, _ defaults: QueryDefaults
  ) -> BatchLine {
    guard let tab = text.unicodeScalars.firstIndex(of: "\t") else {
      return BatchLine(number, InputFailure("no tab between id and query"))
    }
    if tab == text.startIndex { return BatchLine(number, InputFailure("no id before the tab")) }
    let id = text.unicodeScalars[..<tab]
    let query = text.unicodeScalars[tab...].dropFirst()
    return BatchLine(number, id: String(id), text: String(query), over: defaults)
  }
}
