import Storage

/// Encodes sorted occurrences as the lists of a run; the format is at `InvertedRun`.
struct RunEncoder {
  /// Begins with what was encoded last, `count` bytes of it.
  private(set) var buffer: [UInt8] = []
  private(set) var count = 0
  private var list = RunLists()

  /// Bytes that lists take at most: of every occurrence two fields, and seven varints where it is the only one of
  /// its term.
  private static func limit(_ occurrences: Int) -> Int { 32 + 40 * occurrences }

  /// Encodes all terms of a bucket.
  ///
  /// - Parameters:
  ///   - sorted: by code, document and position; the first `count` count.
  ///   - titleExtents: by document, below which positions are the headline's; empty where none is.
  mutating func encodeBucket(
    _ sorted: [UInt64], _ count: Int, titleExtents: [UInt32], withPositions: Bool
  ) {
    self.count = 0
    list.fill(sorted.span.extracting(0..<count), titleExtents.span)
    reserve(Self.limit(count))
    self.count = list.encodeTerms(into: &buffer, withPositions: withPositions)
  }

  /// Encodes one term that was looked up.
  mutating func encode(
    _ term: [UInt8], _ occurrences: [UInt64], _ range: Range<Int>, titleExtents: [UInt32],
    withPositions: Bool
  ) {
    count = 0
    reserve(Self.limit(range.count) + term.count)
    list.fill(occurrences.span.extracting(range), titleExtents.span)
    count = list.encode(term, into: &buffer, withPositions: withPositions)
  }

  private mutating func reserve(_ count: Int) {
    if buffer.count < count {
      buffer.append(contentsOf: repeatElement(0, count: count - buffer.count))
    }
  }
}

/// Occurrences, sorted by term, document and position, taken apart into lists.
private struct RunLists {
  // Arrays that only grow: of the first, as many values are in use.
  private var entryCount = 0
  private var occurrenceCount = 0
  /// Code and document, by document of every term.
  private var entries: [UInt64] = []
  private var frequencies: [UInt32] = []
  private var titles: [UInt32] = []
  private var positionDeltas: [UInt32] = []

  mutating func fill(_ occurrences: Span<UInt64>, _ titleExtents: Span<UInt32>) {
    occurrenceCount = occurrences.count
    if positionDeltas.count < occurrenceCount {
      let more = max(occurrenceCount - positionDeltas.count, positionDeltas.count)
      entries.append(contentsOf: repeatElement(0, count: more))
      frequencies.append(contentsOf: repeatElement(0, count: more))
      titles.append(contentsOf: repeatElement(0, count: more))
      positionDeltas.append(contentsOf: repeatElement(0, count: more))
    }
    entryCount = Self.fill(
      occurrences, titleExtents, &entries, &frequencies, &titles, &positionDeltas)
  }

  /// Without branches that depend on the data: where a document ends follows no pattern.
  private static func fill(
    _ occurrences: Span<UInt64>, _ titleExtents: Span<UInt32>, _ entries: inout [UInt64],
    _ frequencies: inout [UInt32], _ titles: inout [UInt32], _ positionDeltas: inout [UInt32]
  ) -> Int {
    var entries = entries.mutableSpan
    var frequencies = frequencies.mutableSpan
    var titles = titles.mutableSpan
    var positionDeltas = positionDeltas.mutableSpan
    // No occurrence has this one's code and document.
    var key: UInt64 = .max
    var position: UInt32 = 0
    var entry = -1
    var frequency: UInt32 = 0
    var title: UInt32 = 0
    let hasTitles = !titleExtents.isEmpty
    for index in occurrences.indices {
      let occurrence = occurrences[index]
      let next = OccurrenceBuckets.codeAndDocument(of: occurrence)
      // Safe to narrow: it has 28 bits.
      let place = UInt32(truncatingIfNeeded: OccurrenceBuckets.position(of: occurrence))
      let isSame: UInt32 = next == key ? .max : 0
      entry &+= Int(1 &+ Int32(bitPattern: isSame))
      frequency = (frequency & isSame) &+ 1
      title &= isSame
      if hasTitles {
        title &+= place < titleExtents[Int(OccurrenceBuckets.document(of: occurrence))] ? 1 : 0
      }
      entries[entry] = next
      frequencies[entry] = frequency
      titles[entry] = title
      positionDeltas[index] = place &- (position & isSame)
      key = next
      position = place
    }
    return entry &+ 1
  }

  /// Stores all lists from the start of `bytes` on, each behind its code.
  ///
  /// - Precondition: there is room for them.
  /// - Returns: where they end.
  func encodeTerms(into bytes: inout [UInt8], withPositions: Bool) -> Int {
    var bytes = bytes.mutableSpan
    let entries = entries.span.extracting(0..<entryCount)
    let frequencies = frequencies.span
    var end = 0
    var start = 0
    var occurrence = 0
    var previous: UInt64 = 0
    while start < entryCount {
      let code = entries[start] &>> OccurrenceBuckets.documentBits
      var next = start
      var count = 0
      repeat {
        count &+= Int(frequencies[next])
        next &+= 1
      } while next < entryCount && entries[next] &>> OccurrenceBuckets.documentBits == code
      // Safe to narrow: it has 20 bits.
      Self.put(UInt32(truncatingIfNeeded: code &- previous), &bytes, &end)
      encode(
        start..<next, occurrence..<occurrence &+ count, into: &bytes, at: &end,
        withPositions: withPositions)
      previous = code
      start = next
      occurrence &+= count
    }
    return end
  }

  /// Stores the one list there is behind its term.
  ///
  /// - Precondition: there is room for it.
  /// - Returns: where it ends.
  func encode(_ term: [UInt8], into bytes: inout [UInt8], withPositions: Bool) -> Int {
    var bytes = bytes.mutableSpan
    var end = 0
    Self.put(UInt32(term.count), &bytes, &end)
    for byte in term {
      bytes[end] = byte
      end += 1
    }
    encode(
      0..<entryCount, 0..<occurrenceCount, into: &bytes, at: &end, withPositions: withPositions)
    return end
  }

  private func encode(
    _ range: Range<Int>, _ occurrences: Range<Int>, into bytes: inout MutableSpan<UInt8>,
    at end: inout Int, withPositions: Bool
  ) {
    let more = occurrences.count - range.count
    // Safe to narrow: a run has fewer than 2³² occurrences, and of one term far fewer.
    Self.put(UInt32(truncatingIfNeeded: range.count &<< 1 | (more > 0 ? 1 : 0)), &bytes, &end)
    if more > 0 { Self.put(UInt32(truncatingIfNeeded: more), &bytes, &end) }
    let entries = entries.span
    let frequencies = frequencies.span
    let titles = titles.span
    let positionsStart = end + 2 * range.count
    var rest = positionsStart + (withPositions ? 2 * occurrences.count : 0)
    var previous: UInt32 = .max
    for entry in range {
      let document = UInt32(truncatingIfNeeded: entries[entry]) & RunFormat.documentMask
      let delta = document &- previous
      previous = document
      let frequency = frequencies[entry]
      let title = titles[entry]
      let flags: UInt32 = (frequency > 1 ? 2 : 0) | (title > 0 ? 1 : 0)
      Self.put16(min(delta, RunFormat.largestDelta) &<< 2 | flags, &bytes, end)
      end &+= 2
      if flags == 0, delta < RunFormat.largestDelta { continue }
      if delta >= RunFormat.largestDelta {
        Self.put(delta &- RunFormat.largestDelta, &bytes, &rest)
      }
      if frequency > 1 { Self.put(frequency, &bytes, &rest) }
      if title > 0 { Self.put(title, &bytes, &rest) }
    }
    if withPositions {
      Self.encodePositions(
        positionDeltas.span.extracting(occurrences), into: &bytes, at: positionsStart,
        rest: &rest)
    }
    end = rest
  }

  private static func encodePositions(
    _ deltas: Span<UInt32>, into bytes: inout MutableSpan<UInt8>, at start: Int, rest: inout Int
  ) {
    precondition(start + 2 * deltas.count <= bytes.count, "room was made")
    for index in deltas.indices {
      // Safe: `index` is one of the span's.
      let delta = unsafe deltas[unchecked: index]
      put16(min(delta, RunFormat.largestPosition), &bytes, start &+ 2 &* index)
      if delta >= RunFormat.largestPosition {
        put(delta &- RunFormat.largestPosition, &bytes, &rest)
      }
    }
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

  /// - Precondition: the value has 16 bits.
  @inline(__always)
  private static func put16(_ value: UInt32, _ bytes: inout MutableSpan<UInt8>, _ place: Int) {
    precondition(place &+ 2 <= bytes.count, "room for a list was made")
    // Safe: just checked.
    var raw = unsafe bytes.mutableBytes
    unsafe raw.storeBytes(
      of: UInt16(truncatingIfNeeded: value).littleEndian, toUncheckedByteOffset: place,
      as: UInt16.self)
  }
}

/// What stands in a field of a run for values that are stored behind.
enum RunFormat {
  static var documentMask: UInt32 { 1 << UInt32(OccurrenceBuckets.documentBits) - 1 }
  static var largestDelta: UInt32 { 0x3FFF }
  static var largestPosition: UInt32 { 0xFFFF }
}
