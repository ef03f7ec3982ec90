import Storage

/// The `ledger_N` file of commit N: bytes that the client of the index stores with a commit, such
/// as the state of the indexed files.
///
/// ```
/// ledger_N := size: u64  zstd frame
/// ```
/// The index does not interpret the bytes. A commit without a new ledger keeps the previous file.
enum Ledger {
  static let prefix = "ledger_"

  static func fileName(generation: UInt64) -> String { prefix + String(generation, radix: 36) }

  static func write(
    _ bytes: [UInt8], generation: UInt64, to directory: IndexDirectory
  ) throws(StorageError) {
    var writer = try FileWriter(
      directory: directory, name: fileName(generation: generation),
      component: SegmentFormat.ledger, segmentID: generation)
    try writer.append(littleEndian: UInt64(bytes.count))
    var frame: [UInt8] = []
    try Zstd.compress(bytes.span, level: 1, appendingTo: &frame)
    try writer.append(frame)
    _ = try writer.finish()
  }

  static func read(
    generation: UInt64, from directory: IndexDirectory
  ) throws(StorageError) -> [UInt8] {
    let opened = try EnvelopedFile(
      directory: directory, name: fileName(generation: generation),
      component: SegmentFormat.ledger, segmentID: generation)
    try opened.verifyChecksum()
    return try decode(opened)
  }

  /// Decompresses the bytes of an open ledger file.
  static func decode(_ opened: EnvelopedFile) throws(StorageError) -> [UInt8] {
    let (file, start) = (opened.file, opened.payload.lowerBound)
    guard opened.payload.count >= 8 else {
      throw .corrupt(file: file.name, offset: start, reason: "no size")
    }
    return try Zstd.decompress(
      file.bytes.extracting(start + 8..<opened.payload.upperBound),
      decompressedSize: Int(clamping: file.bytes.uint64(at: start)), file: file.name)
  }
}
