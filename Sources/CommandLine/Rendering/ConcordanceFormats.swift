// Lines of a concordance, as they come.

import Xunwen

/// A way to write them.
protocol ConcordanceFormat {
  var header: String { get }
  func text(of lines: [ConcordanceLine]) throws -> [UInt8]
  /// What comes last on standard output.
  func footer(_ totals: ConcordanceTotals, shown: Int) throws -> [UInt8]
  /// What people are told beside it; nil where the footer says it.
  func note(_ totals: ConcordanceTotals, shown: Int) -> String?
}

/// Writes lines a thousand at a time: columns are aligned as far.
struct ConcordancePrinter {
  private let format: any ConcordanceFormat
  private let output: StandardOutput
  private var waiting: [ConcordanceLine] = []
  private var shown = 0

  private static let pageSize = 1000

  init(_ format: any ConcordanceFormat, _ output: StandardOutput) {
    self.format = format
    self.output = output
  }

  func begin() throws { try output.write(format.header) }

  mutating func add(_ lines: [ConcordanceLine]) throws {
    shown += lines.count
    var rest = (waiting + lines)[...]
    while rest.count >= Self.pageSize {
      try output.write(format.text(of: Array(rest.prefix(Self.pageSize))))
      rest = rest.dropFirst(Self.pageSize)
    }
    waiting = Array(rest)
  }

  mutating func finish(_ totals: ConcordanceTotals) throws {
    if !waiting.isEmpty { try output.write(format.text(of: waiting)) }
    try output.write(format.footer(totals, shown: shown))
    try output.flush()
    if let note = format.note(totals, shown: shown) { StandardError.write(note + "\n") }
  }
}

extension ConcordanceTotals {
  /// `1,234 occurrences in 567 of 890 articles that match; 50 shown`.
  func summary(shown: Int) -> String {
    if articles == 0 { return "no article matches" }
    if occurrences == 0 {
      return "\(Decimal.count(articles, "article")) without a word or quotation to show"
    }
    let text =
      "\(Decimal.count(occurrences, "occurrence")) in "
      + Decimal.count(articlesWithOccurrences, "article")
    return shown < occurrences ? text + "; \(Decimal.grouped(shown)) shown" : text
  }
}

/// CSV. In the text, line breaks and other white space are spaces, and what would command a terminal its picture, one
/// for one, so that lengths stay.
struct ConcordanceTable: ConcordanceFormat {
  static let names = [
    "id", "published", "source", "original", "start", "left", "match", "right",
  ]

  let header: String

  func text(of lines: [ConcordanceLine]) -> [UInt8] {
    lines.flatMap { line in
      Array(
        CSVRow.line([
          line.id, line.published?.description ?? "", line.source, line.span.original,
          String(line.span.range.lowerBound), Self.line(line.left), Self.line(line.match),
          Self.line(line.right),
        ]).utf8)
    }
  }

  func footer(_ totals: ConcordanceTotals, shown: Int) -> [UInt8] { [] }

  func note(_ totals: ConcordanceTotals, shown: Int) -> String? { totals.summary(shown: shown) }

  private static func line(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.isWhitespace ? " " : VisibleText.visible($0) }))
  }
}

/// JSON lines with the text exactly as it stands, then a summary.
struct ConcordanceLines: ConcordanceFormat {
  let query: String
  private let line = JSONLine()

  init(query: String) {
    self.query = query
  }

  var header: String { "" }

  func text(of lines: [ConcordanceLine]) throws -> [UInt8] {
    try lines.flatMap { try line.encode(OccurrenceRow($0)) }
  }

  func footer(_ totals: ConcordanceTotals, shown: Int) throws -> [UInt8] {
    try line.encode(ConcordanceSummary(query, totals))
  }

  func note(_ totals: ConcordanceTotals, shown: Int) -> String? { nil }
}

private struct OccurrenceRow: Encodable {
  let type = "occurrence"
  let id: String
  let published: Nullable<String>
  let source: Nullable<String>
  /// Which of the article's original texts; `start` and `end` are Unicode scalars in it, of the match.
  let original: String
  let start: Int
  let end: Int
  let left: String
  let match: String
  let right: String

  init(_ line: ConcordanceLine) {
    id = line.id
    published = Nullable(line.published?.description)
    source = Nullable(nonEmpty: line.source)
    original = line.span.original
    start = line.span.range.lowerBound
    end = line.span.range.upperBound
    left = line.left
    match = line.match
    right = line.right
  }
}

private struct ConcordanceSummary: Encodable {
  let type = "summary"
  let query: String
  let articles: Int
  let articlesWithOccurrences: Int
  let occurrences: Int

  private enum CodingKeys: String, CodingKey {
    case type, query, articles, occurrences
    case articlesWithOccurrences = "articles_with_occurrences"
  }

  init(_ query: String, _ totals: ConcordanceTotals) {
    self.query = query
    articles = totals.articles
    articlesWithOccurrences = totals.articlesWithOccurrences
    occurrences = totals.occurrences
  }
}
