import Dispatch
import NIOPosix
import Synchronization

/// A bounded number of threads with a bounded queue.
final class WorkPool: Sendable {
  private let pool: NIOThreadPool
  private let capacity: Int
  private let count = Atomic(0)
  /// The operations that were accepted.
  private let accepted = DispatchGroup()

  /// - Parameters:
  ///   - queue: the number of operations that may wait for a thread.
  init(threads: Int, queue: Int) {
    pool = NIOThreadPool(numberOfThreads: max(1, threads))
    capacity = max(1, threads) + max(0, queue)
    pool.start()
  }

  /// The operations that run or wait.
  var load: Int { count.load(ordering: .relaxed) }

  /// Runs an operation on a thread of the pool. Returns false when the queue is full.
  func submit(_ operation: @escaping @Sendable () -> Void) -> Bool {
    guard count.add(1, ordering: .relaxed).newValue <= capacity else {
      count.subtract(1, ordering: .relaxed)
      return false
    }
    accepted.enter()
    pool.submit { _ in
      operation()
      self.accepted.leave()
      self.count.subtract(1, ordering: .relaxed)
    }
    return true
  }

  /// Completes the operations that run or wait, and ends the threads.
  func finish() {
    accepted.wait()
    try? pool.syncShutdownGracefully()
  }
}
