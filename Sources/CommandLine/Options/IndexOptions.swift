import ArgumentParser
import Wire
import Xunwen

struct IndexLocation: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Folder of the index. (default: $XUNWEN_INDEX, else ./index)", valueName: "folder"))
  var index: String?

  var path: String { index ?? Process.environment("XUNWEN_INDEX") ?? "index" }

  func validate() throws {
    if let index { try Limits.checkFolder(index) }
  }

  /// Opens the index for reading, and warns about invalid lines of its dictionary.
  func open() throws -> Archive {
    let archive = try Archive(at: path)
    warn(archive.dictionaryFaults)
    return archive
  }

  /// Opens the index for writing, and warns about invalid lines of its dictionary.
  func openForWriting() throws -> ArchiveWriter {
    let writer = try ArchiveWriter(at: path)
    warn(try writer.dictionaryFaults())
    return writer
  }

  /// The number of invalid lines that are named.
  private static let faultLimit = 5

  private func warn(_ faults: [DictionaryFault]) {
    for fault in faults.prefix(Self.faultLimit) {
      StandardError.write("warning: \(path)/\(fault); it is ignored\n")
    }
    let rest = faults.count - Self.faultLimit
    if rest > 0 {
      StandardError.write(
        "warning: \(path)/words.txt: \(NumberText.count(rest, "more line")) ignored\n")
    }
  }
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

  @Sendable static func bytes(_ argument: String) throws -> Int {
    let bytes = try ByteSize.parse(argument)
    guard bytes >= IndexingOptions.leastMemory else { throw ValidationError("16M or more") }
    return bytes
  }
}

struct ArticleLimit: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Largest article, 1K to 256M: a page or a record. Larger ones are "
        + "reported and not indexed. (default: 16M)",
      valueName: "size"), transform: ArticleLimit.bytes)
  var maxArticle: Int?

  var bytes: Int { maxArticle ?? IndexingOptions().maximumArticleBytes }

  @Sendable static func bytes(_ argument: String) throws -> Int {
    let bytes = try ByteSize.parse(argument)
    guard IndexingOptions.articleBytes.contains(bytes) else { throw ValidationError("1K to 256M") }
    return bytes
  }
}

enum ByteSize {
  private static let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]

  /// Reads a size in bytes, or in K, M or G (powers of 1024), which B or iB may follow.
  static func parse(_ argument: String) throws -> Int {
    var digits = argument.uppercased()[...]
    if digits.hasSuffix("IB") { digits = digits.dropLast(2) }
    if digits.hasSuffix("B") { digits = digits.dropLast() }
    let unit = digits.last.flatMap { units[$0] }
    if unit != nil { digits = digits.dropLast() }
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits) else {
      throw ValidationError("write a whole number of bytes, or of K, M or G, as in 512M or 2G")
    }
    let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: unit ?? 1)
    guard !isTooLarge else { throw ValidationError("the size is too large") }
    return bytes
  }
}

enum Limits {
  /// Refuses the empty path, which would mean the current folder.
  static func checkFolder(_ path: String) throws {
    guard !path.isEmpty else { throw ValidationError("the path of a folder is empty") }
  }

  static func check<Value: Comparable>(
    _ value: Value, in range: ClosedRange<Value>, _ name: String
  ) throws {
    guard range.contains(value) else {
      throw ValidationError("\(name) must be between \(range.lowerBound) and \(range.upperBound)")
    }
  }
}
