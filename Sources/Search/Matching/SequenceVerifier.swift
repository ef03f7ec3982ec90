import InvertedIndex

/// Tells which documents have terms at their places, a batch of documents at a time: term by term, for those
/// that are left.
struct SequenceVerifier {
  private let parts: [(positions: PositionsReader, offset: UInt32)]
  private let reader: SegmentReader
  private let zone: ExactText.Zone
  private var documents: [UInt32] = []
  /// Where the text may begin, by document one after another; and where those of each document end.
  private var starts: [UInt32] = []
  private var startEnds: [Int] = []
  private var positions: [UInt32] = []
  private var positionEnds: [Int] = []

  private static let batchSize = 256

  init(
    _ parts: [(positions: PositionsReader, offset: UInt32)], _ reader: SegmentReader,
    _ zone: ExactText.Zone
  ) {
    self.parts = parts
    self.reader = reader
    self.zone = zone
  }

  /// Those of some documents, all of which have every term, that have the text.
  mutating func filter(_ candidates: [UInt32]) -> [UInt32] {
    var found: [UInt32] = []
    var next = 0
    while next < candidates.count {
      let end = min(candidates.count, next + Self.batchSize)
      documents.removeAll(keepingCapacity: true)
      documents.append(contentsOf: candidates[next..<end])
      begin(parts[0])
      for part in parts.dropFirst() where !documents.isEmpty { narrow(by: part) }
      found += documents
      next = end
    }
    return found
  }

  private mutating func begin(_ part: (positions: PositionsReader, offset: UInt32)) {
    positions.removeAll(keepingCapacity: true)
    positionEnds.removeAll(keepingCapacity: true)
    part.positions.read(documents, into: &positions, ends: &positionEnds)
    // At first as many starts as positions; those that are none are written over.
    swap(&starts, &positions)
    swap(&startEnds, &positionEnds)
    let kept = Self.begin(&documents, &starts, &startEnds, part.offset, reader, zone)
    documents.removeLast(documents.count - kept)
    startEnds.removeLast(startEnds.count - kept)
  }

  /// Turns positions into the starts of the text they belong to; keeps the documents that have any.
  private static func begin(
    _ documents: inout [UInt32], _ starts: inout [UInt32], _ startEnds: inout [Int],
    _ offset: UInt32, _ reader: SegmentReader, _ zone: ExactText.Zone
  ) -> Int {
    let hasZone = zone == .headline || zone == .body
    var documents = documents.mutableSpan
    var starts = starts.mutableSpan
    var startEnds = startEnds.mutableSpan
    var kept = 0
    var keptStarts = 0
    var index = 0
    for number in documents.indices {
      let extent = hasZone ? reader.titleExtent(of: documents[number]) : 0
      let before = keptStarts
      let end = startEnds[number]
      while index < end {
        let position = starts[index]
        index &+= 1
        let start = position &- offset
        let isStart = position >= offset && (!hasZone || (start < extent) == (zone == .headline))
        starts[keptStarts] = start
        keptStarts &+= isStart ? 1 : 0
      }
      documents[kept] = documents[number]
      startEnds[kept] = keptStarts
      kept &+= keptStarts > before ? 1 : 0
    }
    return kept
  }

  private mutating func narrow(by part: (positions: PositionsReader, offset: UInt32)) {
    positions.removeAll(keepingCapacity: true)
    positionEnds.removeAll(keepingCapacity: true)
    part.positions.read(documents, into: &positions, ends: &positionEnds)
    let kept = Self.narrow(
      &documents, &starts, &startEnds, positions, positionEnds, part.offset)
    documents.removeLast(documents.count - kept)
    startEnds.removeLast(startEnds.count - kept)
  }

  /// Keeps the starts from which `offset` on there is a position, and the documents that have any.
  ///
  /// Everything ascends, and is written over what has been read.
  private static func narrow(
    _ documents: inout [UInt32], _ starts: inout [UInt32], _ startEnds: inout [Int],
    _ positions: [UInt32], _ positionEnds: [Int], _ offset: UInt32
  ) -> Int {
    let positions = positions.span
    let positionEnds = positionEnds.span
    var documents = documents.mutableSpan
    var starts = starts.mutableSpan
    var startEnds = startEnds.mutableSpan
    var kept = 0
    var keptStarts = 0
    var start = 0
    var position = 0
    for number in documents.indices {
      let before = keptStarts
      let startEnd = startEnds[number]
      let positionEnd = positionEnds[number]
      while start < startEnd, position < positionEnd {
        let wanted = starts[start] &+ offset
        if positions[position] < wanted {
          position += 1
        } else {
          if positions[position] == wanted {
            starts[keptStarts] = starts[start]
            keptStarts += 1
          }
          start += 1
        }
      }
      start = startEnd
      position = positionEnd
      if keptStarts > before {
        documents[kept] = documents[number]
        startEnds[kept] = keptStarts
        kept += 1
      }
    }
    return kept
  }
}
