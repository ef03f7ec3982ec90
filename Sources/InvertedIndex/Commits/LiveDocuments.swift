import Storage

/// The `.liv` file of a segment: one bit for each document, set while the document is live.
///
/// ```
/// .liv := documents: u32  deleted: u32
///         word: u64{⌈documents / 64⌉}            // document d: bit d % 64 of word d / 64
/// ```
/// Every commit that deletes documents writes a new file, such as `_3_2.liv` in generation 2 for
/// segment `_3`.
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

  /// - Returns: nil when all documents are live.
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
