import Synchronization
import Wire
import Xunwen

/// The limit of the process's address space (`ulimit -v`).
enum MemoryLimit {
  /// Refuses a command before it begins if the limit leaves less than it needs.
  ///
  /// - Parameter needed: the least memory of the command in bytes, without stacks.
  static func check(_ needed: Int) throws(CommandFailure) {
    guard let available = AddressSpace.available, available < needed else { return }
    throw CommandFailure(
      "the limit of the address space (ulimit -v) leaves \(NumberText.bytes(available)) "
        + "beside the stacks of threads, and the command needs \(NumberText.bytes(needed))")
  }

  /// The time that one thread waits for the others.
  private static let patience = Duration.milliseconds(200)

  /// Under a limit, starts the threads of Swift's tasks while there is memory for their stacks. The
  /// scheduler starts them when they are needed, and waits without an end for memory.
  static func startThreads() async {
    guard AddressSpace.available != nil else { return }
    let count = Process.processorCount
    let started = Started()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<count {
        group.addTask {
          started.count.add(1, ordering: .relaxed)
          // A task that keeps its thread makes the scheduler start another thread.
          let end = ContinuousClock.now + patience
          while started.count.load(ordering: .relaxed) < count, ContinuousClock.now < end {}
        }
      }
    }
  }

  private final class Started: Sendable {
    let count = Atomic<Int>(0)
  }
}
