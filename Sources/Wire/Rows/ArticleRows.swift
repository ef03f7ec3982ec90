public import Xunwen

extension DataRows {
  /// A stored article with its original texts and zones.
  ///
  /// Unknown fields of a record are given as JSON text. Zones and matches are spans of the original
  /// texts in Unicode scalars.
  ///
  /// - Parameter matches: UTF-8 offsets in the article's text; nil without a query.
  public init(_ stored: StoredArticle, matches: [Range<Int>]?) {
    let article = stored.article
    let extras = article.extras.map { extra -> DataRow in
      ["key": .text(extra.key), "json": .text(extra.value)]
    }
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
      "path": .nonEmpty(stored.origin?.file),
      "content_hash": .text(NumberText.hexadecimal(stored.contentHash)),
      "tags": .texts(article.tags), "extras": .objects(extras),
      "encoding": .text(article.encoding), "originals": .objects(originals),
      "zones": .objects(zones),
      "matches": matches.map { .spans(article.spans(of: $0)) } ?? .null,
      "segment": .text(stored.segment), "document": .integer(stored.document),
    ])
  }

  /// The analysis of a text.
  ///
  /// Words have the indices of their units; gaps are the positions of punctuation.
  public init(_ report: AnalysisReport, text: String) {
    let units = report.units.map { unit -> DataRow in
      [
        "original": .text(unit.original), "normalized": .text(unit.normalized),
        "kind": .text(unit.kind), "position": .integer(unit.position),
      ]
    }
    let words = report.words.map { word -> DataRow in
      [
        "text": .text(word.text), "start": .integer(word.units.lowerBound),
        "end": .integer(word.units.upperBound),
      ]
    }
    let terms = report.terms.map { term -> DataRow in
      ["kind": .text(term.kind), "text": .text(term.text), "position": .integer(term.position)]
    }
    self.init([
      "text": .text(text), "units": .objects(units), "words": .objects(words),
      "terms": .objects(terms), "gaps": .list(report.gaps.map(FieldValue.integer)),
    ])
  }

  /// The articles that contain a quotation, then a summary.
  public init(_ verification: QuoteVerification) {
    self.init { emit in
      for article in verification.articles {
        try emit(
          DataRow(article).with(["type": "article", "quote": .text(verification.quote)]))
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

  /// The error of one line of the input.
  ///
  /// - Parameter line: the number of the line, from 1; nil when the text is not from a file.
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
  /// The span of a zone in Unicode scalars of its original text.
  ///
  /// - Complexity: O(*n*) in the bytes of the article.
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
