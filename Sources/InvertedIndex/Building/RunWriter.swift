import Storage
import TextAnalysis

/// Writes the terms and occurrences of a run, range by range; see `InvertedRun`.
struct RunWriter: ~Copyable {
  private var spill: SpillWriter
  private var computedOffsets: [Int] = []
  private var hashedOffsets: [Int] = []
  private var encoder = SectionEncoder()

  init(_ spill: consuming SpillWriter) { self.spill = spill }

  /// - Parameter hashedCount: the number of occurrences of hashed terms.
  mutating func write(
    _ occurrences: borrowing OccurrenceBuckets, _ hash: borrowing TermHash, hashedCount: Int,
    titleExtents: TitleExtents
  ) throws(StorageError) {
    var sorted: [UInt64] = []
    var scratch: [UInt64] = []
    for range in 0..<TermRanges.count {
      computedOffsets.append(spill.offset)
      guard let bucket = TermRanges.bucket(of: range), bucket < occurrences.bucketCount else {
        continue
      }
      let count = occurrences.take(bucket, into: &sorted, scratch: &scratch)
      guard count > 0 else { continue }
      let kind = UInt8(truncatingIfNeeded: TermCodes.key(ofBucket: bucket, low: 0) >> 56)
      encoder.begin()
      encoder.append(
        bucket: sorted, count, titleExtents: titleExtents,
        withPositions: TermBytes.hasPositions([kind]))
      try encoder.write(to: &spill)
    }
    computedOffsets.append(spill.offset)
    // Released, because a large text has many occurrences of hashed terms.
    sorted = []
    var hashed = HashedTerms(hash, occurrences: hashedCount)
    let firstHashed = TermCodes.firstHashedBucket
    for bucket in firstHashed..<max(firstHashed, occurrences.bucketCount) {
      hashed.append(bucket: bucket, of: occurrences, scratch: &scratch)
    }
    scratch = []
    try write(hashed, hash, titleExtents: titleExtents)
  }

  private mutating func write(
    _ hashed: HashedTerms, _ hash: borrowing TermHash, titleExtents: TitleExtents
  ) throws(StorageError) {
    var term: [UInt8] = []
    var next = 0
    for range in 0..<TermRanges.count {
      hashedOffsets.append(spill.offset)
      encoder.begin()
      let end = TermRanges.end(of: range)
      while next < hashed.order.count, hashed.order[next].prefix < end {
        let ordinal = hashed.order[next].ordinal
        term.removeAll(keepingCapacity: true)
        hash.appendBytes(of: ordinal, to: &term)
        let isMain = TermBytes.field(of: term) == .main
        encoder.append(
          term, hashed.occurrences.span.extracting(hashed.range(of: ordinal)),
          titleExtents: isMain ? titleExtents : .none, withPositions: TermBytes.hasPositions(term))
        next += 1
      }
      try encoder.write(to: &spill)
    }
    hashedOffsets.append(spill.offset)
  }

  consuming func finish(
    _ stored: StoredBuffer, _ columns: ColumnsWriter
  ) throws(StorageError) -> InvertedRun {
    InvertedRun(
      try spill.finish(), computedOffsets: computedOffsets, hashedOffsets: hashedOffsets,
      documents: RunDocuments(columns: columns, stored: stored.blocks, frames: stored.frames))
  }
}

/// The hashed terms of a run, sorted by their bytes, with the occurrences of each.
private struct HashedTerms {
  private(set) var occurrences: [UInt64]
  /// The number of occurrences that were appended.
  private var used = 0
  /// The index of the first occurrence of each ordinal, and the end of the last.
  private var starts: [Int] = [0]
  let order: [(prefix: UInt64, ordinal: UInt32)]

  /// - Parameter count: the number of occurrences.
  init(_ hash: borrowing TermHash, occurrences count: Int) {
    order = hash.sortedOrdinals()
    starts.reserveCapacity(order.count + 1)
    occurrences = Array(repeating: 0, count: count)
  }

  func range(of ordinal: UInt32) -> Range<Int> { starts[Int(ordinal)]..<starts[Int(ordinal) + 1] }

  /// Appends the sorted occurrences of the next bucket. Every ordinal of the bucket occurs.
  mutating func append(
    bucket: Int, of buckets: borrowing OccurrenceBuckets, scratch: inout [UInt64]
  ) {
    let start = used
    used += buckets.take(bucket, into: &occurrences, from: start, scratch: &scratch)
    let first = Int(TermCodes.firstOrdinal(ofBucket: bucket))
    for index in start..<used {
      let ordinal = first + Int(OccurrenceBuckets.code(of: occurrences[index]))
      if ordinal == starts.count { starts.append(index) }
    }
    if starts.count == order.count { starts.append(used) }
  }
}
