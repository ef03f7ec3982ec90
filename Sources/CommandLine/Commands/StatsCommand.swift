import ArgumentParser
import Xunwen

struct StatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Show what an index holds.",
    discussion: """
      Example:
        xunwen stats --index index
        xunwen stats --json
      """)

  @OptionGroup var location: IndexLocation

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let statistics = try location.open().statistics
    let output = StandardOutput()
    if json {
      try output.write(JSONLine().encode(StatisticsRow(statistics)))
    } else {
      try output.write(StatisticsText.text(of: statistics))
    }
    try output.flush()
  }
}
