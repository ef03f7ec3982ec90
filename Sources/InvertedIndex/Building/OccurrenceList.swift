import Storage

/// All occurrences of one term, decoded. `documentCount` and `occurrenceCount` give the part of the
/// arrays that is in use.
struct OccurrenceList {
  private(set) var documents: [UInt32] = []
  private(set) var frequencies: [UInt32] = []
  private(set) var titles: [UInt32] = []
  /// For each document the first position, then the differences between neighbours; arbitrary for a
  /// term of a kind without positions.
  private(set) var positionDeltas: [UInt32] = []
  private(set) var documentCount = 0
  private(set) var occurrenceCount = 0

  mutating func removeAll() {
    documentCount = 0
    occurrenceCount = 0
  }

  /// Decodes the lists of some runs for a term and appends them.
  ///
  /// - Parameters:
  ///   - cursors: a cursor for each run, after the term. It is moved after the term's list.
  ///   - bases: for each run, the number of its first document in the segment.
  mutating func append(
    _ parts: [SectionCursor.Part], _ cursors: inout [SectionCursor], _ bytes: RawSpan,
    bases: [UInt32], withPositions: Bool
  ) {
    var (documents, occurrences) = (0, 0)
    for part in parts {
      documents += part.documents
      occurrences += part.occurrences
    }
    reserve(documents: documents)
    reserve(occurrences: occurrences)
    // Spans of the arrays are made once, not for every run.
    Self.decode(
      parts, &cursors, bytes, bases.span, withPositions, &self.documents, &frequencies, &titles,
      &positionDeltas, from: (documentCount, occurrenceCount))
    documentCount += documents
    occurrenceCount += occurrences
  }

  private static func decode(
    _ parts: [SectionCursor.Part], _ cursors: inout [SectionCursor], _ bytes: RawSpan,
    _ bases: Span<UInt32>,
    _ withPositions: Bool, _ documents: inout [UInt32], _ frequencies: inout [UInt32],
    _ titles: inout [UInt32], _ positionDeltas: inout [UInt32], from start: (Int, Int)
  ) {
    var documents = documents.mutableSpan
    var frequencies = frequencies.mutableSpan
    var titles = titles.mutableSpan
    var positionDeltas = positionDeltas.mutableSpan
    var cursors = cursors.mutableSpan
    var (entry, occurrence) = start
    for part in parts {
      decodeDocuments(
        bytes, &cursors[part.run], bases[part.run], &documents, &frequencies, &titles,
        entry..<entry + part.documents)
      if withPositions {
        decodePositions(
          bytes, &cursors[part.run], &positionDeltas, occurrence..<occurrence + part.occurrences)
      }
      entry += part.documents
      occurrence += part.occurrences
    }
  }

  @inline(__always)
  private static func decodeDocuments(
    _ bytes: RawSpan, _ cursor: inout SectionCursor, _ base: UInt32,
    _ documents: inout MutableSpan<UInt32>, _ frequencies: inout MutableSpan<UInt32>,
    _ titles: inout MutableSpan<UInt32>, _ entries: Range<Int>
  ) {
    let first = entries.lowerBound
    let deltas = bytes.extracting(cursor.documentDeltas..<cursor.documentDeltas + 2 * entries.count)
    let counts = bytes.extracting(cursor.counts..<cursor.counts + entries.count)
    cursor.documentDeltas += 2 * entries.count
    cursor.counts += entries.count
    precondition(
      first >= 0 && entries.upperBound <= min(documents.count, frequencies.count, titles.count),
      "room was made")
    var document = base &- 1
    var hasLarge = false
    // Safe: the extents have just been checked, and every bit pattern is an integer.
    for index in 0..<entries.count {
      document &+= UInt32(
        unsafe deltas.unsafeLoadUnaligned(fromUncheckedByteOffset: 2 &* index, as: UInt16.self))
      unsafe documents[unchecked: first &+ index] = document
      let fields = UInt32(unsafe counts.unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self))
      let count = fields & RunFormat.largestCount
      unsafe frequencies[unchecked: first &+ index] = count &+ 1
      unsafe titles[unchecked: first &+ index] = fields &>> 4
      hasLarge = hasLarge || count == RunFormat.largestCount
    }
    guard hasLarge else { return }
    for entry in entries where frequencies[entry] > RunFormat.largestCount {
      frequencies[entry] = bytes.uint32(at: cursor.largeEntries)
      titles[entry] = bytes.uint32(at: cursor.largeEntries + 4)
      cursor.largeEntries += 8
    }
  }

  @inline(__always)
  private static func decodePositions(
    _ bytes: RawSpan, _ cursor: inout SectionCursor, _ positionDeltas: inout MutableSpan<UInt32>,
    _ occurrences: Range<Int>
  ) {
    let first = occurrences.lowerBound
    let fields = bytes.extracting(
      cursor.positionDeltas..<cursor.positionDeltas + 2 * occurrences.count)
    cursor.positionDeltas += 2 * occurrences.count
    precondition(first >= 0 && occurrences.upperBound <= positionDeltas.count, "room was made")
    // 0xFFFF plus one sets the bit above. A vectorized maximum would cost more.
    var carries: UInt32 = 0
    for index in 0..<occurrences.count {
      // Safe: both extents have just been checked.
      let delta = UInt32(
        unsafe fields.unsafeLoadUnaligned(fromUncheckedByteOffset: 2 &* index, as: UInt16.self))
      unsafe positionDeltas[unchecked: first &+ index] = delta
      carries |= delta &+ 1
    }
    guard carries > RunFormat.largestPosition else { return }
    for occurrence in occurrences where positionDeltas[occurrence] == RunFormat.largestPosition {
      positionDeltas[occurrence] = bytes.uint32(at: cursor.largePositions)
      cursor.largePositions += 4
    }
  }

  /// - Parameter deltas: the first position and the differences between neighbours; empty for a
  ///   term of a kind without positions.
  mutating func append(
    document: UInt32, frequency: UInt32, title: UInt32, positionDeltas deltas: Span<UInt32>
  ) {
    reserve(documents: 1)
    // A term without positions needs no room for them, whatever its frequencies are.
    if !deltas.isEmpty { reserve(occurrences: deltas.count) }
    documents[documentCount] = document
    frequencies[documentCount] = frequency
    titles[documentCount] = title
    documentCount += 1
    for index in deltas.indices { positionDeltas[occurrenceCount + index] = deltas[index] }
    occurrenceCount += Int(frequency)
  }

  private mutating func reserve(documents: Int) {
    self.documents.extend(to: documentCount + documents, with: 0)
    frequencies.extend(to: documentCount + documents, with: 0)
    titles.extend(to: documentCount + documents, with: 0)
  }

  private mutating func reserve(occurrences: Int) {
    positionDeltas.extend(to: occurrenceCount + occurrences, with: 0)
  }
}
