import Articles
import Calendar
import InvertedIndex
import Search
import TextAnalysis

/// Makes what a user sees of a hit: the article's fields, where it matches, and the slice that shows it.
struct HitPresenter {
  private let highlighter: Highlighter
  private let options: SearchOptions
  private let analyzer: Analyzer

  init(_ highlighter: Highlighter, options: SearchOptions, analyzer: Analyzer) {
    self.highlighter = highlighter
    self.options = options
    self.analyzer = analyzer
  }

  func present(
    _ hit: SearchResult.Hit, rank: Int, segment: SegmentReader
  ) throws -> SearchHit {
    let columns = segment.columns
    guard options.includesArticles else {
      return SearchHit(
        rank: rank, id: columns.id(of: hit.document), score: hit.score, title: "",
        published: columns.published(hit.document),
        source: columns.sources[columns.sourceOrdinal(of: hit.document)], url: "", origin: nil,
        contentHash: columns.contentHash(of: hit.document), isPartial: hit.isPartial, snippet: nil,
        matches: [])
    }
    let article = try segment.article(hit.document)
    var snippet: Snippet?
    var spans: [TextSpan] = []
    if options.includesSnippets {
      let places = ArticlePlaces(article)
      var matches = self.matches(in: article, partial: false)
      if matches.isEmpty { matches = self.matches(in: article, partial: true) }
      snippet = self.snippet(of: article, matches: matches, places)
      spans = matches.compactMap { places.span($0.range) }
    }
    return SearchHit(
      rank: rank, id: article.id, score: hit.score, title: article.title,
      published: article.published, source: article.source, url: article.url,
      origin: columns.origin(of: hit.document, article),
      contentHash: columns.contentHash(of: hit.document), isPartial: hit.isPartial,
      snippet: snippet, matches: spans)
  }

  /// Matches of all zones, as byte ranges of the article's text, in order.
  func matches(in article: Article, partial: Bool) -> [TextMatch] {
    var found: [TextMatch] = []
    for zone in article.zones {
      for piece in Self.pieces(of: zone.range, in: article.text) {
        let text = analyzer.analyze(article.text.span.extracting(piece), segmentingWords: false)
        let matches =
          partial
          ? highlighter.partialMatches(in: text, zone: zone.kind.textZone)
          : highlighter.matches(in: text, zone: zone.kind.textZone)
        found += matches.map { $0.shifted(by: piece.lowerBound) }
      }
      let start = zone.range.lowerBound
      let others = highlighter.expressionMatches(
        in: article.text.span.extracting(zone.range), zone: zone.kind.textZone)
      if others.isEmpty { continue }
      found += others.map { $0.shifted(by: start) }
      found.sort { $0.range.lowerBound < $1.range.lowerBound }
    }
    return found
  }

  /// A zone in pieces of at most a megabyte, so that an article of a hundred needs no gigabytes to be shown.
  /// They end behind a full stop, where only a quotation with that full stop in it runs on.
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
        // No sentence is that long; cut between two characters.
        end = start + size
        while text[end] & 0xC0 == 0x80 { end -= 1 }
      }
      pieces.append(start..<end)
      start = end
    }
    return pieces + [start..<zone.upperBound]
  }

  /// From the zone with the most different texts of the query, then the most matches; the headline,
  /// which is shown anyway, only when there is nothing else.
  private func snippet(
    of article: Article, matches: [TextMatch], _ places: ArticlePlaces
  ) -> Snippet? {
    var best: (zone: Zone, matches: ArraySlice<TextMatch>, texts: Int)?
    var rest = matches[...]
    for zone in article.zones {
      // Matches ascend as zones do, and lie in one zone each.
      let inside = rest.prefix { $0.range.lowerBound < zone.range.upperBound }
      rest = rest.dropFirst(inside.count)
      let texts = zone.kind == .title ? -1 : Set(inside.map(\.text)).count
      let rank = (texts, inside.count, zone.kind == .body ? 1 : 0)
      if best.map({ rank > ($0.texts, $0.matches.count, $0.zone.kind == .body ? 1 : 0) }) ?? true {
        best = (zone, inside, texts)
      }
    }
    guard let zone = best?.zone else { return nil }
    let inside = Array(best?.matches ?? [])
    let slice = SnippetBuilder.slice(
      of: article.text, in: zone.range, matches: inside, columns: options.snippetColumns)
    guard let span = places.span(slice) else { return nil }
    // Of a match that is longer than the slice, the part that is in it.
    let shownRanges = inside.map { $0.range.clamped(to: slice) }.filter { !$0.isEmpty }
    let highlights = shownRanges.compactMap { places.span($0) }.map {
      ($0.range.lowerBound - span.range.lowerBound)..<($0.range.upperBound - span.range.lowerBound)
    }
    return Snippet(
      text: String(decoding: article.text[slice], as: UTF8.self), span: span,
      highlights: Self.merged(highlights), isCutBefore: slice.lowerBound > zone.range.lowerBound,
      isCutAfter: slice.upperBound < zone.range.upperBound)
  }

  /// Overlapping and touching ranges made one.
  static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
    var merged: [Range<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }
}

/// Byte offsets in an article's text → Unicode scalar offsets in its original texts.
struct ArticlePlaces {
  private let originals: [Original]
  /// Scalars that begin before every 64th byte.
  private let counts: [Int]
  private let text: [UInt8]

  /// - Complexity: O(*n*) in the length of the text.
  init(_ article: Article) {
    originals = article.originals
    text = article.text
    var counts: [Int] = []
    var count = 0
    for (offset, byte) in article.text.enumerated() {
      if offset % 64 == 0 { counts.append(count) }
      if byte & 0xC0 != 0x80 { count += 1 }
    }
    counts.append(count)
    self.counts = counts
  }

  func span(_ range: Range<Int>) -> TextSpan? {
    guard let original = originals.last(where: { $0.start <= range.lowerBound }) else { return nil }
    let start = scalars(before: original.start)
    return TextSpan(
      original: original.name,
      range: (scalars(before: range.lowerBound) - start)..<(scalars(before: range.upperBound)
        - start)
    )
  }

  private func scalars(before offset: Int) -> Int {
    var count = counts[offset / 64]
    for byte in text[(offset / 64 * 64)..<offset] where byte & 0xC0 != 0x80 { count += 1 }
    return count
  }
}

extension ZoneKind {
  /// The zone as a query knows it. What is neither headline nor body is found by `in:tail`, the line with
  /// the time and the source included: no text of a page is out of reach.
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
    let isKnown = !file(of: document).isEmpty || article.originals.first?.name == "file"
    return isKnown ? origin(of: document) : nil
  }

  /// When a document was published; nil without a date.
  func published(_ document: UInt32) -> CivilDateTime? {
    CivilDateTime(packedDate: date(of: document), packedTime: time(of: document))
  }
}
