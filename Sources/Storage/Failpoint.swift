// A crash on demand, for tests: debug builds count the calls that change the disk, and from the
// chosen one on all of them fail, as if the process had died there. The counter is task-local, so
// that tests running side by side do not stop each other.

#if DEBUG
  import Synchronization

  /// Lets a number of disk-changing calls pass and fails every later one (debug builds only).
  ///
  ///     let failpoint = Failpoint(passing: 7)
  ///     Failpoint.$current.withValue(failpoint) { … }  // the 8th call throws EIO
  ///
  /// Counted: opening for writing, write (half of its bytes arrive), fsync, ftruncate, rename,
  /// unlink, mkdir. Child tasks inherit the failpoint; detached tasks and threads do not.
  public final class Failpoint: Sendable {
    @TaskLocal public static var current: Failpoint?

    private let remaining: Atomic<Int>

    /// - Parameter count: how many calls succeed; 0 fails the first.
    public init(passing count: Int) {
      remaining = Atomic(count)
    }

    /// Whether a call has failed.
    public var wasReached: Bool { remaining.load(ordering: .relaxed) < 0 }

    /// Counts one call of the current task.
    static func isReached() -> Bool {
      guard let current else { return false }
      return current.remaining.subtract(1, ordering: .relaxed).newValue < 0
    }
  }
#endif
