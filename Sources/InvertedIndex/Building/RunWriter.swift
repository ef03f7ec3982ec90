import Storage
import TextAnalysis

/// Writes the terms of a run range by range, each with its occurrences; the format is at `InvertedRun`.
struct RunWriter: ~Copyable {
  private var spill: SpillWriter
  private var computedOffsets: [Int] = []
  private var lookedUpOffsets: [Int] = []
  private var encoder = SectionEncoder()

  init(_ spill: consuming SpillWriter) {
    self.spill = spill
  }

  /// Writes all terms.
  ///
  /// - Complexity: O(occurrences), and O(*t* log *t*) in the terms that were looked up.
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
    var others = LookedUpTerms(hash)
    let firstHashed = TermCodes.firstHashedBucket
    for bucket in firstHashed..<max(firstHashed, occurrences.bucketCount) {
      let count = occurrences.take(bucket, into: &sorted, scratch: &scratch)
      others.append(sorted, count, ofBucket: bucket)
    }
    try write(others, hash, titleExtents: titleExtents)
  }

  private mutating func write(
    _ others: LookedUpTerms, _ hash: borrowing TermHash, titleExtents: TitleExtents
  ) throws(StorageError) {
    var term: [UInt8] = []
    var next = 0
    for range in 0..<TermRanges.count {
      lookedUpOffsets.append(spill.offset)
      encoder.begin()
      let end = TermRanges.end(of: range)
      while next < others.order.count, others.order[next].prefix < end {
        let ordinal = others.order[next].ordinal
        term.removeAll(keepingCapacity: true)
        hash.appendBytes(of: ordinal, to: &term)
        let isMain = TermBytes.field(of: term) == .main
        encoder.append(
          term, others.occurrences.span.extracting(others.range(of: ordinal)),
          titleExtents: isMain ? titleExtents : .none, withPositions: TermBytes.hasPositions(term))
        next += 1
      }
      try encoder.write(to: &spill)
    }
    lookedUpOffsets.append(spill.offset)
  }

  /// Ends the run, to which the stored articles belong.
  consuming func finish(
    _ stored: StoredBuffer, _ columns: ColumnsWriter
  ) throws(StorageError) -> InvertedRun {
    // A run without terms.
    if computedOffsets.isEmpty {
      computedOffsets = Array(repeating: 0, count: TermRanges.count + 1)
      lookedUpOffsets = computedOffsets
    }
    return InvertedRun(
      try spill.finish(), computedOffsets: computedOffsets, lookedUpOffsets: lookedUpOffsets,
      columns: columns, stored: stored.blocks, frames: stored.frames)
  }
}

/// The terms whose codes are ordinals, in the order of their bytes.
private struct LookedUpTerms {
  private(set) var occurrences: [UInt64] = []
  /// By ordinal, where its occurrences begin; and the end of the last.
  private var starts: [Int] = [0]
  let order: [(prefix: UInt64, ordinal: UInt32)]

  init(_ hash: borrowing TermHash) {
    order = hash.sortedOrdinals()
    starts.reserveCapacity(order.count + 1)
  }

  func range(of ordinal: UInt32) -> Range<Int> {
    starts[Int(ordinal)]..<starts[Int(ordinal) + 1]
  }

  /// Takes in a bucket, in the order of buckets; every ordinal occurs.
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
