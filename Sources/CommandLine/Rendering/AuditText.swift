import Xunwen

/// An audit for people.
enum AuditText {
  private static let shown = 20

  static func text(of report: AuditReport) -> String {
    var text = Columns.table([
      ["articles read", Decimal.grouped(report.articles)],
      ["found by the scan", Decimal.grouped(report.expected)],
      ["found by the index", Decimal.grouped(report.found)],
      ["recall", Decimal.fixed(report.recall, digits: 6)],
      ["precision", Decimal.fixed(report.precision, digits: 6)],
    ])
    for (name, ids) in [("missed", report.missed), ("wrong", report.wrong)] {
      for id in ids.prefix(shown) { text += "\(name)  \(VisibleText.line(id))\n" }
      if ids.count > shown { text += "and \(Decimal.grouped(ids.count - shown)) more\n" }
    }
    return text
  }
}

/// An audit for programs.
struct AuditRow: Encodable {
  let type = "audit"
  let query: String
  let articles: Int
  let expected: Int
  let found: Int
  let recall: Double
  let precision: Double
  let missed: [String]
  let wrong: [String]

  init(_ query: String, _ report: AuditReport) {
    self.query = query
    (articles, expected, found) = (report.articles, report.expected, report.found)
    (recall, precision) = (report.recall, report.precision)
    (missed, wrong) = (report.missed, report.wrong)
  }
}
