import Storage
import TextAnalysis

/// Writes the terms of a run in order, each with the chain of its occurrences; the format is at
/// `InvertedRun`.
struct RunWriter: ~Copyable {
  private var spill: SpillWriter
  private var term: [UInt8] = []
  private var chain: [UInt8] = []
  private var sorted: [UInt64] = []
  private var scratch: [UInt64] = []

  init(_ spill: consuming SpillWriter) {
    self.spill = spill
  }

  /// Writes all terms.
  ///
  /// - Complexity: O(occurrences), and O(*t* log *t*) in the terms that were looked up.
  mutating func write(
    _ occurrences: borrowing OccurrenceBuckets, _ hash: borrowing TermHash
  ) throws(StorageError) {
    // Both kinds of term come in order; they are merged by the first eight bytes, in which no term of
    // one kind equals a term of the other.
    var others = LookedUpTerms(hash)
    let firstHashed = TermCodes.firstHashedBucket
    for bucket in firstHashed..<max(firstHashed, occurrences.bucketCount) {
      occurrences.take(bucket, into: &sorted, scratch: &scratch)
      others.append(sorted, ofBucket: bucket)
    }
    for bucket in 0..<min(firstHashed, occurrences.bucketCount) {
      occurrences.take(bucket, into: &sorted, scratch: &scratch)
      var start = 0
      while start < sorted.count {
        let low = OccurrenceBuckets.code(of: sorted[start])
        var end = start + 1
        while end < sorted.count, OccurrenceBuckets.code(of: sorted[end]) == low { end += 1 }
        let prefix = setTerm(TermCodes.key(ofBucket: bucket, low: low))
        if let other = others.next, other.prefix < prefix {
          repeat { try write(&others, hash) } while others.next.map { $0.prefix < prefix } ?? false
          setTerm(TermCodes.key(ofBucket: bucket, low: low))
        }
        let count = Self.encode(sorted, start..<end, into: &chain)
        try appendTerm(chain: count)
        start = end
      }
    }
    while others.next != nil { try write(&others, hash) }
  }

  /// Writes the stored articles and ends the run.
  consuming func finish(
    _ stored: StoredBuffer, _ columns: ColumnsWriter
  ) throws(StorageError) -> InvertedRun {
    let framesStart = spill.offset
    try spill.append { $0 += stored.frames }
    return InvertedRun(
      try spill.finish(), framesStart: framesStart, columns: columns, stored: stored.blocks)
  }

  /// Makes a term that was not looked up the one that is written next.
  ///
  /// - Returns: its `TermBytes.prefix`.
  @discardableResult
  private mutating func setTerm(_ key: UInt64) -> UInt64 {
    term.removeAll(keepingCapacity: true)
    Term.appendBytes(of: key, spelling: Span(), to: &term)
    return TermBytes.prefix(of: term)
  }

  private mutating func write(
    _ others: inout LookedUpTerms, _ hash: borrowing TermHash
  ) throws(StorageError) {
    guard let next = others.next else { return }
    term.removeAll(keepingCapacity: true)
    hash.appendBytes(of: next.ordinal, to: &term)
    let count = Self.encode(others.occurrences, others.range(of: next.ordinal), into: &chain)
    others.advance()
    try appendTerm(chain: count)
  }

  private mutating func appendTerm(chain count: Int) throws(StorageError) {
    try spill.append { bytes in
      Varint.encode(UInt64(term.count), into: &bytes)
      bytes += term
      Varint.encode(UInt64(count), into: &bytes)
      bytes += chain[..<count]
    }
  }

  /// Puts the chain of one term's occurrences, which are sorted, at the front of `chain`.
  ///
  /// - Returns: its bytes.
  private static func encode(
    _ occurrences: [UInt64], _ range: Range<Int>, into chain: inout [UInt8]
  ) -> Int {
    let occurrences = occurrences.span.extracting(range)
    // Room for all, so that bytes are stored without looking at the array each time.
    let limit = 8 * occurrences.count
    if chain.count < limit {
      chain.append(contentsOf: repeatElement(0, count: limit - chain.count))
    }
    var end = 0
    var bytes = chain.mutableSpan
    var lastDocument: UInt64 = 0
    var lastPosition: UInt64 = 0
    for index in occurrences.indices {
      let document = OccurrenceBuckets.document(of: occurrences[index]) + 1
      let position = OccurrenceBuckets.position(of: occurrences[index])
      if document == lastDocument {
        put((position &- lastPosition) &<< 1, &bytes, &end)
      } else {
        put((document &- lastDocument) &<< 1 | 1, &bytes, &end)
        put(position, &bytes, &end)
        lastDocument = document
      }
      lastPosition = position
    }
    return end
  }

  /// A varint, of at most four bytes here.
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

/// The terms whose codes are ordinals, in the order of their bytes.
private struct LookedUpTerms {
  private(set) var occurrences: [UInt64] = []
  /// By ordinal, where its occurrences begin; and the end of the last.
  private var starts: [Int] = [0]
  private var order: [(prefix: UInt64, ordinal: UInt32)] = []
  private var index = 0

  init(_ hash: borrowing TermHash) {
    order = hash.sortedOrdinals()
    starts.reserveCapacity(order.count + 1)
  }

  /// The term that comes next; nil behind the last.
  var next: (prefix: UInt64, ordinal: UInt32)? { index < order.count ? order[index] : nil }

  mutating func advance() { index += 1 }

  func range(of ordinal: UInt32) -> Range<Int> {
    starts[Int(ordinal)]..<starts[Int(ordinal) + 1]
  }

  /// Takes in a bucket, in the order of buckets; every ordinal occurs.
  mutating func append(_ sorted: [UInt64], ofBucket bucket: Int) {
    for occurrence in sorted {
      let ordinal =
        Int(TermCodes.firstOrdinal(ofBucket: bucket)) + Int(OccurrenceBuckets.code(of: occurrence))
      if ordinal == starts.count { starts.append(occurrences.count) }
      occurrences.append(occurrence)
    }
    if starts.count == order.count { starts.append(occurrences.count) }
  }
}
