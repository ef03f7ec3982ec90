import Xunwen

/// What a repair has saved, for people: a line for each file of which something is lost, and each article that is, then
/// a summary.
enum RepairText {
  static func text(of report: RepairReport) -> String {
    var lines: [String] = []
    for loss in report.losses {
      lines.append("lost: \(line(of: loss))")
      lines += loss.ids.map { "lost: \(loss.file): article \($0)" }
    }
    lines += report.withoutDeletions.map {
      "not known: what had been deleted of \($0); all of its articles were taken"
    }
    lines.append(summary(of: report))
    return lines.map { VisibleText.line($0) + "\n" }.joined()
  }

  private static func line(of loss: SalvageLoss) -> String {
    let count =
      loss.articles.map { Decimal.count($0, "article") } ?? "nobody knows how many articles"
    if loss.isFileMissing { return "\(loss.file): \(count), the file is missing" }
    let places = loss.bytes.map { "\($0.lowerBound)-\($0.upperBound - 1)" }
    let bytes = places.isEmpty ? "behind its end" : "bytes \(places.joined(separator: ", "))"
    return "\(loss.file): \(count), \(bytes)"
  }

  private static func summary(of report: RepairReport) -> String {
    var text = "\(Decimal.count(report.saved, "article")) saved"
    if report.isComplete {
      text += ", none lost"
    } else if report.losses.contains(where: { $0.articles == nil }) {
      text += ", \(Decimal.grouped(report.lost)) or more lost"
    } else {
      text += ", \(Decimal.grouped(report.lost)) lost"
    }
    let left = report.deleted + report.replaced
    if left > 0 { text += "; \(Decimal.grouped(left)) deleted or replaced before" }
    return text + " (in \(Decimal.fixed(report.elapsed.seconds, digits: 1)) s)"
  }
}

/// The same for programs.
struct RepairRow: Encodable {
  let complete: Bool
  let saved: Int
  let lost: Int
  let deleted: Int
  let replaced: Int
  let losses: [LossRow]
  let withoutDeletions: [String]
  let elapsed: Double

  struct LossRow: Encodable {
    let file: String
    let missing: Bool
    let bytes: [PlaceRow]
    let articles: Nullable<Int>
    let ids: [String]
  }

  struct PlaceRow: Encodable {
    let start: Int
    /// Not included.
    let end: Int
  }

  private enum CodingKeys: String, CodingKey {
    case complete, saved, lost, deleted, replaced, losses
    case withoutDeletions = "without_deletions"
    case elapsed = "elapsed_ms"
  }

  init(_ report: RepairReport) {
    complete = report.isComplete
    saved = report.saved
    lost = report.lost
    deleted = report.deleted
    replaced = report.replaced
    losses = report.losses.map { loss in
      LossRow(
        file: loss.file, missing: loss.isFileMissing,
        bytes: loss.bytes.map { PlaceRow(start: $0.lowerBound, end: $0.upperBound) },
        articles: Nullable(loss.articles), ids: loss.ids)
    }
    withoutDeletions = report.withoutDeletions
    elapsed = report.elapsed.milliseconds.rounded(digits: 1)
  }
}
