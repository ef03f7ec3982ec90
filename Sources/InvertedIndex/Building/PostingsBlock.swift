import Storage

/// The documents of one block as they are packed, and their impact.
struct PostingsBlock {
  private(set) var deltas = InlineArray<128, UInt32>(repeating: 0)
  /// Less one each.
  private(set) var frequencies = InlineArray<128, UInt32>(repeating: 0)
  private(set) var titles = InlineArray<128, UInt32>(repeating: 0)
  private(set) var occurrences = 0
  private(set) var impact = Impact()

  /// - Parameters:
  ///   - entries: of the list, 128 at most.
  ///   - previous: the document before them, 0 before the first.
  ///   - lengths: by document.
  mutating func fill(
    _ list: borrowing OccurrenceList, _ entries: Range<Int>, after previous: UInt32,
    lengths: Span<UInt32>, _ usual: DefaultSaturation
  ) {
    let documents = list.documents.span.extracting(entries)
    let counts = list.frequencies.span.extracting(entries)
    let titleCounts = list.titles.span.extracting(entries)
    var deltas = deltas.mutableSpan
    var frequencies = frequencies.mutableSpan
    var titles = titles.mutableSpan
    precondition(
      documents.count <= min(counts.count, titleCounts.count, deltas.count), "a block at most")
    var before = previous
    var sum: UInt32 = 0
    var summary = ImpactSummary()
    // Safe: the extents have just been checked.
    for index in documents.indices {
      let document = unsafe documents[unchecked: index]
      let frequency = unsafe counts[unchecked: index]
      let title = unsafe titleCounts[unchecked: index]
      unsafe deltas[unchecked: index] = document &- before
      before = document
      unsafe frequencies[unchecked: index] = frequency &- 1
      unsafe titles[unchecked: index] = title
      sum &+= frequency
      summary.include(
        frequency: frequency, title: title, length: lengths[Int(document)], usual)
    }
    occurrences = Int(sum)
    impact = Impact(summary)
  }
}
