public import Xunwen

extension DataRows {
  /// A stored article with its original texts and zones. Zones and matches are spans of the
  /// original texts in Unicode scalars.
  ///
  /// - Parameter matches: UTF-8 offsets in the article's text; nil without a query.
  public init(_ stored: StoredArticle, matches: [Range<Int>]?) {
    let article = stored.article
    let originals = article.originals.indices.map { index -> DataRow in
      let next = index + 1
      let end = next < article.originals.count ? article.originals[next].start : article.text.count
      let text = article.text[article.originals[index].start..<end]
      return [
        "name": .text(article.originals[index].name),
        "text": .text(String(decoding: text, as: UTF8.self)),
      ]
    }
    let zones = article.zones.map { zone -> DataRow in
      let span = article.scalarSpan(of: zone)
      return [
        "kind": .text("\(zone.kind)"), "original": .text(span.original),
        "start": .integer(span.range.lowerBound), "end": .integer(span.range.upperBound),
      ]
    }
    self.init([
      "id": .text(article.id), "title": .text(article.title),
      "date": .optional(article.published?.description), "source": .nonEmpty(article.source),
      "section": .nonEmpty(article.section), "url": .nonEmpty(article.url),
      "path": .nonEmpty(stored.origin?.path),
      "content_hash": .text(NumberText.hexadecimal(stored.contentHash)),
      "tags": .texts(article.tags),
      "extras": .objects(article.extras) { ["key": .text($0.key), "json": .text($0.value)] },
      "encoding": .text(article.encoding), "originals": .objects(originals),
      "zones": .objects(zones), "matches": matches.map { .spans(article.spans(of: $0)) } ?? .null,
      "segment": .text(stored.segment), "document": .integer(stored.document),
    ])
  }

  /// The analysis of a text. Words have the indices of their units; gaps are the positions of
  /// punctuation.
  public init(_ report: AnalysisReport, text: String) {
    self.init([
      "text": .text(text),
      "units": .objects(report.units) {
        [
          "original": .text($0.original), "normalized": .text($0.normalized),
          "kind": .text($0.kind), "position": .integer($0.position),
        ]
      },
      "words": .objects(report.words) {
        [
          "text": .text($0.text), "start": .integer($0.units.lowerBound),
          "end": .integer($0.units.upperBound),
        ]
      },
      "terms": .objects(report.terms) {
        ["kind": .text($0.kind), "text": .text($0.text), "position": .integer($0.position)]
      }, "gaps": .list(report.gaps.map(FieldValue.integer)),
    ])
  }

  /// The articles that contain a quotation, then a summary.
  public init(_ verification: QuoteVerification) {
    self.init { emit in
      for article in verification.articles {
        try emit(DataRow(article).with(["type": "article", "quote": .text(verification.quote)]))
      }
      try emit([
        "type": "summary", "quote": .text(verification.quote),
        "total": .integer(verification.total),
        "prefix": .optional(verification.prefix.map { DataRow($0) }),
        "suffix": .optional(verification.suffix.map { DataRow($0) }),
        "elapsed_ms": .milliseconds(verification.elapsed, digits: 3),
      ])
    }
  }

  /// An error in the input. `line` is nil for text that is not from a file.
  public init(error message: String, line: Int?) {
    self.init(["type": "error", "line": .optional(line), "message": .text(message)])
  }
}

extension DataRow {
  fileprivate init(_ article: QuotedArticle) {
    let occurrences = article.occurrences.map { occurrence in
      DataRow(occurrence.span).with([
        "text": .text(occurrence.text), "verbatim": .flag(occurrence.isVerbatim),
        "sentence": .text(occurrence.sentence),
        "sentence_start": .integer(occurrence.sentenceSpan.range.lowerBound),
        "sentence_end": .integer(occurrence.sentenceSpan.range.upperBound),
      ])
    }
    self = DataRow(article.hit, [.id, .title, .date, .source, .url, .path, .contentHash]).with([
      "verbatim": .flag(article.isVerbatim), "occurrences": .objects(occurrences),
    ])
  }

  /// A part of a quotation. The offsets are Unicode scalars of the quotation.
  fileprivate init(_ fragment: QuoteFragment) {
    self = [
      "text": .text(fragment.text), "start": .integer(fragment.range.lowerBound),
      "end": .integer(fragment.range.upperBound), "article": .object(DataRow(fragment.article)),
    ]
  }
}

extension Article {
  /// The span of a zone in Unicode scalars of its original text, in linear time.
  public func scalarSpan(of zone: Zone) -> (original: String, range: Range<Int>) {
    let original = originals.last { $0.start <= zone.range.lowerBound }
    let start = scalarCount(in: (original?.start ?? 0)..<zone.range.lowerBound)
    return (original?.name ?? "", start..<start + scalarCount(in: zone.range))
  }

  /// The number of Unicode scalars in a range of the UTF-8 text.
  public func scalarCount(in range: Range<Int>) -> Int {
    // Every byte that does not continue a sequence begins a scalar.
    text[range].count { $0 & 0xC0 != 0x80 }
  }
}
