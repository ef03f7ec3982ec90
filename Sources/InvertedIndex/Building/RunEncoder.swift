import Storage

/// Encodes sorted occurrences as the lists of a run; the format is at `InvertedRun`.
struct RunEncoder {
  /// Begins with what was encoded last, `count` bytes of it.
  private(set) var buffer: [UInt8] = []
  private(set) var count = 0

  /// Bytes that the list of one term takes at most, its code included: five varints of its own, and for
  /// every occurrence a document, its frequencies and a position, of at most 28 bits each.
  private static func limit(_ occurrences: Int) -> Int { 64 + 16 * occurrences }

  /// Encodes all terms of a bucket.
  ///
  /// - Parameters:
  ///   - sorted: by code, document and position; the first `count` count.
  ///   - titleExtents: by document, below which positions are the headline's; empty where none is.
  mutating func encodeBucket(
    _ sorted: [UInt64], _ count: Int, titleExtents: [UInt32], withPositions: Bool
  ) {
    reserve(Self.limit(count) + 10 * count)
    var end = 0
    var bytes = buffer.mutableSpan
    let sorted = sorted.span.extracting(0..<count)
    var start = 0
    var previous: UInt64 = 0
    while start < count {
      let code = OccurrenceBuckets.code(of: sorted[start])
      var next = start &+ 1
      while next < count, OccurrenceBuckets.code(of: sorted[next]) == code { next &+= 1 }
      Self.put(code &- previous, &bytes, &end)
      previous = code
      Self.encode(
        sorted.extracting(start..<next), titleExtents.span, withPositions, &bytes, &end)
      start = next
    }
    self.count = end
  }

  /// Encodes one term that was looked up.
  mutating func encode(
    _ term: [UInt8], _ occurrences: [UInt64], _ range: Range<Int>, titleExtents: [UInt32],
    withPositions: Bool
  ) {
    reserve(Self.limit(range.count) + term.count)
    var end = 0
    var bytes = buffer.mutableSpan
    Self.put(UInt64(term.count), &bytes, &end)
    for byte in term {
      bytes[end] = byte
      end &+= 1
    }
    Self.encode(
      occurrences.span.extracting(range), titleExtents.span, withPositions, &bytes, &end)
    self.count = end
  }

  private mutating func reserve(_ count: Int) {
    if buffer.count < count {
      buffer.append(contentsOf: repeatElement(0, count: count - buffer.count))
    }
  }

  /// Appends the list of one term.
  private static func encode(
    _ occurrences: Span<UInt64>, _ titleExtents: Span<UInt32>, _ withPositions: Bool,
    _ bytes: inout MutableSpan<UInt8>, _ end: inout Int
  ) {
    let count = occurrences.count
    var documents: UInt64 = 1
    for index in 1..<max(1, count) {
      let isNew =
        OccurrenceBuckets.codeAndDocument(of: occurrences[index])
        != OccurrenceBuckets.codeAndDocument(of: occurrences[index &- 1])
      documents &+= isNew ? 1 : 0
    }
    let more = UInt64(count) &- documents
    put(documents &<< 1 | (more > 0 ? 1 : 0), &bytes, &end)
    if more > 0 { put(more, &bytes, &end) }
    var index = 0
    var expected: UInt64 = 0
    while index < count {
      let key = OccurrenceBuckets.codeAndDocument(of: occurrences[index])
      let document = OccurrenceBuckets.document(of: occurrences[index]) &+ 1
      var next = index &+ 1
      while next < count, OccurrenceBuckets.codeAndDocument(of: occurrences[next]) == key {
        next &+= 1
      }
      let extent = titleExtents.isEmpty ? 0 : UInt64(titleExtents[Int(document &- 1)])
      var titles = index
      while titles < next, OccurrenceBuckets.position(of: occurrences[titles]) < extent {
        titles &+= 1
      }
      titles &-= index
      let frequency = next &- index
      put(
        (document &- expected) &<< 2 | (frequency > 1 ? 2 : 0) | (titles > 0 ? 1 : 0), &bytes, &end)
      expected = document
      if frequency > 1 { put(UInt64(frequency), &bytes, &end) }
      if titles > 0 { put(UInt64(titles), &bytes, &end) }
      if withPositions {
        var previous: UInt64 = 0
        while index < next {
          let position = OccurrenceBuckets.position(of: occurrences[index])
          put(position &- previous, &bytes, &end)
          previous = position
          index &+= 1
        }
      }
      index = next
    }
  }

  @inline(__always)
  private static func put(_ value: UInt64, _ bytes: inout MutableSpan<UInt8>, _ end: inout Int) {
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
