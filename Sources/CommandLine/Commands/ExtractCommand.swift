import ArgumentParser
import Wire
import Xunwen

struct ExtractCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extract",
    abstract: "Show how an article is extracted from a file.",
    usage: "xunwen extract <file> [<options>]",
    discussion: """
      Prints the title, time, source and body that indexing takes from a crawled
      page, and the facts of an official document, such as 发文字号. With --explain,
      prints every line with its zone and the reason, and every candidate for title,
      time and source with its score. docs/EXTRACTION.md describes the model.

      Example:
        xunwen extract corpus/linjiang-ribao/2023/0619.txt --explain
      """)

  @Argument(help: ArgumentHelp("The file.", valueName: "file"))
  var file: String

  @Flag(help: "Print every line with its zone, and every candidate with its score.")
  var explain = false

  @Option(
    help: ArgumentHelp(
      "Folder of pages whose repeating lines are learned, as by index.", valueName: "folder"))
  var learn: String?

  @Option(help: ArgumentHelp("Encoding of the file (detected by default).", valueName: "name"))
  var encoding: String?

  @OptionGroup var json: JSONOption

  func run() throws {
    let extracted = try ExtractedArticle(path: file, encoding: encoding, learningFrom: learn)
    try ExtractionText(extracted: extracted, explains: explain).print(as: json.format)
  }
}

/// An extracted article: facts and body, or every line and candidate.
private struct ExtractionText: Report {
  let extracted: ExtractedArticle
  let explains: Bool

  var rows: DataRows { DataRows(extracted, explains: explains) }

  func text(in style: TextStyle) -> String { explains ? explanation : article }

  private var article: String {
    let article = extracted.article
    let facts =
      [
        ["title", article.title], ["date", article.published?.description ?? ""],
        ["source", article.source], ["encoding", article.encoding],
      ] + extracted.report.facts.map { [$0.name, $0.value] }
    let body = article.zones.filter { $0.kind == .body }.map { text($0.range) + "\n" }
    return TextColumns.table(facts.filter { !$0[1].isEmpty }.map { $0.map(VisibleText.line) })
      + "\n" + body.joined(separator: "\n")
  }

  private var explanation: String {
    let report = extracted.report
    let lines = report.lines.enumerated().map { index, line in
      [
        String(index + 1), "\(line.zone)", line.part, line.kind,
        line.reasons.joined(separator: ", "), VisibleText.line(String(text(line.range).prefix(60))),
      ]
    }
    let candidates = [
      ("title", report.titles), ("date", report.times), ("source", report.sources),
    ].flatMap { name, candidates in
      candidates.map { candidate in
        [
          name, candidate.isChosen ? "*" : "", NumberText.fixed(candidate.roundedScore, digits: 1),
          candidate.line.map { String($0 + 1) } ?? "", VisibleText.line(candidate.value),
          candidate.reasons.joined(separator: ", "),
        ]
      }
    }
    let facts = report.facts.map {
      [$0.name, "*", "", String($0.line + 1), VisibleText.line($0.value), $0.reason]
    }
    let table = TextColumns.table(
      lines, header: ["line", "zone", "part", "kind", "reasons", "text"])
    guard !candidates.isEmpty || !facts.isEmpty else { return table }
    return table + "\n"
      + TextColumns.table(
        candidates + facts, header: ["value of", "chosen", "score", "line", "candidate", "reasons"])
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: extracted.article.text[range], as: UTF8.self)
  }
}
