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
  private static let firstSeed =
    TestFile.environment("XUNWEN_STRESS_SEED").flatMap { UInt64($0) } ?? 3

  @Test func `changing archives agree with the model`() async {
    let start = ContinuousClock.now
    var seed = Self.firstSeed
    var total = StressRun.Counts()
    repeat {
      await run(seed: seed, steps: Self.minutes == nil ? 24 : 100, &total)
      if seed % 50 == 0 { print("stress: seed \(seed), \(total.description)") }
      seed += 1
    } while Self.minutes.map { ContinuousClock.now - start < .seconds($0 * 60) } ?? false
    print("stress: \(seed - Self.firstSeed) archives, \(total.description)")
    #expect(total.searches > 0 && total.checks > 0)
  }

  private func run(seed: UInt64, steps: Int, _ counts: inout StressRun.Counts) async {
    var run = StressRun(seed: seed, counts: counts)
    var step = 0
    do {
      while step < steps {
        try await run.step()
        step += 1
      }
    } catch {
      let log = run.log.suffix(12).joined(separator: "\n  ")
      Issue.record("seed \(seed), step \(step): \(error)\n  \(log)")
    }
    counts = run.counts
  }
}

extension StressRun.Counts {
  fileprivate var description: String {
    "\(steps) commands: \(completed) complete, \(killed) killed, \(powerCuts) with power cuts; "
      + "\(observations) states seen by readers, \(searches) searches, \(checks) checks, "
      + "\(repairs) repairs of damaged copies with \(lost) lost articles"
  }
}
