import Storage

/// The `.liv` file: one bit per document, set while it is alive. Written anew for every generation of
/// deletions, as `_3_2.liv` for generation 2 of segment `_3`.
///
/// ```
/// .liv := documents: u32  deleted: u32  word: u64{⌈documents / 64⌉}     // document d: bit d % 64 of word d / 64
/// ```
enum LiveDocuments {
  static func fileName(segment: String, generation: UInt64) -> String {
    "\(segment)_\(String(generation, radix: 36)).liv"
  }

  static func write(
    _ live: FixedBitSet, of segment: SegmentInfo, generation: UInt64, to directory: IndexDirectory
  ) throws(StorageError) {
    var writer = try FileWriter(
      directory: directory, name: fileName(segment: segment.name, generation: generation),
      component: SegmentFormat.live, segmentID: segment.id)
    try writer.append(littleEndian: UInt32(live.count))
    try writer.append(littleEndian: UInt32(live.count - live.popcount))
    for word in live.words { try writer.append(littleEndian: word) }
    _ = try writer.finish()
  }

  static func read(
    _ entry: CommitPoint.Segment, documentCount: Int, from directory: IndexDirectory
  ) throws(StorageError) -> FixedBitSet? {
    guard entry.liveGeneration > 0 else { return nil }
    let opened = try EnvelopedFile(
      directory: directory,
      name: fileName(segment: entry.name, generation: entry.liveGeneration),
      component: SegmentFormat.live, segmentID: entry.id)
    try opened.verifyChecksum()
    let file = opened.file
    var reader = ByteReader(file.bytes, at: opened.payload.lowerBound, file: file.name)
    let count = Int(try reader.readUInt32())
    guard count == documentCount, opened.payload.count == 8 + (count + 63) / 64 * 8 else {
      throw .corrupt(file: file.name, offset: 32, reason: "not \(documentCount) documents")
    }
    _ = try reader.readUInt32()
    var words: [UInt64] = []
    for _ in 0..<((count + 63) / 64) { words.append(try reader.readUInt64()) }
    return FixedBitSet(count: count, words: words)
  }
}
