import ArgumentParser
import Xunwen

struct IndexLocation: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Folder of the index. (default: $XUNWEN_INDEX, else ./index)", valueName: "folder"))
  var index: String?

  var path: String { index ?? Process.environment("XUNWEN_INDEX") ?? "index" }

  func open() throws -> Archive { try Archive(at: path) }
}

struct ArticleID: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Id of the article, or the number of a hit of the last search.", valueName: "id"))
  private var argument: String

  /// Returns the id of an article that exists. If there is none, reports it and throws `ExitCode`
  /// 1.
  func id(in archive: Archive, _ location: IndexLocation) throws -> String {
    try reference(in: archive, location).id
  }

  func reference(in archive: Archive, _ location: IndexLocation) throws -> ArticleReference {
    let argument = QueryArguments.written(argument)
    guard let found = try ArticleReference(argument, in: archive, at: location.path) else {
      throw ExitCode(1)
    }
    return found
  }
}

/// An article that an argument names: by its id, or by its number in the last list of hits.
struct ArticleReference {
  let id: String
  /// The query of the last search, for a number; otherwise empty.
  var query = ""

  /// Returns nil, and reports the reason, when there is no such article.
  init?(_ argument: String, in archive: Archive, at path: String) throws {
    // The id of an article may be a number.
    if try archive.contains(id: argument) {
      id = argument
      return
    }
    if let number = Self.number(argument), let last = NumberedHits.last(ofIndex: path) {
      guard last.numbers.contains(number) else {
        StandardError.write("no article has the id \(number); \(Self.range(of: last))\n")
        if argument.count >= Self.leastDigits { try Self.suggest(argument, archive) }
        return nil
      }
      id = last.ids[number - last.first]
      query = last.query
      if try archive.contains(id: id) { return }
      StandardError.write("hit \(number), the article \(id), is no longer in the index\n")
      return nil
    }
    StandardError.reportMissing(argument)
    try Self.suggest(argument, archive)
    return nil
  }

  /// The digits of a number that is more likely a part of an id than the number of a hit.
  private static let leastDigits = 5

  private static func suggest(_ id: String, _ archive: Archive) throws {
    let similar = try archive.ids(like: id)
    guard !similar.isEmpty else { return }
    let start = similar.count == 1 ? "did you mean: " : "did you mean:\n  "
    StandardError.write(start + similar.joined(separator: "\n  ") + "\n")
  }

  private static func range(of hits: NumberedHits) -> String {
    guard let last = hits.numbers.last else { return "the last search showed no hits" }
    return last == hits.first
      ? "the last search showed hit \(last) only"
      : "the last search showed the hits \(hits.first) to \(last)"
  }

  private static func number(_ argument: String) -> Int? {
    let isNumber = argument.allSatisfy { ("0"..."9").contains($0) } && argument.first != "0"
    return isNumber ? Int(argument) : nil
  }
}

struct ThreadCount: ParsableArguments {
  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: ArgumentHelp(
      "Threads. The result does not depend on it. (default: all processors)", valueName: "count"))
  var jobs: Int?

  var count: Int { jobs ?? Process.processorCount }

  func validate() throws { try Limits.check(jobs ?? 1, in: 1...1024, "--jobs") }
}

struct MemoryBudget: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Memory for the index under construction, at least 16M. (default: 512M)",
      valueName: "size"), transform: MemoryBudget.bytes)
  var memory: Int?

  var bytes: Int { memory ?? IndexingOptions().memory }

  private static let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]

  /// Reads a size in bytes, or in K, M or G (powers of 1024), which B or iB may follow.
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

enum Limits {
  static let hits = 0...1_000_000
  static let offsets = 0...1_000_000_000

  static func check<Value: Comparable>(
    _ value: Value, in range: ClosedRange<Value>, _ name: String
  ) throws {
    guard range.contains(value) else {
      throw ValidationError("\(name) must be between \(range.lowerBound) and \(range.upperBound)")
    }
  }
}
