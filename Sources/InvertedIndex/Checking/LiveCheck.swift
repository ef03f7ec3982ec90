import Storage

extension CheckFindings {
  /// Checks which documents of a segment are alive.
  mutating func checkLive(_ segment: CommitFiles.Segment, _ info: SegmentInfo) {
    guard let file = segment.live?.file else { return }
    let payload = file.payload
    let (count, words) = (info.documentCount, (info.documentCount + 63) / 64)
    let name = file.name
    let bytes = file.bytes
    guard payload.count == 8 + 8 * words,
      Int(bytes.uint32(at: payload.lowerBound)) == count
    else {
      return append(CheckFinding(file: name, problem: "not of \(count) documents", articles: count))
    }
    var alive = 0
    for word in 0..<words {
      alive += bytes.uint64(at: payload.lowerBound + 8 + 8 * word).nonzeroBitCount
    }
    let said = Int(bytes.uint32(at: payload.lowerBound + 4))
    guard count - alive == segment.entry.deletedCount, said == segment.entry.deletedCount else {
      return append(
        CheckFinding(
          file: name,
          problem: "\(count - alive) documents are not alive, the commit has "
            + "\(segment.entry.deletedCount)"))
    }
    if words > 0, count % 64 > 0,
      bytes.uint64(at: payload.upperBound - 8) >> UInt64(count % 64) != 0
    {
      append(CheckFinding(file: name, problem: "more documents are alive than there are"))
    }
  }
}
