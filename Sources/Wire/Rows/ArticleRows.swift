public import Xunwen

extension DataRows {
  /// A stored article with its original texts and zones. Zones and matches are spans of the
  /// original texts in Unicode scalars.
  ///
  /// - Parameters:
  ///   - matches: UTF-8 offsets in the article's text; nil without a query.
  ///   - part: the part of the text to show, in Unicode scalars of all original texts in their
  ///     order, with its zones and matches; nil for everything.
  public init(_ stored: StoredArticle, matches: [Range<Int>]?, part: Range<Int>? = nil) {
    let article = stored.article
    let shown = part.map { article.bytes(ofScalars: $0) } ?? 0..<article.text.count
    let originals = article.originals.indices.compactMap { index -> DataRow? in
      let next = index + 1
      let end = next < article.originals.count ? article.originals[next].start : article.text.count
      let whole = article.originals[index].start..<end
      let range = whole.clamped(to: shown)
      if part != nil, range.isEmpty { return nil }
      let row: DataRow = [
        "name": .text(article.originals[index].name),
        "text": .text(String(decoding: article.text[range], as: UTF8.self)),
      ]
      guard part != nil else { return row }
      let start = article.scalarCount(in: whole.lowerBound..<range.lowerBound)
      return row.with(["start": .integer(start)])
    }
    let zones = article.zones.filter { $0.range.overlaps(shown) }.map { zone -> DataRow in
      let span = article.scalarSpan(of: zone)
      return [
        "kind": .text("\(zone.kind)"), "original": .text(span.original),
        "start": .integer(span.range.lowerBound), "end": .integer(span.range.upperBound),
      ]
    }
    let spans = matches.map { matches in
      article.spans(of: part == nil ? matches : matches.filter { $0.overlaps(shown) })
    }
    let row: DataRow = [
      "id": .text(article.id), "title": .text(article.title),
      "date": .optional(article.published?.description), "source": .nonEmpty(article.source),
      "section": .nonEmpty(article.section), "url": .nonEmpty(article.url),
      "path": .nonEmpty(stored.origin?.path),
      "content_hash": .text(NumberText.hexadecimal(stored.contentHash)),
      "tags": .texts(article.tags),
      "extras": .objects(article.extras) { ["key": .text($0.key), "json": .text($0.value)] },
      "encoding": .text(article.encoding), "originals": .objects(originals),
      "zones": .objects(zones), "matches": spans.map { .spans($0) } ?? .null,
      "segment": .text(stored.segment), "document": .integer(stored.document),
    ]
    guard let part else {
      self.init(row)
      return
    }
    let total = article.scalarCount(in: 0..<article.text.count)
    let end = min(part.upperBound, total)
    let next: DataRow = end < total ? ["next_offset": .integer(end)] : [:]
    self.init(
      row.with([
        "part": .object(
          next.with([
            "offset": .integer(min(part.lowerBound, total)), "end": .integer(end),
            "total": .integer(total),
          ])),
        "matches_total": .optional(matches?.count),
      ]))
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

  /// The range of the UTF-8 text for a range of its Unicode scalars, cut at the end of the text.
  fileprivate func bytes(ofScalars range: Range<Int>) -> Range<Int> {
    var (start, end, count) = (text.count, text.count, 0)
    for (offset, byte) in text.enumerated() where byte & 0xC0 != 0x80 {
      if count == range.lowerBound { start = offset }
      if count == range.upperBound {
        end = offset
        break
      }
      count += 1
    }
    return min(start, end)..<end
  }

  /// The number of Unicode scalars in a range of the UTF-8 text.
  public func scalarCount(in range: Range<Int>) -> Int {
    // Every byte that does not continue a sequence begins a scalar.
    text[range].count { $0 & 0xC0 != 0x80 }
  }
}
