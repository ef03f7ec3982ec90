// Counts of facets: for people
//
//     source
//       工人日报      64  ████████████████████
//       临江日报       7  ██▏
//       unknown        2
//       and 3 more
//
// and for programs, a JSON line each.

import Xunwen

/// Writes counts below the hits.
struct FacetText {
  let style: TextStyle

  /// Columns of the longest bar: no more than tell counts apart at a glance.
  private static let barColumns = 24
  private static let nameColumns = 32

  func write(_ facets: [FacetCounts], to output: StandardOutput) throws {
    for facet in facets { try output.write("\n" + text(of: facet)) }
  }

  private func text(of facet: FacetCounts) -> String {
    var rows = facet.values.map { (VisibleText.line($0.name), $0.articles, true) }
    if facet.unknown > 0 { rows.append(("unknown", facet.unknown, false)) }
    let nameWidth = min(Self.nameColumns, rows.map { DisplayWidth.columns(of: $0.0) }.max() ?? 0)
    let countWidth = rows.map { Decimal.grouped($0.1).count }.max() ?? 0
    let most = facet.values.first?.articles ?? 0
    var lines = [style.title(facet.facet.rawValue)]
    for (name, articles, isKnown) in rows {
      let shown = Columns.cut(name, nameWidth)
      let bar = isKnown ? Bar.text(Double(articles) / Double(most), columns: Self.barColumns) : ""
      let line =
        "  \(Columns.left(shown, nameWidth))  \(Columns.right(Decimal.grouped(articles), countWidth))"
      lines.append(isKnown ? "\(line)  \(bar)" : style.faint(line))
    }
    let more = facet.distinct - facet.values.count
    if more > 0 { lines.append(style.faint("  and \(Decimal.grouped(more)) more")) }
    if rows.isEmpty { lines.append(style.faint("  no article")) }
    return lines.map { $0 + "\n" }.joined()
  }
}

/// Counts for programs.
struct FacetLine: Encodable {
  let type = "facet"
  let facet: String
  let values: [Row]
  /// Different values, shown or not.
  let distinct: Int
  /// Articles without a value.
  let unknown: Int

  struct Row: Encodable {
    let value: String
    let articles: Int
  }

  init(_ counts: FacetCounts) {
    facet = counts.facet.rawValue
    values = counts.values.map { Row(value: $0.name, articles: $0.articles) }
    distinct = counts.distinct
    unknown = counts.unknown
  }
}
