import CraftedFiles
import TestSupport

/// Runs workers over a range of seeds. When a worker ends early, the command that it ran counts as
/// a trap or a hang, and another worker goes on after it.
struct IndexCampaign {
  private let seeds: Range<UInt64>
  private var outcomes: [String: Int] = [:]
  private var failures: [String] = []
  private var peak = (kibibytes: 0, seed: UInt64(0))

  /// Seeds for each process, so that the peak of its memory tells much about a few seeds.
  private static let batch: UInt64 = 100
  private static let alarmSignal: Int32 = 14

  init(seeds: Range<UInt64>) { self.seeds = seeds }

  /// Returns the exit status: 1 with traps, hangs, or commands that fail after a clean check.
  mutating func run() -> Int32 {
    var start = seeds.lowerBound
    while start < seeds.upperBound {
      let end = min(start + Self.batch, seeds.upperBound)
      runBatch(start..<end)
      start = end
      print("\(start - seeds.lowerBound) indexes, \(failures.count) failures, \(peakText)")
    }
    for (outcome, count) in outcomes.sorted(by: { $0.key < $1.key }) {
      print("\(outcome): \(count)")
    }
    for failure in failures { print(failure) }
    print("\(seeds.count) indexes, \(failures.count) traps, hangs and contradictions, \(peakText)")
    return failures.isEmpty ? 0 : 1
  }

  private var peakText: String { "peak \(peak.kibibytes >> 10) MiB at seed \(peak.seed)" }

  private mutating func runBatch(_ seeds: Range<UInt64>) {
    var (next, command) = (seeds.lowerBound, 0)
    while next < seeds.upperBound {
      var worker = ChildProcess(CommandLine.arguments[0])
      worker.environment = ["TMPDIR=" + (TestFile.environment("TMPDIR") ?? "/tmp")]
      let result = worker.run("--worker", "\(next)..<\(seeds.upperBound)", "\(command)")
      let last = read(result.output)
      guard result.ending != .exited(0) else { return }
      guard let last, last.isRunning else {
        failures.append("seed \(next): the worker ended: \(result.ending) \(result.errors)")
        return
      }
      let kind = result.ending == .signalled(Self.alarmSignal) ? "hang" : "trap"
      let name = IndexCommand.allCases[last.command].rawValue
      failures.append("seed \(last.seed) \(name): \(kind), \(Self.reason(result.errors))")
      outcomes["\(name) \(kind)", default: 0] += 1
      (next, command) = (last.seed, last.command + 1)
      if command == IndexCommand.allCases.count { (next, command) = (next + 1, 0) }
    }
  }

  /// The message of a trap, and the first lines of the program in its backtrace.
  private static func reason(_ errors: String) -> String {
    let lines = errors.split(separator: "\n")
    let frames = lines.filter { $0.contains("/Sources/") }.prefix(3).map {
      $0.split(separator: "/").last ?? ""
    }
    return ([lines.first ?? ""] + frames).joined(separator: " | ")
  }

  /// Counts the outcomes of a worker, and returns its last command.
  private mutating func read(
    _ output: String
  ) -> (seed: UInt64, command: Int, isRunning: Bool)? {
    var last: (seed: UInt64, command: Int, isRunning: Bool)?
    for line in output.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count == 2, let number = Int(words[1]) else { continue }
      if let seed = UInt64(words[0]) {
        last = (seed, number, true)
      } else if let running = last {
        last?.isRunning = false
        let name = IndexCommand.allCases[running.command].rawValue
        outcomes["\(name) \(words[0])", default: 0] += 1
        if words[0] == "unreported" { failures.append("seed \(running.seed) \(name): unreported") }
        if number > peak.kibibytes { peak = (number, running.seed) }
      }
    }
    return last
  }
}
