import ArgumentParser
import Xunwen

struct IndexCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "index",
    abstract: "Index the articles of a folder.",
    usage: "xunwen index [<folder>] [<options>]",
    discussion: """
      Reads every .txt file (a crawled page) and .jsonl file (a record a line) below
      the folder, or JSON lines from standard input; hidden files and other kinds are
      passed over. The new index takes the place of the old one when it is complete.
      Times of publication are kept as printed; China Standard Time is assumed.

      Example:
        xunwen index corpus --index index
        zcat news.jsonl.gz | xunwen index - --memory 2G

      What cannot be read is reported with its place, counted, and left out.
      Exit status: 0 when articles were indexed, 2 otherwise.
      """)

  @Argument(help: ArgumentHelp("Folder of articles, or - for standard input.", valueName: "folder"))
  var input = "corpus"

  @OptionGroup var location: IndexLocation

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Memory for the index under construction, 16M or more. (default: 512M)",
      valueName: "size"), transform: MemorySize.bytes)
  var memory: Int?

  @OptionGroup var threads: ThreadCount

  @Option(
    help: ArgumentHelp(
      "Encoding of all files, such as GB18030. (default: detected file by file)",
      valueName: "name"))
  var encoding: String?

  @Flag(help: "Commit nothing if anything could not be read.")
  var strict = false

  @Flag(help: "Print failures only.")
  var quiet = false

  func run() async throws {
    var options = IndexingOptions()
    if let memory { options.memory = memory }
    options.jobs = threads.count
    options.encoding = encoding
    options.isStrict = strict
    let monitor = IndexingMonitor(showsProgress: !quiet && StandardError.isTerminal)
    defer { monitor.finish() }
    let summary = try await Archive.update(
      from: input == "-" ? .standardInput : .folder(input), at: location.path, options: options,
      onFailure: monitor.report, onProgress: monitor.show)
    monitor.finish()
    if !quiet { StandardError.write(IndexingReport.text(of: summary)) }
  }
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
