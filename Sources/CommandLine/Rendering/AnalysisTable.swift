// The analysis of a text for people, a row for each position:
//
//     position  text    normalized  word    terms
//            0  托      托          托育    gram 托育, edge 托
//            1  育      育                  edge 育
//            2                              gap
//            3  ２０２３  2023        2023    token 2023
//
// Positions without a unit are gaps: runs of punctuation.

import Xunwen

enum AnalysisTable {
  static func text(of report: AnalysisReport) -> String {
    var rows = [["position", "text", "normalized", "word", "terms"]]
    var words: [Int: String] = [:]
    for word in report.words { words[word.units.lowerBound] = word.text }
    var terms: [Int: [String]] = [:]
    for term in report.terms { terms[term.position, default: []].append(name(of: term)) }

    func row(_ position: Int, _ cells: [String]) {
      let terms = terms[position, default: []].joined(separator: ", ")
      rows.append([Columns.right(String(position), 8)] + (cells + [terms]).map(VisibleText.line))
    }
    var gaps = report.gaps[...]
    for (index, unit) in report.units.enumerated() {
      while let gap = gaps.first, gap < unit.position { row(gaps.removeFirst(), ["", "", ""]) }
      row(unit.position, [unit.original, unit.normalized, words[index] ?? ""])
    }
    for gap in gaps { row(gap, ["", "", ""]) }
    return Columns.table(rows)
  }

  private static func name(of term: AnalysisReport.Term) -> String {
    guard term.kind == "boundary" else { return "\(term.kind) \(term.text)" }
    switch term.text {
    case "g": return "gap"
    case "s": return "sentence end"
    case "p": return "paragraph end"
    default: return "boundary \(term.text)"
    }
  }
}

/// The analysis of a text for programs.
struct AnalysisRow: Encodable {
  let text: String
  let units: [UnitRow]
  let words: [WordRow]
  let terms: [TermRow]
  /// Positions of runs of punctuation.
  let gaps: [Int]

  struct UnitRow: Encodable {
    let original: String
    let normalized: String
    let kind: String
    let position: Int
  }

  struct WordRow: Encodable {
    let text: String
    /// Indices in `units`.
    let start: Int
    let end: Int
  }

  struct TermRow: Encodable {
    let kind: String
    let text: String
    let position: Int
  }

  init(_ text: String, _ report: AnalysisReport) {
    self.text = text
    units = report.units.map {
      UnitRow(
        original: $0.original, normalized: $0.normalized, kind: $0.kind, position: $0.position)
    }
    words = report.words.map {
      WordRow(text: $0.text, start: $0.units.lowerBound, end: $0.units.upperBound)
    }
    terms = report.terms.map { TermRow(kind: $0.kind, text: $0.text, position: $0.position) }
    gaps = report.gaps
  }
}
