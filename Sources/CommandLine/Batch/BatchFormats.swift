import ArgumentParser
import Xunwen

/// The names of the formats of output.
enum BatchFormatName: String, CaseIterable, ExpressibleByArgument {
  case jsonl, csv, tsv, trec, text

  /// The form of its table, if it is one.
  var table: TableForm? {
    switch self {
    case .csv: .csv
    case .tsv: .tsv
    default: nil
    }
  }
}

/// A page of the answer to a query of a batch.
struct BatchOutcome {
  let line: BatchLine
  let result: Result<SearchResponse, any Error>
  let isFirst: Bool
  let isLast: Bool
}

/// How the records of a batch are written, and read again when a batch that was ended is to go on.
///
/// What is written depends on nothing but the outcomes, so that the bytes of a batch are the same in every run.
protocol BatchFormat {
  /// What comes before the first record.
  var preamble: [UInt8] { get }

  /// Whether every query leaves a record, not only those that have hits.
  var hasAllQueries: Bool { get }

  /// Appends what a page adds to the output.
  mutating func append(_ outcome: BatchOutcome, to output: inout [UInt8]) throws

  /// What `OutputRow.key` has for a query's rows.
  func key(of line: BatchLine) -> String

  /// The rows of a file that was written before.
  func rows(of path: String) throws(CommandFailure) -> any OutputRows
}

/// A part of a batch's output that is written as a whole: a line, or a record of a table.
struct OutputRow {
  /// Where it begins in the file, in bytes.
  let start: Int
  /// Tells which query it is of; nil for one that belongs to the row before, and one that is too long to be read.
  let key: String?
  /// Whether it is the first of its query in any case, not only after a row with another key.
  var begins = false
  /// What it says of the query's answer.
  var meaning = Meaning.hits

  enum Meaning: Equatable {
    case hits, none
    case failure(String)
  }
}

/// Reads rows that are complete.
protocol OutputRows: AnyObject {
  /// The next row, nil at the end and before one that is not complete.
  func next() throws(CommandFailure) -> OutputRow?
}
