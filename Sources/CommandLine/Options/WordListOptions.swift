import ArgumentParser
import Wire
import Xunwen

/// The options of commands that list words with their counts.
struct WordListOptions: ParsableArguments {
  @OptionGroup var filter: FilterOptions
  @OptionGroup var counted: CountedMatch

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Only lines with at least this many occurrences.", valueName: "count"))
  var minFrequency = CollocateOptions().minimumFrequency

  @Option(
    name: [.customShort("n"), .long], parsing: .unconditional,
    help: ArgumentHelp("Lines to show, 0 for all.", valueName: "count"))
  var limit = CollocateOptions().limit

  @OptionGroup var stopWords: StopWordOption

  @Flag(help: "Ignore the words and synonyms of xunwen dict.")
  var noDictionary = false

  @Option(help: "Periods for the dispersion over time.")
  var period: CalendarInterval = CollocateOptions().interval

  @OptionGroup var table: TableOptions
  @OptionGroup var threads: ThreadCount

  func validate() throws {
    try Limits.check(minFrequency, in: OptionLimits.minimum, "--min-frequency")
    try Limits.check(limit, in: OptionLimits.lines, "--limit")
  }

  var scope: QueryScope {
    var scope = filter.scope
    scope.usesDictionary = !noDictionary
    return scope
  }

  /// Sets the options that all lists have.
  ///
  /// - Throws: `CommandFailure` when the file of stop words cannot be read.
  func apply(to options: inout some WordCountOptions) throws {
    options.match = counted.match
    options.minimumFrequency = minFrequency
    options.stopWords = try stopWords.list ?? .empty
    options.interval = period
    options.limit = limit
    options.jobs = threads.count
  }
}

struct StopWordOption: ParsableArguments {
  private static let builtIn = "built-in"
  private static let none = "none"

  @Option(
    name: .customLong("stop-words"), defaultAsFlag: StopWordOption.builtIn, parsing: .next,
    help: ArgumentHelp(
      """
      Words to leave out: none, built-in (function words; also without a value at the end of the \
      command), or a file with a word on each line.
      """, valueName: "list"))
  var name: String?

  /// The list; nil without the option.
  ///
  /// - Throws: `CommandFailure` when a file cannot be read.
  var list: StopWords? {
    get throws {
      switch name {
      case nil: nil
      case Self.none: StopWords.empty
      case Self.builtIn: StopWords.builtIn
      case let path?: try Self.words(ofFile: path)
      }
    }
  }

  private static func words(ofFile path: String) throws -> StopWords {
    guard path == "-" || FileSystem.exists(path) else {
      throw CommandFailure(
        "no file of stop words at \(path); "
          + "write --stop-words=built-in, or --stop-words at the end of the command")
    }
    var lines = try TextLines(path)
    var texts: [String] = []
    while let line = try lines.next() {
      do {
        texts.append(try line.text.get())
      } catch {
        throw CommandFailure("\(lines.name):\(line.number): \(error)")
      }
    }
    return StopWords(lines: texts)
  }
}
