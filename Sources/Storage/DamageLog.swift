import Synchronization

/// Damage that was met where nothing can be thrown: code that reads millions of numbers goes on with none in
/// their place, and whoever asked for an answer looks here before it believes it.
public final class DamageLog: Sendable {
  private let counter = Atomic<Int>(0)
  private let last = Mutex<StorageError?>(nil)

  public init() {}

  /// How often damage was met. To be read before an answer is worked out, and given to `check` afterwards.
  public var count: Int { counter.load(ordering: .acquiring) }

  public func record(_ error: StorageError) {
    last.withLock { $0 = error }
    counter.add(1, ordering: .releasing)
  }

  /// Records what damage that was met before may have led to; it is named only where nothing else is known.
  public func recordConsequence(_ error: StorageError) {
    last.withLock { $0 = $0 ?? error }
    counter.add(1, ordering: .releasing)
  }

  /// - Throws: what was recorded last, if anything was since there was as much.
  public func check(since count: Int) throws(StorageError) {
    guard self.count != count, let error = last.withLock({ $0 }) else { return }
    throw error
  }
}
