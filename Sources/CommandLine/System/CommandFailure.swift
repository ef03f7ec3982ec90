import Wire
import Xunwen

/// An error that the command line detects itself.
typealias CommandFailure = InputFailure

extension CommandFailure {
  static let status: Int32 = 2
}

/// A syntax error with the query that has it.
struct QueryFailure: Error, CustomStringConvertible {
  private let query: String
  private let error: QuerySyntaxError

  init(query: String, error: QuerySyntaxError) {
    self.query = query
    self.error = error.advised
  }

  var description: String {
    "\(error.message)\n\(error.rendered(query: query, columns: LineWidth.errorLimit))"
  }

  /// Calls a closure, and throws `QueryFailure` for its syntax errors.
  static func locating<Value>(_ query: String, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as QuerySyntaxError {
      throw QueryFailure(query: query, error: error)
    }
  }

  static func locating<Value>(
    _ query: String, _ body: () async throws -> Value
  ) async throws -> Value {
    do {
      return try await body()
    } catch let error as QuerySyntaxError {
      throw QueryFailure(query: query, error: error)
    }
  }

  /// Warns about the mistakes of a query that was answered nevertheless.
  static func warn(of mistakes: [QuerySyntaxError], in query: String) {
    for mistake in mistakes {
      StandardError.write("warning: \(QueryFailure(query: query, error: mistake))\n")
    }
  }
}
