import InvertedIndex

/// A phrase that contains the same terms many times, such as the same character in a long sequence.
///
/// Checking part by part would read the positions of a term once for each part that has it. Here,
/// the positions of each term are read once as a bitmap, and each part is one pass over the words
/// of the bitmap of possible starts. The cost is that of the positions, plus the product of parts
/// and positions divided by 64.
struct RepeatedPhrase {
  /// The terms whose positions are read, the rarest first, each with its offsets in the phrase.
  let terms: [(term: Int, offsets: [UInt32])]

  /// Up to this number of repetitions, checking part by part is fastest.
  private static var fewRepetitions: Int { 64 }

  /// Returns nil for a phrase with few repetitions.
  init?(_ parts: [PhrasePlan.Part]) {
    guard parts.count > Self.fewRepetitions else { return nil }
    var terms: [(term: Int, offsets: [UInt32])] = []
    var indices: [Int: Int] = [:]
    var count = 0
    for part in parts where part.isRead {
      count += 1
      if let index = indices[part.term] {
        terms[index].offsets.append(part.offset)
      } else {
        indices[part.term] = terms.count
        terms.append((part.term, [part.offset]))
      }
    }
    guard count - terms.count > Self.fewRepetitions else { return nil }
    self.terms = terms
  }
}

/// Finds the occurrences of a phrase with many repetitions in one document after another.
struct RepeatedPhraseVerifier {
  private let terms: [(positions: PositionsReader, offsets: [UInt32])]
  private let reader: SegmentReader
  private let zone: ExactPhrase.Zone
  private let work: WorkMeter
  private var rows: [PositionRow] = []
  private var ends: [UInt32] = []

  /// - Parameter terms: the positions of each term and its offsets in the phrase.
  init(
    _ terms: [(positions: PositionsReader, offsets: [UInt32])], _ reader: SegmentReader,
    _ zone: ExactPhrase.Zone, _ work: WorkMeter
  ) {
    self.terms = terms
    self.reader = reader
    self.zone = zone
    self.work = work
  }

  /// - Parameter candidates: documents that contain every term.
  mutating func filter(_ candidates: DocumentSet) -> DocumentSet {
    .sorted(candidates.sorted.filter { !starts(in: $0).isEmpty })
  }

  /// Returns the positions at which the phrase starts in the zone; none if postings are damaged or
  /// if there is too much work.
  ///
  /// - Parameter document: a document that contains every term. The documents of successive calls
  ///   ascend.
  mutating func starts(in document: UInt32) -> PositionBits {
    var starts: PositionBits?
    for (positions, offsets) in terms {
      guard positions.read([document], into: &rows, ends: &ends) == 1 else { return PositionBits() }
      let found = PositionBits(rows[..<Int(ends[0])])
      let extent = Int(reader.length(of: document, in: zone.field))
      guard work.count(4 * rows.count + offsets.count * (1 + extent / 64)) else {
        return PositionBits()
      }
      for offset in offsets {
        if starts == nil {
          starts = found.moved(back: Int(offset))
        } else {
          starts?.formIntersection(found, movedBack: Int(offset))
        }
        if starts?.isEmpty ?? true { return PositionBits() }
      }
    }
    guard var starts else { return PositionBits() }
    if zone == .title || zone == .body {
      starts.keep(inTitle: zone == .title, extent: Int(reader.titleExtent(of: document)))
    }
    return starts
  }
}
