import ArgumentParser
import Xunwen

/// The form of a file of queries.
enum QueryFormat: String, CaseIterable, ExpressibleByArgument {
  case tsv, jsonl, trec, csv

  /// By the ending of a file's name; tab-separated where that does not tell.
  init(path: String) {
    switch path.split(separator: ".").last?.lowercased() {
    case "jsonl", "json": self = .jsonl
    case "trec", "topics": self = .trec
    case "csv": self = .csv
    default: self = .tsv
    }
  }
}

/// A query of a file, or what is wrong with its place there.
struct BatchLine {
  /// Where it begins in the file: from 1, blank lines counted.
  let number: Int
  /// As far as they are known.
  let id: String?
  let text: String?
  let content: Result<BatchQuery, CommandFailure>

  /// - Parameters:
  ///   - filters: what is said beside the query, over the command line's options.
  init(
    _ number: Int, id: String, text: String, _ filters: QueryFilters = QueryFilters(),
    over options: SearchOptions
  ) {
    self.number = number
    (self.id, self.text) = (id, text)
    content = Result { () throws(CommandFailure) in
      BatchQuery(id: id, query: text, options: try filters.options(over: options))
    }
  }

  init(_ number: Int, id: String? = nil, text: String? = nil, _ failure: CommandFailure) {
    self.number = number
    (self.id, self.text) = (id, text)
    content = .failure(failure)
  }
}

/// Reads queries, one by one, in memory that does not grow with their number.
protocol QuerySource: AnyObject {
  /// The next query or mistake, nil at the end.
  ///
  /// - Throws: `CommandFailure` when the file cannot be read.
  func next() throws(CommandFailure) -> BatchLine?
}

/// A file of queries, or standard input.
struct BatchInput {
  /// Of the file; `-` is standard input.
  let path: String
  let format: QueryFormat
  /// For what queries do not say themselves.
  let options: SearchOptions

  /// For messages.
  var name: String { path == "-" ? "standard input" : path }

  /// Opens the file.
  func queries() throws(CommandFailure) -> any QuerySource {
    switch format {
    case .tsv: try TabbedQueries(path, options)
    case .jsonl: try JSONQueries(path, options)
    case .trec: try TopicQueries(path, options)
    case .csv: try CSVQueries(path, options)
    }
  }
}
