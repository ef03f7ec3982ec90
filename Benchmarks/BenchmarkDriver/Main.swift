// The benchmark program (docs/BENCHMARKS.md). `bench` builds an archive and checks its answers,
// `kernel` runs one inner loop, and `prepare`, `index` and `search` serve comparisons with other
// engines.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@main
enum BenchmarkDriver {
  static func main() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      switch arguments.first {
      case "bench" where arguments.count == 5:
        try await ArchiveBenchmark(
          corpus: arguments[1], queries: arguments[2], index: arguments[3], output: arguments[4]
        ).run()
      case "segments" where arguments.count == 5:
        try await SegmentsBenchmark(
          corpus: arguments[1], queries: arguments[2], index: arguments[3],
          count: try number(arguments[4])
        ).run()
      case "kernels" where arguments.count == 1:
        for kernel in Kernel.allCases { print(kernel.rawValue, kernel.unit, separator: "\t") }
      case "kernel" where arguments.count == 4:
        guard let kernel = Kernel(rawValue: arguments[1]) else {
          throw UsageError(message: "unknown kernel; `xunwen-bench kernels` lists the names")
        }
        try KernelRun(kernel, directory: arguments[2]).run(rounds: number(arguments[3]))
      case "prepare" where arguments.count == 2:
        _ = try ArticleTable.recordFolder(of: arguments[1])
      case "index" where arguments.count == 4:
        try await IndexRun(
          table: arguments[1], index: arguments[2], jobs: try number(arguments[3])
        ).run()
      case "search" where arguments.count == 7:
        guard let mode = QueryMode(rawValue: arguments[3]) else {
          throw UsageError(message: "the mode must be or, and, phrase or count")
        }
        try await SearchRun(
          index: arguments[1], queries: arguments[2], mode: mode, jobs: try number(arguments[4]),
          passes: try number(arguments[5]), output: arguments[6]
        ).run()
      default: throw UsageError(message: usage)
      }
    } catch {
      print("xunwen-bench: \(error)")
      exit(2)
    }
  }

  private static let usage = """
    usage: xunwen-bench bench CORPUS QUERIES INDEX JSON
           xunwen-bench segments CORPUS QUERIES INDEX COUNT
           xunwen-bench kernels
           xunwen-bench kernel NAME DIRECTORY ROUNDS
           xunwen-bench prepare TABLE
           xunwen-bench index TABLE INDEX JOBS
           xunwen-bench search INDEX QUERIES or|and|phrase|count JOBS PASSES OUT
    """

  private static func number(_ text: String) throws -> Int {
    guard let value = Int(text), value > 0 else {
      throw UsageError(message: "\(text) is not a positive number")
    }
    return value
  }
}

/// A mistake in the arguments, or a failed comparison.
struct UsageError: Error, CustomStringConvertible {
  let message: String
  var description: String { message }
}
