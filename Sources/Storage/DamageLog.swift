import Synchronization

/// A record of damage found by code that cannot throw.
///
/// A posting cursor decodes millions of numbers; on a damaged page it records the damage and goes
/// on without the numbers. The caller reads `count` before it computes an answer, and calls `check`
/// before it returns the answer.
public final class DamageLog: Sendable {
  private let counter = Atomic<Int>(0)
  private let last = Mutex<StorageError?>(nil)

  public init() {}

  /// The number of records so far.
  public var count: Int { counter.load(ordering: .acquiring) }

  public func record(_ error: StorageError) {
    last.withLock { $0 = error }
    counter.add(1, ordering: .releasing)
  }

  /// Records a possible consequence of earlier damage, without replacing the earlier error.
  public func recordConsequence(_ error: StorageError) {
    last.withLock { $0 = $0 ?? error }
    counter.add(1, ordering: .releasing)
  }

  /// Throws the last error recorded, if there are more records than `count`.
  public func check(since count: Int) throws(StorageError) {
    guard self.count != count, let error = last.withLock({ $0 }) else { return }
    throw error
  }
}
