import Xunwen

/// What a check has found, for people: a line for each finding, then a summary.
enum CheckText {
  static func text(of report: CheckReport) -> String {
    var lines = report.findings.map { "damaged: \(line(of: $0))" }
    if report.omitted > 0 {
      lines.append("damaged: \(Decimal.count(report.omitted, "finding")) more like these")
    }
    lines += report.unneeded.map { "not needed: \($0)" }
    lines += report.foreignWords.map {
      "not compared: words of \($0.segment), cut by ICU \($0.icuVersion)"
    }
    lines.append(summary(of: report))
    return lines.map { VisibleText.line($0) + "\n" }.joined()
  }

  private static func line(of finding: CheckFinding) -> String {
    var text = finding.file
    if let bytes = finding.bytes { text += text.isEmpty ? "" : " \(place(of: bytes))" }
    text += text.isEmpty ? finding.problem : ": \(finding.problem)"
    if let articles = finding.articles { text += " (\(Decimal.count(articles, "article")))" }
    return text
  }

  private static func place(of bytes: Range<Int>) -> String {
    bytes.count == 1
      ? "byte \(bytes.lowerBound)" : "bytes \(bytes.lowerBound)-\(bytes.upperBound - 1)"
  }

  private static func summary(of report: CheckReport) -> String {
    let count = report.findings.count + report.omitted
    let result = count == 0 ? "no damage" : Decimal.count(count, "finding")
    let generation = report.generation.map { "generation \($0)" } ?? "no commit that can be read"
    let segments = Decimal.count(report.segments, "segment")
    return "\(result): \(generation), \(Decimal.count(report.articles, "article")) in \(segments), "
      + "\(Decimal.count(report.files, "file")) of \(Decimal.bytes(report.bytes)), "
      + "level \(report.level) (in \(Decimal.fixed(report.elapsed.seconds, digits: 1)) s)"
  }
}

/// The same for programs.
struct CheckRow: Encodable {
  let level: String
  let clean: Bool
  let generation: Nullable<Int>
  let segments: Int
  let articles: Int
  let files: Int
  let bytes: Int
  let findings: [FindingRow]
  let omitted: Int
  let unneeded: [String]
  let foreignWords: [ForeignRow]
  let elapsed: Double

  struct FindingRow: Encodable {
    let file: Nullable<String>
    /// Bytes of the file, the end not included.
    let start: Nullable<Int>
    let end: Nullable<Int>
    let problem: String
    let articles: Nullable<Int>
  }

  struct ForeignRow: Encodable {
    let segment: String
    let icuVersion: String

    private enum CodingKeys: String, CodingKey {
      case segment
      case icuVersion = "icu_version"
    }
  }

  private enum CodingKeys: String, CodingKey {
    case level, clean, generation, segments, articles, files, bytes, findings, omitted, unneeded
    case foreignWords = "foreign_words"
    case elapsed = "elapsed_ms"
  }

  init(_ report: CheckReport) {
    level = report.level.rawValue
    clean = report.isClean
    generation = Nullable(report.generation)
    segments = report.segments
    articles = report.articles
    files = report.files
    bytes = report.bytes
    findings = report.findings.map {
      FindingRow(
        file: Nullable(nonEmpty: $0.file), start: Nullable($0.bytes?.lowerBound),
        end: Nullable($0.bytes?.upperBound), problem: $0.problem, articles: Nullable($0.articles))
    }
    omitted = report.omitted
    unneeded = report.unneeded
    foreignWords = report.foreignWords.map {
      ForeignRow(segment: $0.segment, icuVersion: $0.icuVersion)
    }
    elapsed = report.elapsed.milliseconds.rounded(digits: 1)
  }
}
