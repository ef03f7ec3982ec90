import ArgumentParser
import Xunwen

/// The folder of the index.
struct IndexLocation: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Folder of the index. (default: $XUNWEN_INDEX, else ./index)", valueName: "folder"))
  var index: String?

  var path: String { index ?? Process.environment("XUNWEN_INDEX") ?? "index" }

  func open() throws -> Archive { try Archive(at: path) }
}

/// The number of threads.
struct ThreadCount: ParsableArguments {
  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: ArgumentHelp(
      "Threads. The result does not depend on it. (default: all processors)", valueName: "count"))
  var jobs: Int?

  var count: Int { jobs ?? Process.processorCount }

  func validate() throws { try Limits.check(jobs ?? 1, in: 1...1024, "--jobs") }
}

/// The memory for building an index.
struct MemoryBudget: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Memory for the index under construction, at least 16M. (default: 512M)",
      valueName: "size"), transform: MemoryBudget.bytes)
  var memory: Int?

  var bytes: Int { memory ?? IndexingOptions().memory }

  private static let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]

  /// Reads a size: a whole number of bytes, or of the units K, M and G (2^10, 2^20 and 2^30 bytes),
  /// which may be followed by B or iB. The least size is 16 MiB.
  @Sendable static func bytes(_ argument: String) throws -> Int {
    var digits = argument.uppercased()[...]
    if digits.hasSuffix("IB") { digits = digits.dropLast(2) }
    if digits.hasSuffix("B") { digits = digits.dropLast() }
    let unit = digits.last.flatMap { units[$0] }
    if unit != nil { digits = digits.dropLast() }
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits) else {
      throw ValidationError("write a whole number of bytes, or of K, M or G, as in 512M or 2G")
    }
    let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: unit ?? 1)
    guard !isTooLarge, bytes >= 16 << 20 else { throw ValidationError("16M or more") }
    return bytes
  }
}

/// Checks of numeric options.
enum Limits {
  /// The numbers of hits that may be requested and skipped.
  static let hits = 0...1_000_000
  static let offsets = 0...1_000_000_000

  static func check<Value: Comparable>(
    _ value: Value, in range: ClosedRange<Value>, _ name: String
  ) throws {
    guard range.contains(value) else {
      throw ValidationError(
        "\(name) must be between \(range.lowerBound) and \(range.upperBound)")
    }
  }
}
