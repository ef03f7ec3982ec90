import Dispatch
import Synchronization
import Xunwen

/// The end of a request before its answer: the operations that it cancels.
final class Cancellation: Sendable {
  private let state = Mutex<(isCancelled: Bool, actions: [@Sendable () -> Void])>((false, []))

  var isCancelled: Bool { state.withLock { $0.isCancelled } }

  func cancel() {
    let actions = state.withLock { state in
      state.isCancelled = true
      defer { state.actions = [] }
      return state.actions
    }
    for action in actions { action() }
  }

  /// Calls a closure when the request ends, or at once when it has ended.
  func onCancel(_ action: @escaping @Sendable () -> Void) {
    let isCancelled = state.withLock { state in
      if !state.isCancelled { state.actions.append(action) }
      return state.isCancelled
    }
    if isCancelled { action() }
  }

  /// Runs an operation whose queries stop when the request ends.
  func watchQueries<Value>(_ operation: () throws -> Value) rethrows -> Value {
    let stop = QueryStop()
    onCancel { stop.request() }
    return try stop.watch(operation)
  }
}

/// An executor of Swift tasks on the thread that waits for them, so that an answer uses the
/// threads of its pool alone.
final class WaitingThread: TaskExecutor {
  private let jobs = Mutex<[UnownedJob]>([])
  private let arrivals = DispatchSemaphore(value: 0)

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
    arrivals.signal()
  }

  /// Runs an asynchronous operation on this thread, and returns its value.
  static func run<Value: Sendable>(
    until cancellation: Cancellation, _ operation: @escaping @Sendable () async throws -> Value
  ) throws -> Value {
    let outcome = Outcome<Value>()
    let thread = WaitingThread()
    let task = Task(executorPreference: thread) {
      do {
        outcome.set(.success(try await operation()))
      } catch {
        outcome.set(.failure(error))
      }
    }
    cancellation.onCancel { task.cancel() }
    while true {
      if let result = outcome.value { return try result.get() }
      thread.arrivals.wait()
      let job = thread.jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
      // Safe: the executor lives until this call returns.
      unsafe job?.runSynchronously(on: thread.asUnownedTaskExecutor())
    }
  }

  private final class Outcome<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)

    var value: Result<Value, any Error>? { result.withLock { $0 } }

    func set(_ new: Result<Value, any Error>) { result.withLock { $0 = new } }
  }
}
