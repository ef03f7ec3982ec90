// Why an article matches or not, for people:
//
//     a.txt does not match
//     ✗ (and (text 养老) (phrase "长期护理保险"))
//       ✓ (text 养老)
//           headline  养老服务
//           body      …发展养老事业…
//       ✗ (phrase "长期护理保险")
//           closest: 长期护理 occurs

import Xunwen

struct MatchReportText {
  private let report: MatchReport
  private let spans: (Range<Int>) -> String

  /// Bytes around an occurrence.
  private static let context = 36

  init(_ report: MatchReport) {
    self.report = report
    let text = report.article.text
    spans = { range in Self.slice(of: text, around: range) }
  }

  func text(of query: String) -> String {
    let verb = report.matches ? "matches" : "does not match"
    var text = "\(VisibleText.line(report.article.id)) \(verb)\n"
    if !report.passesFilters { text += "✗ the filters of the options let it not through\n" }
    guard let clauses = report.query else {
      return text + "nothing in the query can be looked for\n"
    }
    return text + lines(of: clauses, depth: 0).map { $0 + "\n" }.joined()
  }

  private func lines(of clause: ClauseReport, depth: Int) -> [String] {
    let indent = String(repeating: "  ", count: depth)
    var lines = ["\(indent)\(clause.matches ? "✓" : "✗") \(VisibleText.line(clause.clause))"]
    for place in clause.locations {
      let zone = Columns.left(place.zone.label, 8)
      lines.append("\(indent)    \(zone)  \(VisibleText.line(spans(place.range)))")
    }
    let more = clause.occurrenceCount - clause.locations.count
    if more > 0 { lines.append("\(indent)    and \(Decimal.grouped(more)) more") }
    if let nearMiss = clause.nearMiss {
      lines.append("\(indent)    \(nearMiss.description)")
    }
    for part in clause.parts { lines += self.lines(of: part, depth: depth + 1) }
    return lines
  }

  /// An occurrence with a little before and after it.
  private static func slice(of text: [UInt8], around range: Range<Int>) -> String {
    var start = max(0, range.lowerBound - context)
    var end = min(text.count, range.upperBound + context)
    while start < range.lowerBound, text[start] & 0xC0 == 0x80 { start += 1 }
    while end > range.upperBound, end < text.count, text[end] & 0xC0 == 0x80 { end -= 1 }
    return (start > 0 ? "…" : "") + String(decoding: text[start..<end], as: UTF8.self)
      + (end < text.count ? "…" : "")
  }
}

extension TextZone {
  /// The word for the zone in text for people.
  fileprivate var label: String { self == .title ? "headline" : rawValue }
}

extension ClauseReport.NearMiss {
  var description: String {
    switch self {
    case .part(let text): "closest: \(VisibleText.line(text)) occurs"
    case .elsewhere(let zone):
      "closest: it occurs in the \(zone.label), which is not searched for it"
    case .distance(let distance): "closest: \(Decimal.count(distance, "position")) apart, in all"
    case .sameParagraph: "closest: they stand in one paragraph"
    case .otherOrder: "closest: they stand in another order"
    case .value(let value):
      value.isEmpty ? "the article has none" : "the article has \(VisibleText.line(value))"
    }
  }
}

/// The same for programs. Offsets are Unicode scalars in the original text that `original` names.
struct MatchReportRow: Encodable {
  let type = "why"
  let query: String
  let id: String
  let matches: Bool
  let passesFilters: Bool
  let clause: Nullable<ClauseRow>

  private enum CodingKeys: String, CodingKey {
    case type, query, id, matches, clause
    case passesFilters = "passes_filters"
  }

  struct ClauseRow: Encodable {
    let clause: String
    let matches: Bool
    let occurrences: Int
    let places: [SpanRow]
    let closest: Nullable<String>
    let parts: [ClauseRow]

    init(_ report: ClauseReport, _ article: Article) {
      clause = report.clause
      matches = report.matches
      occurrences = report.occurrenceCount
      places = article.spans(of: report.locations.map(\.range)).map(SpanRow.init)
      closest = Nullable(report.nearMiss?.description)
      parts = report.parts.map { ClauseRow($0, article) }
    }
  }

  init(_ query: String, _ report: MatchReport) {
    self.query = query
    id = report.article.id
    matches = report.matches
    passesFilters = report.passesFilters
    clause = Nullable(report.query.map { ClauseRow($0, report.article) })
  }
}
