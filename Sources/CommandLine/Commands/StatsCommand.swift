import ArgumentParser
import Wire
import Xunwen

struct StatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Show the contents and size of an index.",
    discussion: """
      Example:
        xunwen stats --index index
        xunwen stats --json
      """)

  @OptionGroup var location: IndexLocation
  @OptionGroup var json: JSONOption

  func run() throws { try location.open().statistics.print(as: json.format) }
}

extension ArchiveStatistics: Report {
  private static let sourceLimit = 20

  var rows: DataRows { DataRows(self) }

  func text(in style: TextStyle) -> String {
    var facts = [
      ["articles", NumberText.grouped(articles)], ["deleted", NumberText.grouped(deleted)],
      ["dates", dates], ["undated", NumberText.grouped(undated)],
      ["units", NumberText.grouped(units)],
      ["units/article", NumberText.fixed(averageLength, digits: 1)],
      ["terms", NumberText.grouped(terms)], ["segments", NumberText.grouped(segments)],
      ["generation", String(generation)], ["ICU", icuVersion],
      ["normalizer", String(normalizerVersion)], ["size", NumberText.bytes(indexBytes)],
    ]
    facts += files.map { ["  .\($0.ending)", NumberText.bytes($0.bytes)] }
    let shown = sources.prefix(Self.sourceLimit)
    let counts = shown.map { NumberText.grouped($0.count) }
    let width = counts.map(\.count).max() ?? 0
    var text = TextColumns.table(facts) + "\nsources\n"
    for (source, count) in zip(shown, counts) {
      let name = source.name.isEmpty ? "(none)" : VisibleText.line(source.name)
      text += "  \(TextColumns.right(count, width))  \(name)\n"
    }
    let more = sources.count - shown.count
    return more > 0 ? text + "  and \(NumberText.grouped(more)) more\n" : text
  }

  private var dates: String {
    guard let firstDate else { return "none" }
    return "\(firstDate) to \(lastDate?.description ?? "?")"
  }
}
