import Wire
import Xunwen

/// A report about the files of a folder: a summary, then a list for each kind of findings.
struct InputText: Report {
  let report: InputReport
  /// The number of findings of a kind to list.
  let limit: Int

  var rows: DataRows { DataRows(report) }

  func text(in style: TextStyle) -> String {
    [
      summary,
      list("failures", report.failures) { ["\($0)"] },
      list("empty files", report.empty) { [$0] },
      list("repaired: malformed bytes became U+FFFD", report.repaired) { [RepairText.line($0)] },
      list("doubtful encodings", report.doubtful, Self.lines),
      list("articles without a title", report.untitled) { [$0.id] },
      list("articles without a date", report.undated) { [$0.id] },
      list("articles without a source", report.unsourced) { [$0.id] },
    ].compactMap { $0 }.joined(separator: "\n")
  }

  private var summary: String {
    var facts = [
      [
        "files",
        "\(NumberText.count(report.files, "file")), \(NumberText.bytes(report.bytes)) "
          + "in \(NumberText.fixed(report.elapsed.seconds, digits: 1)) s",
      ], ["articles", NumberText.grouped(report.articles)],
    ]
    func add(_ name: String, _ counts: [NamedCount]) {
      guard !counts.isEmpty else { return }
      facts.append([
        name, counts.map { "\($0.name) \(NumberText.grouped($0.count))" }.joined(separator: ", "),
      ])
    }
    if !report.rules.isEmpty {
      facts.append(["rules", RulesText.facts(report.rules).joined(separator: ", ")])
    }
    add("formats", report.formats)
    add("encodings", report.encodings)
    for (name, count) in [
      ("failures", report.failures.count), ("empty", report.empty.count),
      ("repaired", report.repaired.count), ("doubtful", report.doubtful.count),
      ("no title", report.untitled.count), ("no date", report.undated.count),
      ("no source", report.unsourced.count), ("skipped", report.skipped.files),
      ("excluded", report.skipped.excluded),
    ] where count > 0 {
      facts.append([name, NumberText.grouped(count)])
    }
    if report.isClean { facts.append(["result", "all files are read without a doubt"]) }
    if report.isInterrupted { facts.append(["result", "interrupted: not all files were read"]) }
    return TextColumns.table(facts)
  }

  /// A heading and the first findings; nil without findings. The lines after the first one of a
  /// finding are indented.
  private func list<Element>(
    _ name: String, _ findings: InputReport.Findings<Element>, _ lines: (Element) -> [String]
  ) -> String? {
    guard findings.count > 0, limit > 0 else { return nil }
    let shown = findings.first.prefix(limit)
    var text = name + "\n"
    for lines in shown.map(lines) {
      for (index, line) in lines.enumerated() {
        text += (index == 0 ? "  " : "    ") + VisibleText.line(line) + "\n"
      }
    }
    if findings.count > shown.count {
      let advice = shown.count < findings.first.count ? " (--limit)" : ""
      text += "  and \(NumberText.grouped(findings.count - shown.count)) more\(advice)\n"
    }
    return text
  }

  private static func lines(_ text: DoubtfulText) -> [String] {
    let doubt = text.doubt
    var fact = "\(doubt.encoding), confidence \(NumberText.fixed(doubt.confidence, digits: 2))"
    if let declared = doubt.declared { fact += ", declared \(declared)" }
    guard let other = doubt.other, let otherText = doubt.otherText else {
      return ["\(text.path): \(fact)", doubt.text]
    }
    return [
      "\(text.path): \(fact)", "\(doubt.encoding): \(doubt.text)", "\(other): \(otherText)",
    ]
  }
}
