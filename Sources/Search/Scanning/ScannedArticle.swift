public import InvertedIndex
import Storage
public import TextAnalysis

/// An article analyzed for scanning, without any index.
public struct ScannedArticle {
  public let id: String
  /// The date of publication, packed as yyyymmdd; 0 without a date.
  public let date: UInt32
  public let source: String
  public let tags: [String]
  /// The values of fields.
  public let fields: [FieldTerm]
  let text: [UInt8]
  let zones: [Zone]

  struct Zone {
    let zone: TextZone
    let range: Range<Int>
    let analyzed: AnalyzedText
    /// The position of the first unit, counted over all zones of the same kind.
    let start: UInt32

    func location(_ range: Range<Int>) -> ClauseReport.Location {
      let start = self.range.lowerBound
      return ClauseReport.Location(
        zone: zone, range: start + range.lowerBound..<start + range.upperBound)
    }
  }

  /// - Parameter text: the original text of the article.
  /// - Complexity: O(*n*) in its length.
  public init(
    id: String, date: UInt32, source: String, tags: [String], fields: [FieldTerm] = [],
    _ text: StoredText, using analyzer: Analyzer
  ) {
    self.id = id
    self.date = date
    self.source = source
    self.tags = tags
    self.fields = fields
    self.text = text.text
    var ends: [TextZone: UInt32] = [:]
    var zones: [Zone] = []
    for (zone, range) in text.zones {
      let analyzed = analyzer.analyze(text.text.span.extracting(range), segmentingWords: false)
      // The index leaves one position free between two zones of a kind.
      let start = ends[zone].map { $0 + 1 } ?? 0
      ends[zone] = start + analyzed.extent
      zones.append(Zone(zone: zone, range: range, analyzed: analyzed, start: start))
    }
    self.zones = zones
  }

  func occurrences(of piece: ScanPiece, in zone: Zone) -> [Occurrence] {
    let found: [Occurrence]
    switch piece {
    case .any(let pieces):
      return pieces.flatMap { occurrences(of: $0, in: zone) }.sorted { $0.start < $1.start }
    case .exact(let exact): found = zone.analyzed.occurrences(of: exact)
    case .glob(let glob): found = zone.analyzed.occurrences(ofWordsWhere: glob.matches)
    case .fuzzy(let spelling): found = zone.analyzed.occurrences(ofWordsWhere: spelling.isNear)
    }
    return found.map { Occurrence(start: zone.start + $0.start, end: zone.start + $0.end) }
  }

  func contains(_ piece: ScanPiece, in wanted: ExactPhrase.Zone) -> Bool {
    zones.contains { wanted.covers($0.zone) && !occurrences(of: piece, in: $0).isEmpty }
  }

  func areNear(
    _ kind: ProximityPlan.Kind, _ pieces: [ScanPiece], in wanted: ExactPhrase.Zone
  ) -> Bool {
    TextZone.allCases.contains { wanted.covers($0) && areNear(kind, pieces, in: $0) }
  }

  private func areNear(
    _ kind: ProximityPlan.Kind, _ pieces: [ScanPiece], in zone: TextZone
  ) -> Bool {
    let text = ProximityInput(kind, pieces, of: self, in: zone)
    if text.occurrences.contains(where: \.isEmpty) { return false }
    return kind.holds(
      of: text.occurrences, spanEnds: text.spanEnds[...], punctuation: text.punctuation[...])
  }

  /// Returns the places of the pieces that take part in a match, or of the whole matches of a
  /// pattern.
  func locations(
    of kind: ProximityPlan.Kind, _ pieces: [ScanPiece], in wanted: ExactPhrase.Zone
  ) -> [ClauseReport.Location] {
    TextZone.allCases.filter(wanted.covers).flatMap { zone in
      let text = ProximityInput(kind, pieces, of: self, in: zone)
      let found = ProximityMatches.find(
        kind, text.occurrences, spanEnds: text.spanEnds, punctuation: text.punctuation)
      if case .pattern = kind { return found.passages.map { location(of: $0, in: zone) } }
      return zip(text.occurrences, found.participants).flatMap { occurrences, participants in
        participants.map { location(of: occurrences[$0], in: zone) }
      }
    }
  }

  /// The place of a range of positions, which begins and ends with a unit.
  private func location(of range: Occurrence, in kind: TextZone) -> ClauseReport.Location {
    let own = zones.filter { $0.zone == kind }
    func source(_ position: UInt32) -> Range<Int> {
      let zone = own[own.partitioningIndex { $0.start > position } - 1]
      let unit = Occurrence(start: position - zone.start, end: position - zone.start + 1)
      return zone.location(zone.analyzed.source(of: unit)).range
    }
    return ClauseReport.Location(
      zone: kind, range: source(range.start).lowerBound..<source(range.end - 1).upperBound)
  }

  /// The occurrences of pieces and the boundaries in all zones of one kind.
  private struct ProximityInput {
    let occurrences: [[Occurrence]]
    let spanEnds: [UInt32]
    let punctuation: [UInt32]

    init(
      _ kind: ProximityPlan.Kind, _ pieces: [ScanPiece], of article: ScannedArticle,
      in zone: TextZone
    ) {
      let own = article.zones.filter { $0.zone == zone }
      func positions(_ positions: (AnalyzedText) -> [UInt32]) -> [UInt32] {
        own.flatMap { zone in positions(zone.analyzed).map { zone.start + $0 } }
      }
      occurrences = pieces.map { piece in
        own.flatMap { article.occurrences(of: piece, in: $0) }
      }
      if case .sentence = kind {
        spanEnds = positions(\.sentenceEnds)
      } else {
        spanEnds = positions(\.paragraphEnds)
      }
      punctuation = positions(\.gaps)
    }
  }

  func matches(
    of expression: RegularExpression, written: String, in wanted: ExactPhrase.Zone,
    limit: Int = .max
  ) throws(ExpressionError) -> [ClauseReport.Location] {
    var found: [ClauseReport.Location] = []
    for zone in zones where wanted.covers(zone.zone) && found.count < limit {
      do throws(RegularExpression.Overrun) {
        let ranges = try expression.matches(in: text.span.extracting(zone.range), limit: limit)
        found += ranges.map { zone.location($0) }
      } catch {
        throw ExpressionError.overrun(expression: written, id: id)
      }
    }
    return found
  }
}
