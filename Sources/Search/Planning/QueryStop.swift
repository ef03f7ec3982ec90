import Synchronization

/// A request to stop the queries of an operation, which any thread may make.
///
/// ```swift
/// let stop = QueryStop()
/// let response = try stop.watch { try archive.search("养老") }  // `stop.request()` elsewhere
/// ```
/// A query sees the request where it counts its work, and throws `CancellationError`.
public final class QueryStop: Sendable {
  @TaskLocal static var current: QueryStop?

  private let flag = Atomic(false)

  public init() {}

  /// True after a request.
  public var isRequested: Bool { flag.load(ordering: .relaxed) }

  /// Stops the queries that run in the operation of `watch`, and those that begin there later.
  public func request() { flag.store(true, ordering: .relaxed) }

  /// Throws `CancellationError` when the operation of this thread is to stop: for work between
  /// queries.
  public static func check() throws {
    if current?.isRequested == true { throw CancellationError() }
  }

  /// Runs an operation whose queries stop after a request. Tasks that it creates inherit this.
  public func watch<Result>(_ operation: () throws -> Result) rethrows -> Result {
    try Self.$current.withValue(self) { try operation() }
  }
}
