import ArgumentParser
import Xunwen

/// How much memory what is built may take.
struct MemoryBudget: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Memory for the index under construction, 16M or more. (default: 512M)",
      valueName: "size"), transform: MemorySize.bytes)
  var memory: Int?

  var bytes: Int { memory ?? IndexingOptions().memory }
}

/// A size in bytes as written on the command line: `512M`.
enum MemorySize {
  private static let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]

  /// Reads a whole number of bytes, or with a K, M or G after it (or KB, MiB …) of 2^10, 2^20 or 2^30
  /// bytes; at least 16 MiB.
  @Sendable static func bytes(_ argument: String) throws -> Int {
    var digits = argument.uppercased()[...]
    if digits.hasSuffix("IB") { digits = digits.dropLast(2) }
    if digits.hasSuffix("B") { digits = digits.dropLast() }
    let unit = digits.last.flatMap { units[$0] }
    if unit != nil { digits = digits.dropLast() }
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits) else {
      throw ValidationError("a whole number of bytes, or with K, M or G after it: 512M, 2G")
    }
    let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: unit ?? 1)
    guard !isTooLarge, bytes >= 16 << 20 else { throw ValidationError("16M or more") }
    return bytes
  }
}
