import Storage

/// Encodes sorted occurrences as the sections of a run, one at a time; the format is at `InvertedRun`.
struct SectionEncoder {
  // Arrays that only grow: of each, as many values are in use as the counts say.
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

  /// Forgets the section before.
  mutating func begin() {
    used = Used()
    large.removeAll()
  }

  /// Appends all terms of a bucket.
  ///
  /// - Parameter sorted: by code, document and position; the first `count` count.
  mutating func append(
    bucket sorted: [UInt64], _ count: Int, titleExtents: TitleExtents, withPositions: Bool
  ) {
    reserve(count, termBytes: RunFormat.longestHead * count)
    Self.append(
      sorted.span.extracting(0..<count), titleExtents.view, withPositions, &documentDeltas,
      &counts, &positionDeltas, &terms, &used, &large, head: nil)
  }

  /// Appends one term that was looked up.
  mutating func append(
    _ term: [UInt8], _ occurrences: Span<UInt64>, titleExtents: TitleExtents, withPositions: Bool
  ) {
    reserve(occurrences.count, termBytes: RunFormat.longestHead + term.count)
    Self.append(
      occurrences, titleExtents.view, withPositions, &documentDeltas, &counts, &positionDeltas,
      &terms, &used, &large, head: term)
  }

  /// Writes the section; nothing if it has no term.
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
    func extend<Value: FixedWidthInteger>(_ array: inout [Value], to count: Int) {
      if array.count < count {
        array.append(contentsOf: repeatElement(0, count: max(count - array.count, array.count)))
      }
    }
    extend(&documentDeltas, to: used.entries + occurrences)
    extend(&counts, to: used.entries + occurrences)
    extend(&positionDeltas, to: used.positions + occurrences)
    extend(&terms, to: used.termBytes + termBytes)
  }

  /// - Parameter head: the one term there is; nil where terms are told by their codes.
  private static func append(
    _ occurrences: Span<UInt64>, _ titleExtents: TitleExtents.View, _ withPositions: Bool,
    _ documentDeltas: inout [UInt16], _ counts: inout [UInt8], _ positionDeltas: inout [UInt16],
    _ terms: inout [UInt8], _ used: inout Used, _ large: inout LargeValues, head: [UInt8]?
  ) {
    // The arrays are looked at once, not for every term.
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
      put(
        UInt32(truncatingIfNeeded: documents &<< 1 | (more > 0 ? 1 : 0)), &terms, &used.termBytes)
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

/// What stands in a field of a run for values that are stored apart.
enum RunFormat {
  /// Of a frequency less one; a headline frequency of so many is as it says.
  static var largestCount: UInt32 { 15 }
  static var largestPosition: UInt32 { 0xFFFF }
  /// Bytes of a term's code and counts at most.
  static var longestHead: Int { 15 }
}
