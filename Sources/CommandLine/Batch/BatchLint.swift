import ArgumentParser
import Wire
import Xunwen

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
