import InvertedIndex

/// The error of a query whose planning or execution exceeds the limit of `WorkMeter`.
public struct QueryWorkError: Error, Equatable, CustomStringConvertible {
  /// A message for people, without a full stop.
  public var description: String {
    "the query takes too much work for this index; use fewer clauses, or restrict sources and dates"
  }
}

/// A count of the work of one query, with a limit. It belongs to one thread.
///
/// The unit is a step of about one nanosecond, such as the reading of one position. Work is counted
/// where its amount is known, usually once for a list or an article, and does not depend on time or
/// load. Once the limit is exceeded, the methods that count find nothing, and `check()` throws in
/// place of an answer. The same happens when the queries of the thread are stopped.
final class WorkMeter {
  private(set) var steps = 0
  private let limit: Int
  private let stop = QueryStop.current

  init(limit: Int) { self.limit = limit }

  /// Every query may take two seconds. Within the second term, a regular expression may read all
  /// articles, or four of them when the user permits scans.
  convenience init(for collection: CollectionStatistics, scans: Bool) {
    let units = Int(min(collection.totalLength &+ collection.totalTailLength, 1 << 48))
    self.init(limit: 2_000_000_000 + (scans ? 416 : 104) * units)
  }

  var isExhausted: Bool { steps > limit }

  /// Counts steps, and returns true when the limit is not exceeded.
  @discardableResult
  func count(_ steps: Int) -> Bool {
    let (sum, overflow) = self.steps.addingReportingOverflow(steps)
    self.steps = overflow || stop?.isRequested == true ? .max : sum
    return !isExhausted
  }

  /// - Throws: `CancellationError` when the query was stopped, else `QueryWorkError` when it took
  ///   too much work.
  func check() throws {
    guard isExhausted else { return }
    if stop?.isRequested == true { throw CancellationError() }
    throw QueryWorkError()
  }
}
