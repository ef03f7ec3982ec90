import ArgumentParser
import Xunwen

/// The options for patterns of the files that are read.
struct PatternOptions: ParsableArguments {
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Leave out files and folders that match, also in archives.", valueName: "pattern"))
  private var exclude: [String] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Read only files that match, or whose folder matches.", valueName: "pattern"))
  private var include: [String] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Leave out files that match a line of this file.", valueName: "file"))
  private var excludeFrom: [String] = []

  /// The patterns, those of files first.
  var patterns: PathPatterns {
    get throws {
      var patterns = PathPatterns()
      for path in excludeFrom {
        if let error = try patterns.exclude(linesOf: path).first { throw error }
      }
      try add(to: &patterns)
      return patterns
    }
  }

  func validate() throws {
    var patterns = PathPatterns()
    try add(to: &patterns)
  }

  private func add(to patterns: inout PathPatterns) throws {
    do throws(PathPatternError) {
      for pattern in exclude { try patterns.exclude(pattern) }
    } catch {
      throw ValidationError("--exclude \(error)")
    }
    do throws(PathPatternError) {
      for pattern in include { try patterns.include(pattern) }
    } catch {
      throw ValidationError("--include \(error)")
    }
  }
}
