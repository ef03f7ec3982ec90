#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import CraftedFiles
import TestSupport

/// Runs commands on crafted indexes in this process, which a crafted file may end.
///
/// It announces each command on standard output before it begins, so that the parent process knows
/// which command ended the process:
///
/// ```
/// seed number-of-command    before each command
/// outcome peak-KiB          after it: "ok", "finding", "error", or "unreported" for a finding or
///                           an error after a check of the structure that found nothing
/// ```
struct Worker {
  private let corpus = TemporaryDirectory()
  private let folder = TemporaryDirectory()
  private let index: CraftedIndex

  /// The seconds after which a command is ended by a signal.
  static let timeLimit: UInt32 = 10
  /// The bytes of memory beyond which an allocation fails.
  private static let memoryLimit: UInt = 2 << 30

  init() async throws { index = try await CraftedIndex(corpus: corpus) }

  /// - Parameter firstCommand: the number of the first command on the first seed.
  func run(_ seeds: Range<UInt64>, firstCommand: Int) async throws {
    #if !canImport(Darwin)
      var limit = rlimit(rlim_cur: Self.memoryLimit, rlim_max: Self.memoryLimit)
      // Safe: the call reads the structure.
      _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    #endif
    for seed in seeds {
      let (files, _) = index.mutant(SplitMix64(seed: seed))
      var (isFresh, isClean) = (false, false)
      for (number, command) in IndexCommand.allCases.enumerated() {
        if seed == seeds.lowerBound, number < firstCommand { continue }
        if !isFresh { CraftedIndex.write(files, to: folder, "index") }
        isFresh = !command.changesIndex
        say("\(seed) \(number)\n")
        alarm(Self.timeLimit)
        var outcome = await outcome(of: command)
        alarm(0)
        if command == .checkStructure { isClean = outcome == "ok" }
        if isClean, outcome != "ok", command != .checkContent { outcome = "unreported" }
        say("\(outcome) \(Self.peak)\n")
      }
    }
  }

  /// Runs all commands, or one, on the index of a seed and prints the outcomes.
  func runOne(_ seed: UInt64, command name: String?) async throws {
    let (files, changed) = index.mutant(SplitMix64(seed: seed))
    print("seed \(seed) changes \(changed)")
    for command in IndexCommand.allCases where command.rawValue == name ?? command.rawValue {
      CraftedIndex.write(files, to: folder, "index")
      do {
        let isFine = try await command.run(IndexCommand.Folders(folder, corpus: corpus))
        print("\(command): \(isFine ? "ok" : "finding"), peak \(Self.peak) KiB")
      } catch {
        print("\(command): \(error)")
      }
    }
  }

  private func outcome(of command: IndexCommand) async -> String {
    do {
      let isFine = try await command.run(IndexCommand.Folders(folder, corpus: corpus))
      return isFine ? "ok" : "finding"
    } catch {
      return "error"
    }
  }

  /// The most memory of this process so far, in KiB.
  private static var peak: Int {
    var usage = rusage()
    // Safe: the call fills the structure.
    #if canImport(Darwin)
      _ = unsafe getrusage(RUSAGE_SELF, &usage)
      return Int(usage.ru_maxrss) / 1024
    #else
      _ = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return Int(usage.ru_maxrss)
    #endif
  }

  /// Writes at once: a trap would lose text in a buffer.
  private func say(_ text: String) {
    let bytes = Array(text.utf8)
    // Safe: the call reads the bytes of the array.
    _ = unsafe write(1, bytes, bytes.count)
  }
}
