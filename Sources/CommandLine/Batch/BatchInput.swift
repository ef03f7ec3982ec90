import ArgumentParser
import Wire
import Xunwen

enum QueryFormat: String, NamedArgument {
  case tsv, jsonl, trec, csv

  init(path: String) {
    switch path.split(separator: ".").last?.lowercased() {
    case "jsonl", "json": self = .jsonl
    case "trec", "topics": self = .trec
    case "csv": self = .csv
    default: self = .tsv
    }
  }
}

/// A query of a file, or the error in its place.
struct BatchLine {
  /// The number of its first line, from 1.
  let number: Int
  let id: String?
  let text: String?
  let content: Result<BatchQuery, CommandFailure>

  /// - Parameter filters: the options of the query, which override the command line.
  init(
    _ number: Int, id: String, text: String, _ filters: QueryFilters = QueryFilters(),
    over defaults: QueryDefaults
  ) {
    self.number = number
    (self.id, self.text) = (id, text)
    content = Result { () throws(CommandFailure) in
      let own = try filters.applied(to: defaults)
      return BatchQuery(id: id, query: text, scope: own.scope, options: own.options)
    }
  }

  init(_ number: Int, id: String? = nil, text: String? = nil, _ failure: CommandFailure) {
    self.number = number
    (self.id, self.text) = (id, text)
    content = .failure(failure)
  }
}

/// Reads queries one by one, in memory independent of their number.
protocol QuerySource: AnyObject {
  /// The bytes of the file that were read.
  var offset: Int { get }

  /// The next query or error, nil at the end.
  func next() throws(CommandFailure) -> BatchLine?
}

/// A file of queries, or standard input.
struct BatchInput {
  /// The file; `-` is standard input.
  let path: String
  let format: QueryFormat
  let defaults: QueryDefaults

  var name: String { path == "-" ? "standard input" : path }

  /// The bytes of the file; 0 when they are unknown.
  var byteCount: Int {
    guard path != "-", let facts = try? FileSystem.facts(of: path), facts.kind == .file else {
      return 0
    }
    return facts.byteCount
  }

  func queries() throws(CommandFailure) -> any QuerySource {
    switch format {
    case .tsv: try LineQueries(path) { BatchLine.tabbed($0, $1, defaults) }
    case .jsonl: try LineQueries(path) { BatchLine.json($0, $1, defaults) }
    case .trec: try TopicQueries(path, defaults)
    case .csv: try CSVQueries(path, defaults)
    }
  }
}

/// Queries that have a line each. Blank lines are skipped.
final class LineQueries: QuerySource {
  private var lines: TextLines
  private let query: (_ number: Int, _ text: String) -> BatchLine

  var offset: Int { lines.offset }

  init(
    _ path: String, _ query: @escaping (_ number: Int, _ text: String) -> BatchLine
  ) throws(CommandFailure) {
    lines = try TextLines(path)
    self.query = query
  }

  func next() throws(CommandFailure) -> BatchLine? {
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
      return BatchLine(number, CommandFailure("no tab between id and query"))
    }
    if tab == text.startIndex { return BatchLine(number, CommandFailure("no id before the tab")) }
    let id = text.unicodeScalars[..<tab]
    let query = text.unicodeScalars[tab...].dropFirst()
    return BatchLine(number, id: String(id), text: String(query), over: defaults)
  }
}

enum BatchLint {
  /// Reports every mistake in a file of queries without searching, and throws `ExitCode` 2 for any.
  static func run(_ input: BatchInput, _ fields: FieldCatalog, isQuiet: Bool) throws {
    var scope = input.defaults.scope
    scope.isLenient = false
    let checker = try QueryChecker(scope, fields: fields)
    let queries = try input.queries()
    var lines: [String: Int] = [:]
    var (count, mistakes) = (0, 0)
    func report(_ line: BatchLine, _ message: String) {
      mistakes += 1
      StandardError.write("\(input.name):\(line.number): \(message)\n")
    }
    while let line = try queries.next() {
      count += 1
      if let id = line.id, !id.isEmpty {
        if let earlier = lines[id] {
          report(line, "the id \(id) is also on line \(earlier)")
        } else {
          lines[id] = line.number
        }
      }
      do {
        try checker.check(try line.content.get().query)
      } catch let error as QuerySyntaxError {
        report(line, "\(QueryFailure(query: line.text ?? "", error: error))")
      } catch {
        report(line, "\(error)")
      }
    }
    if !isQuiet {
      let found = mistakes == 0 ? "no mistakes" : NumberText.count(mistakes, "mistake")
      StandardError.write("\(NumberText.queries(count)), \(found)\n")
    }
    if mistakes > 0 { throw ExitCode(CommandFailure.status) }
  }
}
