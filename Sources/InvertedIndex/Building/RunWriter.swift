import Storage
import TextAnalysis

/// Writes the terms and occurrences of a run, range by range; see `InvertedRun`.
struct RunWriter: ~Copyable {
  private var spill: SpillWriter
  private var computedOffsets: [Int] = []
  private var hashedOffsets: [Int] = []
  private var encoder = SectionEncoder()

  init(_ spill: consuming SpillWriter) { self.spill = spill }

  mutating func write(
    _ occurrences: borrowing OccurrenceBuckets, _ hash: borrowing TermHash,
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
    var hashed = HashedTerms(hash)
    let firstHashed = TermCodes.firstHashedBucket
    for bucket in firstHashed..<max(firstHashed, occurrences.bucketCount) {
      let count = occurrences.take(bucket, into: &sorted, scratch: &scratch)
      hashed.append(sorted, count, ofBucket: bucket)
    }
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
  private(set) var occurrences: [UInt64] = []
  /// The index of the first occurrence of each ordinal, and the end of the last.
  private var starts: [Int] = [0]
  let order: [(prefix: UInt64, ordinal: UInt32)]

  init(_ hash: borrowing TermHash) {
    order = hash.sortedOrdinals()
    starts.reserveCapacity(order.count + 1)
  }

  func range(of ordinal: UInt32) -> Range<Int> { starts[Int(ordinal)]..<starts[Int(ordinal) + 1] }

  /// Appends the sorted occurrences of the next bucket. Every ordinal of the bucket occurs.
  mutating func append(_ sorted: [UInt64], _ count: Int, ofBucket bucket: Int) {
    let first = Int(TermCodes.firstOrdinal(ofBucket: bucket))
    for index in 0..<count {
      let ordinal = first + Int(OccurrenceBuckets.code(of: sorted[index]))
      if ordinal == starts.count { starts.append(occurrences.count + index) }
    }
    occurrences.append(contentsOf: sorted[..<count])
    if starts.count == order.count { starts.append(occurrences.count) }
  }
}
