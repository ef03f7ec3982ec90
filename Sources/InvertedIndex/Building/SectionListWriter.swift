/// Where the lists of a section go.
struct SectionListWriter: ~Copyable, ~Escapable {
  private(set) var entries: Int
  private(set) var positions: Int
  private var documentDeltas: MutableSpan<UInt16>
  private var counts: MutableSpan<UInt8>
  private var positionDeltas: MutableSpan<UInt16>
  /// Occurrences that may still come: as many values fit into each of the arrays.
  private var room: Int

  @_lifetime(copy documentDeltas, copy counts, copy positionDeltas)
  init(
    _ documentDeltas: consuming MutableSpan<UInt16>, _ counts: consuming MutableSpan<UInt8>,
    _ positionDeltas: consuming MutableSpan<UInt16>, entries: Int, positions: Int, room: Int
  ) {
    precondition(
      entries >= 0 && entries + room <= min(documentDeltas.count, counts.count)
        && positions >= 0 && positions + room <= positionDeltas.count, "room was made")
    self.documentDeltas = documentDeltas
    self.counts = counts
    self.positionDeltas = positionDeltas
    self.entries = entries
    self.positions = positions
    self.room = room
  }

  /// Appends the occurrences from `start` on that have the code of the first.
  ///
  /// In two passes, each of which finds room in the registers.
  ///
  /// - Returns: where they end.
  @inline(__always)
  @_lifetime(self: copy self)
  mutating func append(
    _ occurrences: Span<UInt64>, from start: Int, _ titleExtents: TitleExtents.View,
    _ withPositions: Bool, _ large: inout LargeValues
  ) -> Int {
    precondition(occurrences.count - start <= room, "room was made")
    let end =
      withPositions
      ? appendPositions(occurrences, from: start, &large)
      : Self.end(occurrences, from: start)
    room -= end - start
    appendDocuments(occurrences.extracting(start..<end), titleExtents, &large)
    return end
  }

  private static func end(_ occurrences: Span<UInt64>, from start: Int) -> Int {
    let code = OccurrenceBuckets.code(of: occurrences[start])
    var end = start &+ 1
    while end < occurrences.count, OccurrenceBuckets.code(of: occurrences[end]) == code {
      end &+= 1
    }
    return end
  }

  @inline(__always)
  @_lifetime(self: copy self)
  private mutating func appendPositions(
    _ occurrences: Span<UInt64>, from start: Int, _ large: inout LargeValues
  ) -> Int {
    let first = positions &- start
    var before = occurrences[start]
    let code = OccurrenceBuckets.code(of: before)
    // As if of another document.
    before = ~before
    var index = start
    repeat {
      let occurrence = unsafe occurrences[unchecked: index]
      if OccurrenceBuckets.code(of: occurrence) != code { break }
      let isSame: UInt64 =
        OccurrenceBuckets.codeAndDocument(of: occurrence ^ before) == 0 ? .max : 0
      let delta =
        OccurrenceBuckets.position(of: occurrence)
        &- OccurrenceBuckets.position(of: before) & isSame
      // Safe: `room` has been checked for all occurrences there are.
      unsafe positionDeltas[unchecked: first &+ index] = UInt16(
        truncatingIfNeeded: min(delta, UInt64(RunFormat.largestPosition)))
      if delta >= UInt64(RunFormat.largestPosition) { large.append(position: delta) }
      before = occurrence
      index &+= 1
    } while index < occurrences.count
    positions = first &+ index
    return index
  }

  /// Without branches that depend on the data: where a document ends follows no pattern.
  @inline(__always)
  @_lifetime(self: copy self)
  private mutating func appendDocuments(
    _ occurrences: Span<UInt64>, _ titleExtents: TitleExtents.View, _ large: inout LargeValues
  ) {
    var entry = entries &- 1
    var document: UInt32 = .max
    var delta: UInt32 = 0
    var frequency: UInt32 = 0
    var title: UInt32 = 0
    for index in occurrences.indices {
      let occurrence = unsafe occurrences[unchecked: index]
      // Safe to narrow: it has 16 bits.
      let next = UInt32(truncatingIfNeeded: OccurrenceBuckets.document(of: occurrence))
      let isSame: UInt32 = next == document ? .max : 0
      entry &+= Int(1 &+ Int32(bitPattern: isSame))
      // From −1.
      delta = delta & isSame &+ (next &- document)
      frequency = frequency & isSame &+ 1
      title = title & isSame &+ titleExtents.count(occurrence, of: next)
      document = next
      // Safe: there is room for as many entries as there are occurrences.
      unsafe documentDeltas[unchecked: entry] = UInt16(truncatingIfNeeded: delta)
      var fields = title &<< 4 | (frequency &- 1)
      if frequency > RunFormat.largestCount {
        fields = RunFormat.largestCount
        large.note(frequency: frequency, title: title)
      }
      unsafe counts[unchecked: entry] = UInt8(truncatingIfNeeded: fields)
    }
    entries = entry &+ 1
  }
}

/// Values of a section that have no room in its fields.
struct LargeValues {
  /// Headline frequency << 32 | frequency.
  private(set) var entries: [UInt64] = []
  private(set) var positions: [UInt32] = []

  mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    positions.removeAll(keepingCapacity: true)
  }

  @inline(never)
  mutating func append(position delta: UInt64) {
    positions.append(UInt32(truncatingIfNeeded: delta))  // of 28 bits
  }

  /// Told for every occurrence from the first on that makes a document a large one.
  @inline(never)
  mutating func note(frequency: UInt32, title: UInt32) {
    if frequency > RunFormat.largestCount + 1 { entries.removeLast() }
    entries.append(UInt64(title) << 32 | UInt64(frequency))
  }
}
