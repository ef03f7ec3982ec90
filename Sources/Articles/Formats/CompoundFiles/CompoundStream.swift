/// A stream of a compound file.
struct CompoundStream: RandomAccessBytes {
  let file: FileBytes
  /// The places of its sectors in the file.
  let offsets: [Int]
  let sectorBytes: Int
  let byteCount: Int

  /// - Throws: `damagedDocument` when the stream ends before; `unreadable`.
  func read(_ count: Int, at offset: Int, appendingTo bytes: inout [UInt8]) throws(ArticleError) {
    guard offset >= 0, count >= 0, count <= byteCount, offset <= byteCount - count else {
      throw file.truncated
    }
    var (offset, rest) = (offset, count)
    while rest > 0 {
      let first = offset / sectorBytes
      guard first < offsets.count else { throw file.truncated }
      // Sectors that follow each other in the file are read together.
      var length = sectorBytes - offset % sectorBytes
      var last = first
      while length < rest, last + 1 < offsets.count,
        offsets[last + 1] == offsets[last] + sectorBytes
      {
        last += 1
        length += sectorBytes
      }
      length = min(length, rest)
      try file.read(length, at: offsets[first] + offset % sectorBytes, appendingTo: &bytes)
      offset += length
      rest -= length
    }
  }
}
