import Storage

/// All occurrences of one term, decoded: what is written as postings and positions.
///
/// Arrays that only grow: `documentCount` and `occurrenceCount` say how much of them is the term's.
struct OccurrenceList {
  /// Ascending.
  private(set) var documents: [UInt32] = []
  /// Occurrences by document.
  private(set) var frequencies: [UInt32] = []
  /// Occurrences in the headline, by document.
  private(set) var titles: [UInt32] = []
  /// Of every document the first position, then the differences between neighbours; meaningless for a term
  /// of a kind without positions.
  private(set) var positionDeltas: [UInt32] = []
  private(set) var documentCount = 0
  private(set) var occurrenceCount = 0

  mutating func removeAll() {
    documentCount = 0
    occurrenceCount = 0
  }

  /// Decodes the list of one run behind what is there already, and moves `offset` behind it.
  ///
  /// - Parameters:
  ///   - bytes: with the list, as `InvertedRun` describes it, at `offset`.
  ///   - base: number of the run's first document in the segment.
  mutating func append(
    _ bytes: RawSpan, at offset: inout Int, base: UInt32, withPositions: Bool
  ) {
    let head = Varint.decode(bytes, at: &offset)
    let documents = Int(head >> 1)
    let more = head & 1 != 0 ? Int(Varint.decode(bytes, at: &offset)) : 0
    reserve(documents: documents, occurrences: documents + more)
    Self.decode(
      bytes, at: &offset, base: base, withPositions: withPositions,
      &self.documents, &frequencies, &titles, &positionDeltas,
      entries: documentCount..<documentCount + documents,
      occurrences: occurrenceCount..<occurrenceCount + documents + more)
    documentCount += documents
    occurrenceCount += documents + more
  }

  private static func decode(
    _ bytes: RawSpan, at start: inout Int, base: UInt32, withPositions: Bool,
    _ documents: inout [UInt32], _ frequencies: inout [UInt32], _ titles: inout [UInt32],
    _ positionDeltas: inout [UInt32], entries: Range<Int>, occurrences: Range<Int>
  ) {
    // The arrays are looked at once, not for every document.
    var documents = documents.mutableSpan
    var frequencies = frequencies.mutableSpan
    var titles = titles.mutableSpan
    var offset = start
    let positionsStart = offset + 2 * entries.count
    var rest = positionsStart + (withPositions ? 2 * occurrences.count : 0)
    var document = base &- 1
    for entry in entries {
      let head = UInt32(bytes.uint16(at: offset))
      offset &+= 2
      document &+= head &>> 2
      frequencies[entry] = 1
      titles[entry] = 0
      if head & 3 != 0 || head &>> 2 == RunFormat.largestDelta {
        if head &>> 2 == RunFormat.largestDelta {
          document &+= Varint.decode(bytes, at: &rest)
        }
        if head & 2 != 0 { frequencies[entry] = Varint.decode(bytes, at: &rest) }
        if head & 1 != 0 { titles[entry] = Varint.decode(bytes, at: &rest) }
      }
      documents[entry] = document
    }
    if withPositions {
      decodePositions(
        bytes, at: positionsStart, rest: &rest, &positionDeltas, occurrences)
    }
    start = rest
  }

  private static func decodePositions(
    _ bytes: RawSpan, at start: Int, rest: inout Int, _ positionDeltas: inout [UInt32],
    _ occurrences: Range<Int>
  ) {
    let fields = bytes.extracting(start..<start + 2 * occurrences.count)
    var positionDeltas = positionDeltas.mutableSpan
    precondition(occurrences.upperBound <= positionDeltas.count, "room was made")
    let first = occurrences.lowerBound
    for index in 0..<occurrences.count {
      // Safe: both extents have just been checked.
      let field = unsafe fields.unsafeLoadUnaligned(
        fromUncheckedByteOffset: 2 &* index, as: UInt16.self)
      var delta = UInt32(UInt16(littleEndian: field))
      if delta == RunFormat.largestPosition { delta &+= Varint.decode(bytes, at: &rest) }
      unsafe positionDeltas[unchecked: first &+ index] = delta
    }
  }

  /// Adds a document with its positions, ascending.
  mutating func append(document: UInt32, positions: [UInt32], titles titleCount: UInt32) {
    reserve(documents: 1, occurrences: positions.count)
    documents[documentCount] = document
    frequencies[documentCount] = UInt32(positions.count)
    titles[documentCount] = titleCount
    documentCount += 1
    var previous: UInt32 = 0
    for position in positions {
      positionDeltas[occurrenceCount] = position - previous
      previous = position
      occurrenceCount += 1
    }
  }

  private mutating func reserve(documents: Int, occurrences: Int) {
    func extend(_ array: inout [UInt32], to count: Int) {
      if array.count < count {
        array.append(contentsOf: repeatElement(0, count: max(count - array.count, array.count)))
      }
    }
    extend(&self.documents, to: documentCount + documents)
    extend(&frequencies, to: documentCount + documents)
    extend(&titles, to: documentCount + documents)
    extend(&positionDeltas, to: occurrenceCount + occurrences)
  }
}
