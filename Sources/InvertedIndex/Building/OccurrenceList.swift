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
  /// Of every document the first position, then the differences between neighbours.
  private(set) var positionDeltas: [UInt32] = []
  private(set) var documentCount = 0
  private(set) var occurrenceCount = 0

  mutating func removeAll() {
    documentCount = 0
    occurrenceCount = 0
  }

  /// Decodes the chain of one run behind what is there already.
  ///
  /// - Parameters:
  ///   - chain: as `InvertedRun` describes it.
  ///   - base: number of the run's first document in the segment.
  ///   - titleExtents: by document of the segment, below which positions are the headline's; empty where
  ///     none is (in the tail).
  mutating func append(_ chain: Span<UInt8>, base: UInt32, titleExtents: Span<UInt32>) {
    reserve(chain.count)
    let added = Self.decode(
      chain, base: base, titleExtents, &documents, &frequencies, &titles, &positionDeltas,
      from: documentCount, occurrenceCount)
    documentCount += added.documents
    occurrenceCount += added.occurrences
  }

  /// Decodes a chain into the arrays from the given places on, and says how far it came.
  private static func decode(
    _ chain: Span<UInt8>, base: UInt32, _ titleExtents: Span<UInt32>,
    _ documents: inout [UInt32], _ frequencies: inout [UInt32], _ titles: inout [UInt32],
    _ positionDeltas: inout [UInt32], from firstEntry: Int, _ firstOccurrence: Int
  ) -> (documents: Int, occurrences: Int) {
    var documents = documents.mutableSpan
    var frequencies = frequencies.mutableSpan
    var titles = titles.mutableSpan
    var positionDeltas = positionDeltas.mutableSpan
    var (entry, occurrence) = (firstEntry - 1, firstOccurrence)
    var next = base &- 1
    var position: UInt32 = 0
    var extent: UInt32 = 0
    // Safe: bytes have no padding.
    let bytes = unsafe chain.bytes
    var offset = 0
    while offset < bytes.byteCount {
      // 32 bits hold every value: `OccurrenceBuckets` limits documents and positions.
      let value = Varint.decode(bytes, at: &offset)
      if value & 1 != 0 {
        next &+= value >> 1
        position = Varint.decode(bytes, at: &offset)
        entry += 1
        documents[entry] = next
        frequencies[entry] = 1
        extent = titleExtents.isEmpty ? 0 : titleExtents[Int(next)]
        titles[entry] = position < extent ? 1 : 0
        positionDeltas[occurrence] = position
      } else {
        let delta = value >> 1
        position &+= delta
        frequencies[entry] += 1
        if position < extent { titles[entry] += 1 }
        positionDeltas[occurrence] = delta
      }
      occurrence += 1
    }
    return (entry + 1 - firstEntry, occurrence - firstOccurrence)
  }

  /// Adds a document with its positions, ascending.
  mutating func append(document: UInt32, positions: [UInt32], titles titleCount: UInt32) {
    reserve(positions.count)
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

  /// Makes room for as many documents and occurrences.
  private mutating func reserve(_ count: Int) {
    func extend(_ array: inout [UInt32], _ used: Int) {
      if array.count < used + count {
        array.append(
          contentsOf: repeatElement(0, count: max(used + count - array.count, array.count)))
      }
    }
    extend(&documents, documentCount)
    extend(&frequencies, documentCount)
    extend(&titles, documentCount)
    extend(&positionDeltas, occurrenceCount)
  }
}
