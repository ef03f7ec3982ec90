import ArgumentParser
import Wire
import Xunwen

struct AnalyzeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze",
    abstract: "Show how a text is analyzed.",
    discussion: """
      Prints a row for each position: the characters, their normalized form, the
      dictionary word that begins there, and the terms for the index. Queries are
      analyzed in the same way.

      Example:
        xunwen analyze 用人單位托育服務2023年
      """)

  @Argument(help: ArgumentHelp("The text.", valueName: "text"))
  var words: [String]

  @OptionGroup var json: JSONOption

  func run() throws {
    let text = words.joined(separator: " ")
    let report = AnalysisTable(text: text, analysis: try Archive.analyze(text))
    try report.print(as: json.format)
  }
}

/// The analysis of a text, a row for each position. A position without a unit is a gap:
/// punctuation.
private struct AnalysisTable: Report {
  let text: String
  let analysis: AnalysisReport

  var rows: DataRows { DataRows(analysis, text: text) }

  func text(in style: TextStyle) -> String {
    var rows: [[String]] = []
    var words: [Int: String] = [:]
    for word in analysis.words { words[word.units.lowerBound] = word.text }
    var terms: [Int: [String]] = [:]
    for term in analysis.terms { terms[term.position, default: []].append(name(of: term)) }

    func row(_ position: Int, _ cells: [String]) {
      let terms = terms[position, default: []].joined(separator: ", ")
      rows.append(
        [TextColumns.right(String(position), 8)] + (cells + [terms]).map(VisibleText.line))
    }
    var gaps = analysis.gaps[...]
    for (index, unit) in analysis.units.enumerated() {
      while let gap = gaps.first, gap < unit.position { row(gaps.removeFirst(), ["", "", ""]) }
      row(unit.position, [unit.original, unit.normalized, words[index] ?? ""])
    }
    for gap in gaps { row(gap, ["", "", ""]) }
    return TextColumns.table(rows, header: ["position", "text", "normalized", "word", "terms"])
  }

  private func name(of term: AnalysisReport.Term) -> String {
    guard term.kind == "boundary" else { return "\(term.kind) \(term.text)" }
    switch term.text {
    case "g": return "gap"
    case "s": return "sentence end"
    case "p": return "paragraph end"
    default: return "boundary \(term.text)"
    }
  }
}
