/// Transforms elements on several threads and emits the results in the order of the elements.
///
/// - Parameters:
///   - jobs: the number of elements that are transformed at a time. At most twice that number wait.
///   - weightLimit: the total weight of the elements that are transformed at a time. A heavier
///     element is transformed alone, and the element after it is not taken before its end.
///   - weight: the weight of an element, such as its bytes.
///   - next: returns the next element, nil at the end. One thread at a time calls `next` and
///     `emit`.
/// - Throws: an error of a closure. To stop when the task is cancelled, check it in `next`.
public func concurrentStream<Element: Sendable, Output: Sendable>(
  jobs: Int, weightLimit: Int = .max, weight: (Element) -> Int = { _ in 0 },
  next: () throws -> Element?,
  _ transform: @escaping @Sendable (Element) async throws -> Output,
  emit: (Output) async throws -> Void
) async throws {
  try await withThrowingTaskGroup(of: (Int, Int, Output).self) { group in
    var (started, emitted, running, runningWeight) = (0, 0, 0, 0)
    var waiting: [Int: Output] = [:]
    // An element that is too heavy beside the running ones.
    var held: Element?
    var isAtEnd = false
    while true {
      while held != nil || !isAtEnd, running < max(1, jobs), started - emitted < 2 * max(1, jobs),
        runningWeight < weightLimit
      {
        guard let element = try held.take() ?? next() else {
          isAtEnd = true
          break
        }
        let own = weight(element)
        if running > 0, own > weightLimit - runningWeight {
          held = element
          break
        }
        let number = started
        group.addTask { (number, own, try await transform(element)) }
        started += 1
        running += 1
        runningWeight += own
      }
      guard let (number, own, output) = try await group.next() else { return }
      running -= 1
      runningWeight -= own
      waiting[number] = output
      while let output = waiting.removeValue(forKey: emitted) {
        try await emit(output)
        emitted += 1
      }
    }
  }
}

/// Transforms the elements of an array on several threads, and returns the results in their order.
///
/// - Parameter onResult: called after each element.
/// - Throws: an error of a transformation; `CancellationError` when the task is cancelled.
public func concurrentMap<Element: Sendable, Output: Sendable>(
  _ elements: [Element], jobs: Int, onResult: () -> Void = {},
  _ transform: @escaping @Sendable (Element) async throws -> Output
) async throws -> [Output] {
  var rest = elements[...]
  var results: [Output] = []
  try await concurrentStream(
    jobs: jobs,
    next: {
      try Task.checkCancellation()
      return rest.popFirst()
    }, transform
  ) { output in
    results.append(output)
    onResult()
  }
  return results
}
