public import TextAnalysis

/// An article as a scan sees it: analyzed from its text, without any index.
public struct ScannedArticle {
  public let id: String
  /// yyyymmdd; 0 without a date.
  public let date: UInt32
  public let source: String
  public let tags: [String]
  let text: [UInt8]
  let zones: [Zone]

  struct Zone {
    let zone: TextZone
    /// In the article's text.
    let range: Range<Int>
    let analyzed: AnalyzedText
    /// Of its first unit, among those of all headlines, bodies or tails.
    let start: UInt32
  }

  /// - Parameter text: the article as it was written.
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
      // One position between a zone and the next of its kind, as the index has it.
      let start = ends[zone].map { $0 + 1 } ?? 0
      ends[zone] = start + analyzed.extent
      zones.append(Zone(zone: zone, range: range, analyzed: analyzed, start: start))
    }
    self.zones = zones
  }
}
