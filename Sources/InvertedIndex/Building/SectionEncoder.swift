import Storage

/// Encodes sorted occurrences as sections of a run, one at a time; see `InvertedRun`.
struct SectionEncoder {
  // These arrays only grow. `used` gives the part in use.
  private var documentDeltas: [UInt16] = []
  private var counts: [UInt8] = []
  private var positionDeltas: [UInt16] = []
  private var terms: [UInt8] = []
  private var used = Used()
  private var large = LargeValues()

  private struct Used {
    var entries = 0
    var positions = 0
    var termBytes = 0
  }

  mutating func begin() {
    used = Used()
    large.removeAll()
  }

  /// Appends all terms of a bucket, from the first `count` values of `sorted`, which are in the
  /// order of code, document and position.
  mutating func append(
    bucket sorted: [UInt64], _ count: Int, titleExtents: TitleExtents, withPositions: Bool
  ) {
    let occurrences = sorted.span.extracting(0..<count)
    // Counting the terms of small buckets would cost more than the memory.
    let different = count < Self.largeCount ? count : Self.termCount(of: occurrences)
    reserve(count, termBytes: RunFormat.longestHead * different)
    Self.append(
      occurrences, titleExtents.view, withPositions, &documentDeltas,
      &counts, &positionDeltas, &terms, &used, &large, head: nil)
  }

  mutating func append(
    _ term: [UInt8], _ occurrences: Span<UInt64>, titleExtents: TitleExtents, withPositions: Bool
  ) {
    reserve(occurrences.count, termBytes: RunFormat.longestHead + term.count)
    Self.append(
      occurrences, titleExtents.view, withPositions, &documentDeltas, &counts, &positionDeltas,
      &terms, &used, &large, head: term)
  }

  private static let largeCount = 1 << 16

  /// The number of terms of sorted occurrences.
  private static func termCount(of occurrences: Span<UInt64>) -> Int {
    var count = 1
    for index in 1..<occurrences.count
    where OccurrenceBuckets.code(of: occurrences[index])
      != OccurrenceBuckets.code(of: occurrences[index - 1])
    {
      count += 1
    }
    return count
  }

  /// Writes the section, or nothing if it has no term.
  func write(to spill: inout SpillWriter) throws(StorageError) {
    if used.entries == 0 { return }
    let header = [
      used.entries, used.positions, large.entries.count, large.positions.count,
    ].map { UInt32($0) }
    // Safe, here and below: integers have no padding.
    try spill.append(unsafe header.span.bytes)
    try spill.append(unsafe large.entries.span.bytes)
    try spill.append(unsafe large.positions.span.bytes)
    try spill.append(unsafe documentDeltas.span.extracting(first: used.entries).bytes)
    try spill.append(unsafe positionDeltas.span.extracting(first: used.positions).bytes)
    try spill.append(unsafe counts.span.extracting(first: used.entries).bytes)
    try spill.append(unsafe terms.span.extracting(first: used.termBytes).bytes)
  }

  private mutating func reserve(_ occurrences: Int, termBytes: Int) {
    documentDeltas.extend(to: used.entries + occurrences, with: 0)
    counts.extend(to: used.entries + occurrences, with: 0)
    positionDeltas.extend(to: used.positions + occurrences, with: 0)
    terms.extend(to: used.termBytes + termBytes, with: 0)
  }

  /// - Parameter head: the only term of the occurrences; nil when codes distinguish the terms.
  private static func append(
    _ occurrences: Span<UInt64>, _ titleExtents: TitleExtents.View, _ withPositions: Bool,
    _ documentDeltas: inout [UInt16], _ counts: inout [UInt8], _ positionDeltas: inout [UInt16],
    _ terms: inout [UInt8], _ used: inout Used, _ large: inout LargeValues, head: [UInt8]?
  ) {
    // Spans of the arrays are made once, not for every term.
    var lists = SectionListWriter(
      documentDeltas.mutableSpan, counts.mutableSpan, positionDeltas.mutableSpan,
      entries: used.entries, positions: used.positions, room: occurrences.count)
    var terms = terms.mutableSpan
    var before: UInt64 = 0
    var start = 0
    while start < occurrences.count {
      let firstEntry = lists.entries
      let code = OccurrenceBuckets.code(of: occurrences[start])
      let end = lists.append(occurrences, from: start, titleExtents, withPositions, &large)
      if let head {
        put(UInt32(head.count), &terms, &used.termBytes)
        for byte in head {
          terms[used.termBytes] = byte
          used.termBytes += 1
        }
      } else {
        // Safe to narrow: a code has 20 bits, and a run has fewer than 2³¹ occurrences.
        put(UInt32(truncatingIfNeeded: code &- before), &terms, &used.termBytes)
        before = code
      }
      let documents = lists.entries &- firstEntry
      let more = end &- start &- documents
      put(UInt32(truncatingIfNeeded: documents &<< 1 | (more > 0 ? 1 : 0)), &terms, &used.termBytes)
      if more > 0 { put(UInt32(truncatingIfNeeded: more), &terms, &used.termBytes) }
      start = end
    }
    used.entries = lists.entries
    used.positions = lists.positions
  }

  @inline(__always)
  private static func put(_ value: UInt32, _ bytes: inout MutableSpan<UInt8>, _ end: inout Int) {
    var rest = value
    while rest >= 0x80 {
      bytes[end] = UInt8(truncatingIfNeeded: rest) | 0x80
      end &+= 1
      rest &>>= 7
    }
    bytes[end] = UInt8(truncatingIfNeeded: rest)
    end &+= 1
  }
}
