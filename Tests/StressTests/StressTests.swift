import TestSupport
import Testing

/// Archives that change at random by commands that complete, are killed or lose power, while
/// readers follow. After each command, the articles, the searches and the check agree with a model.
///
/// The model knows the articles as they were written, and shares no code with the product. RocksDB
/// tests its database in this way (`db_stress`, "expected state"). `make stress` runs it for hours.
@Suite struct StressTests {
  /// The time to run in minutes; nil for one short run.
  private static let minutes = TestFile.environment("XUNWEN_STRESS_MINUTES").flatMap { Double($0) }
  private static let firstSeed = TestFile.environment("XUNWEN_STRESS_SEED").flatMap { UInt64($0) }

  @Test func `changing archives agree with the model`() async {
    let start = ContinuousClock.now
    var seed = Self.firstSeed ?? 3
    var total = StressRun.Counts()
    repeat {
      let counts = await run(seed: seed, steps: Self.minutes == nil ? 24 : 100)
      total.add(counts)
      if seed % 50 == 0 { print("stress: seed \(seed), \(total.description)") }
      seed += 1
    } while Self.minutes.map { ContinuousClock.now - start < .seconds($0 * 60) } ?? false
    print("stress: \(seed - (Self.firstSeed ?? 3)) archives, \(total.description)")
    #expect(total.searches > 0 && total.checks > 0)
  }

  private func run(seed: UInt64, steps: Int) async -> StressRun.Counts {
    var run = StressRun(seed: seed)
    do {
      for _ in 0..<steps { try await run.step() }
    } catch {
      let log = run.log.suffix(8).joined(separator: "\n  ")
      Issue.record("seed \(seed), step \(run.counts.steps): \(error)\n  \(log)")
    }
    return run.counts
  }
}

extension StressRun.Counts {
  fileprivate mutating func add(_ other: Self) {
    steps += other.steps
    completed += other.completed
    killed += other.killed
    powerCuts += other.powerCuts
    observations += other.observations
    searches += other.searches
    checks += other.checks
    repairs += other.repairs
    lost += other.lost
  }

  fileprivate var description: String {
    "\(steps) commands: \(completed) complete, \(killed) killed, \(powerCuts) with power cuts; "
      + "\(observations) states seen by readers, \(searches) searches, \(checks) checks, "
      + "\(repairs) repairs of damaged copies with \(lost) lost articles"
  }
}
