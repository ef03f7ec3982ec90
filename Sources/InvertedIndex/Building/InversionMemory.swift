import Synchronization

/// Memory for occurrences that goes from one run to the next: tens of megabytes each, of which the system would
/// clear every page for every run.
public final class InversionMemory: Sendable {
  private let idle = Mutex<[[UInt64]]>([])

  public init() {}

  /// An array of any length and contents, empty when none is idle.
  func take() -> [UInt64] { idle.withLock { $0.popLast() } ?? [] }

  func put(_ memory: [UInt64]) { idle.withLock { $0.append(memory) } }
}
