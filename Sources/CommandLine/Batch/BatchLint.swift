import ArgumentParser
import Xunwen

/// Looks at all queries of a file without asking any.
enum BatchLint {
  /// Tells of each mistake, with the place in the query where there is one.
  ///
  /// - Throws: status 2 if there is one; `CommandFailure` when the file cannot be read.
  /// - Complexity: O(*n*) in the queries; memory for their ids.
  static func run(_ input: BatchInput, isQuiet: Bool) throws {
    let checker = try QueryChecker(input.options)
    let queries = try input.queries()
    var lines: [String: Int] = [:]
    var (count, mistakes) = (0, 0)
    func tell(_ line: BatchLine, _ message: String) {
      mistakes += 1
      StandardError.write("\(input.name):\(line.number): \(message)\n")
    }
    while let line = try queries.next() {
      count += 1
      if let id = line.id, !id.isEmpty {
        if let earlier = lines[id] {
          tell(line, "the id \(id) is that of line \(earlier) too")
        } else {
          lines[id] = line.number
        }
      }
      do {
        try checker.check(try line.content.get().query)
      } catch let error as QuerySyntaxError {
        tell(line, "\(QueryFailure(query: line.text ?? "", error: error))")
      } catch {
        tell(line, "\(error)")
      }
    }
    if !isQuiet {
      let found = mistakes == 0 ? "no mistakes" : Decimal.count(mistakes, "mistake")
      StandardError.write("\(Decimal.queries(count)), \(found)\n")
    }
    if mistakes > 0 { throw ExitCode(Failure.status) }
  }
}
