public import TextAnalysis

/// An article analyzed for scanning, without any index.
public struct ScannedArticle {
  public let id: String
  /// The date of publication, packed as yyyymmdd; 0 without a date.
  public let date: UInt32
  public let source: String
  public let tags: [String]
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
    id: String, date: UInt32, source: String, tags: [String], _ text: StoredText,
    using analyzer: Analyzer
  ) {
    self.id = id
    self.date = date
    self.source = source
    self.tags = tags
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
    let own = zones.filter { $0.zone == zone }
    let occurrences = pieces.map { piece in own.flatMap { self.occurrences(of: piece, in: $0) } }
    if occurrences.contains(where: \.isEmpty) { return false }
    func marks(_ positions: (AnalyzedText) -> [UInt32]) -> [UInt32] {
      own.flatMap { zone in positions(zone.analyzed).map { zone.start + $0 } }
    }
    var ends: [UInt32] = []
    if case .sentence = kind { ends = marks(\.sentenceEnds) } else { ends = marks(\.paragraphEnds) }
    return kind.holds(of: occurrences, spanEnds: ends[...], punctuation: marks(\.gaps)[...])
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
