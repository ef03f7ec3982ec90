public import Xunwen

extension DataRows {
  /// An article from a file with its zones, and the facts that the page of an official document
  /// prints.
  ///
  /// - Parameter explains: true to add every line with its zone, and every candidate for title,
  ///   time and source with its score.
  public init(_ extracted: ExtractedArticle, explains: Bool) {
    let (article, report) = (extracted.article, extracted.report)
    let row: DataRow = [
      "file": .text(article.id), "title": .text(article.title),
      "date": .optional(article.published?.description), "source": .nonEmpty(article.source),
      "encoding": .text(article.encoding),
      "facts": .objects(report.facts) {
        [
          "name": .text($0.name), "value": .text($0.value), "line": .integer($0.line + 1),
          "reason": .text($0.reason),
        ]
      },
      "zones": .objects(article.zones) {
        ["kind": .text("\($0.kind)"), "text": .text(article.string($0.range))]
      },
    ]
    self.init(explains ? row.with(Self.explanation(report, of: article)) : row)
  }

  private static func explanation(_ report: ExtractionReport, of article: Article) -> DataRow {
    func objects(_ candidates: [Candidate]) -> FieldValue {
      .objects(candidates) {
        [
          "value": .text($0.value), "line": .optional($0.line.map { $0 + 1 }),
          "score": .number($0.roundedScore), "chosen": .flag($0.isChosen),
          "reasons": .texts($0.reasons),
        ]
      }
    }
    return [
      "lines": .objects(report.lines) {
        [
          "zone": .text("\($0.zone)"), "part": .text($0.part), "kind": .text($0.kind),
          "reasons": .texts($0.reasons), "text": .text(article.string($0.range)),
        ]
      }, "titles": objects(report.titles), "dates": objects(report.times),
      "sources": objects(report.sources),
    ]
  }
}

extension Article {
  fileprivate func string(_ range: Range<Int>) -> String {
    String(decoding: text[range], as: UTF8.self)
  }
}

extension Candidate {
  /// The score with one digit after the point.
  public var roundedScore: Double { (Double(score) * 10).rounded() / 10 }
}
