import InvertedIndex
import Synchronization
import TestSupport
import Testing

struct ConcurrentStreamTests {
  private final class Load: Sendable {
    private let state = Mutex((count: 0, weight: 0, isExceeded: false))

    func begin(_ weight: Int, jobs: Int, limit: Int) {
      state.withLock { state in
        state.count += 1
        state.weight += weight
        state.isExceeded =
          state.isExceeded || state.count > jobs || (state.count > 1 && state.weight > limit)
      }
    }

    func end(_ weight: Int) {
      state.withLock { state in
        state.count -= 1
        state.weight -= weight
      }
    }

    var isExceeded: Bool { state.withLock { $0.isExceeded } }
    var weight: Int { state.withLock { $0.weight } }
  }

  @Test(arguments: 0..<5 as Range<UInt64>)
  func `the weight in progress is limited, and results keep their order`(
    seed: UInt64
  ) async throws {
    var random = SplitMix64(seed: seed)
    let (jobs, limit) = (Int.random(in: 1...5, using: &random), 100)
    let weights = (0..<200).map { _ in
      Int.random(in: 0...9, using: &random) == 0
        ? Int.random(in: 90...1000, using: &random) : Int.random(in: 0...60, using: &random)
    }
    let load = Load()
    var rest = weights[...]
    var results: [Int] = []
    try await concurrentStream(
      jobs: jobs, weightLimit: limit, weight: { $0 }, next: { rest.popFirst() }
    ) { weight in
      load.begin(weight, jobs: jobs, limit: limit)
      await Task.yield()
      load.end(weight)
      return weight
    } emit: {
      results.append($0)
    }
    #expect(results == weights && !load.isExceeded, "seed \(seed)")
  }

  @Test func `no element is taken while a heavier one than the limit is in progress`() async throws
  {
    let load = Load()
    var rest = [5, 200, 5, 300, 5][...]
    var isTakenBeside = false
    try await concurrentStream(
      jobs: 4, weightLimit: 100, weight: { $0 },
      next: {
        isTakenBeside = isTakenBeside || load.weight > 100
        return rest.popFirst()
      }
    ) { weight in
      load.begin(weight, jobs: 4, limit: 100)
      for _ in 0..<20 { await Task.yield() }
      load.end(weight)
      return weight
    } emit: { _ in
    }
    #expect(!isTakenBeside && !load.isExceeded)
  }
}
