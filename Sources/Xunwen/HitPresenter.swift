import Articles
import Calendar
import InvertedIndex
import Search
import TextAnalysis

/// Makes the hits that a user sees: the article's fields, its matches and its snippet.
struct HitPresenter {
  let highlighter: Highlighter
  var options = SearchOptions()
  let analyzer: Analyzer

  /// Presents hits in order.
  ///
  /// - Parameter offset: The number of hits before the first of these.
  func present(
    _ hits: some Collection<SearchResult.Hit>, after offset: Int = 0, in reader: IndexReader
  ) throws -> [SearchHit] {
    let damage = reader.damageCount
    let presented = try hits.enumerated().map { index, hit in
      try present(hit, rank: offset + index + 1, segment: reader.segments[hit.segment])
    }
    try reader.checkDamage(since: damage)
    return presented
  }

  private func present(
    _ hit: SearchResult.Hit, rank: Int, segment: SegmentReader
  ) throws -> SearchHit {
    let columns = segment.columns
    let document = hit.document
    let article = options.includesArticles ? try segment.article(document) : nil
    var snippet: Snippet?
    var spans: [TextSpan] = []
    if let article, options.includesSnippets {
      let offsets = OriginalOffsets(article)
      let matches = bestMatches(in: article)
      snippet = self.snippet(of: article, matches: matches, offsets)
      spans = matches.compactMap { offsets.span($0.range) }
    }
    return SearchHit(
      rank: rank, id: article?.id ?? columns.id(of: document), score: hit.score,
      title: article?.title ?? "",
      published: article.map(\.published) ?? columns.published(document),
      source: article?.source ?? columns.sources[columns.sourceOrdinal(of: document)],
      tags: article?.tags ?? [], url: article?.url ?? "",
      origin: article.flatMap { columns.origin(of: document, $0) },
      contentHash: columns.contentHash(of: document), isPartial: hit.isPartial, snippet: snippet,
      matches: spans)
  }

  /// Returns the marks of the query or, where there are none, of its ranking terms. An expression
  /// that takes too long marks nothing.
  func bestMatches(in article: Article) -> [TextMatch] {
    var collector = MatchCollector(highlighter)
    for zone in article.zones where highlighter.covers(zone.kind.textZone) {
      for piece in Self.pieces(of: zone.range, in: article.text) {
        collector.add(
          analyzer.analyze(article.text.span.extracting(piece), segmentingWords: false),
          zone: zone.kind.textZone, at: piece.lowerBound,
          continuesZone: piece.lowerBound > zone.range.lowerBound)
      }
      try? collector.addExpressions(of: zone, in: article)
    }
    let marks = collector.finish().marks
    return marks.isEmpty ? partialMatches(in: article) : marks
  }

  private func partialMatches(in article: Article) -> [TextMatch] {
    guard let partial = highlighter.ofPartialMatches else { return [] }
    return HitPresenter(highlighter: partial, analyzer: analyzer).bestMatches(in: article)
  }

  /// Splits a zone into pieces of at most 1 MiB, to limit the memory of the analysis. Pieces end
  /// after a full stop. Only a quoted phrase that contains this full stop is missed.
  static func pieces(of zone: Range<Int>, in text: [UInt8]) -> [Range<Int>] {
    let size = 1 << 20
    let fullStop = Array("。".utf8)
    var pieces: [Range<Int>] = []
    var start = zone.lowerBound
    while zone.upperBound - start > size {
      var end = start + size
      while end > start + size / 2, !text[(end - fullStop.count)..<end].elementsEqual(fullStop) {
        end -= 1
      }
      if end == start + size / 2 {
        // Half a mebibyte without a full stop: cut between two characters.
        end = start + size
        while text[end] & 0xC0 == 0x80 { end -= 1 }
      }
      pieces.append(start..<end)
      start = end
    }
    return pieces + [start..<zone.upperBound]
  }

  /// Returns a snippet from the zone that matches the most different texts of the query, or has the
  /// most matches of them. The title is chosen last.
  private func snippet(
    of article: Article, matches: [TextMatch], _ offsets: OriginalOffsets
  ) -> Snippet? {
    var best: (zone: Zone, matches: ArraySlice<TextMatch>, texts: Int)?
    var rest = matches[...]
    for zone in article.zones {
      // Matches and zones ascend, and each match is in one zone.
      let inside = rest.prefix { $0.range.lowerBound < zone.range.upperBound }
      rest = rest.dropFirst(inside.count)
      let texts = zone.kind == .title ? -1 : Set(inside.map(\.text)).count
      let rank = (texts, inside.count, zone.kind == .body ? 1 : 0)
      if best.map({ rank > ($0.texts, $0.matches.count, $0.zone.kind == .body ? 1 : 0) }) ?? true {
        best = (zone, inside, texts)
      }
    }
    guard let (zone, inside, _) = best else { return nil }
    let slice = SnippetBuilder.slice(
      of: article.text, in: zone.range, matches: Array(inside), columns: options.snippetColumns
    ) { analyzer.wordStarts(in: $0, of: article.text) }
    guard let span = offsets.span(slice) else { return nil }
    // A match may be longer than the slice.
    let shownRanges = inside.map { $0.range.clamped(to: slice) }.filter { !$0.isEmpty }
    let highlights = shownRanges.compactMap { offsets.span($0) }.map {
      ($0.range.lowerBound - span.range.lowerBound)..<($0.range.upperBound - span.range.lowerBound)
    }
    return Snippet(
      text: String(decoding: article.text[slice], as: UTF8.self), span: span,
      highlights: Self.merged(highlights),
      isCutBefore: Self.hasText(article.text[zone.range.lowerBound..<slice.lowerBound]),
      isCutAfter: Self.hasText(article.text[slice.upperBound..<zone.range.upperBound]))
  }

  /// True when UTF-8 contains more than white space.
  private static func hasText(_ utf8: ArraySlice<UInt8>) -> Bool {
    var decoder = UTF8()
    var bytes = utf8.makeIterator()
    while case .scalarValue(let scalar) = decoder.decode(&bytes) {
      if !scalar.properties.isWhitespace { return true }
    }
    return false
  }

  /// Returns the union of ranges as ascending ranges without overlaps.
  ///
  /// - Parameter joinsNeighbours: true if ranges that touch become one.
  static func merged(_ ranges: [Range<Int>], joinsNeighbours: Bool = true) -> [Range<Int>] {
    var merged: [Range<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last,
        range.lowerBound < last.upperBound || joinsNeighbours && range.lowerBound == last.upperBound
      {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }
}

extension MatchCollector {
  /// - Throws: `ExpressionError.overrun`. The matches of other expressions are added.
  mutating func addExpressions(of zone: Zone, in article: Article) throws(ExpressionError) {
    try addExpressions(
      in: article.text.span.extracting(zone.range), zone: zone.kind.textZone,
      at: zone.range.lowerBound, id: article.id)
  }
}

extension ZoneKind {
  /// The zone in terms of queries. `in:tail` finds all text outside title and body.
  var textZone: TextZone {
    switch self {
    case .title: .title
    case .body: .body
    case .tail, .header: .tail
    }
  }
}

extension Columns {
  /// The location from which an article was read; nil when a repair could not recover it.
  func origin(of document: UInt32, _ article: Article) -> Origin? {
    let isKnown = !file(of: document).isEmpty || article.isWholeFile
    return isKnown ? origin(of: document) : nil
  }

  func published(_ document: UInt32) -> CivilDateTime? {
    CivilDateTime(packedDate: date(of: document), packedTime: time(of: document))
  }
}
