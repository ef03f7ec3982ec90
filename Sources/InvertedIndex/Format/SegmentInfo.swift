public import Storage

/// A description of a segment and its files; the `.si` file.
///
/// ```
/// .si := documents: u32  main length: u64  tail length: u64
///        normalizer version: u32  ICU version: string  1: u8
///        files: varint  { name: string  size: u64  CRC-32C: u32 }{files}
/// ```
public struct SegmentInfo: Sendable, Equatable {
  /// The stem of the segment's file names, such as `_3`; never reused in a directory.
  public let name: String
  /// A hash of the indexed articles, which the headers of all files of the segment carry.
  public let id: UInt64
  /// Documents, deleted ones included.
  public let documentCount: Int
  /// Units in all titles and bodies.
  public let totalLength: UInt64
  /// Units in all tails.
  public let totalTailLength: UInt64
  /// The version of the normalization rules of the terms.
  public let normalizerVersion: UInt32
  /// The version of ICU that segmented the words; several, separated by spaces, after a merge.
  public let icuVersion: String
  /// The other files of the segment.
  public let files: [FileSummary]

  /// The flags of the format: the tags of all documents are terms.
  private static let flags: UInt8 = 1
}

extension SegmentInfo {
  func writeFile(to directory: IndexDirectory) throws(StorageError) -> FileSummary {
    var writer = try FileWriter(
      directory: directory, name: "\(name).\(SegmentFormat.endings.info)",
      component: SegmentFormat.info, segmentID: id)
    try writer.append(littleEndian: UInt32(documentCount))
    try writer.append(littleEndian: totalLength)
    try writer.append(littleEndian: totalTailLength)
    try writer.append(littleEndian: normalizerVersion)
    try writer.append(string: icuVersion)
    try writer.append(Self.flags)
    try writer.append(varint: UInt64(files.count))
    for file in files {
      try writer.append(string: file.name)
      try writer.append(littleEndian: UInt64(file.byteCount))
      try writer.append(littleEndian: file.checksum)
    }
    return try writer.finish()
  }

  init(name: String, in directory: IndexDirectory) throws(StorageError) {
    let opened = try EnvelopedFile(
      directory: directory, name: "\(name).\(SegmentFormat.endings.info)",
      component: SegmentFormat.info, segmentID: nil)
    try opened.verifyChecksum()
    let file = opened.file
    var reader = ByteReader(file.bytes, at: opened.payload.lowerBound, file: file.name)
    self.name = name
    id = opened.segmentID
    documentCount = Int(try reader.readUInt32())
    totalLength = try reader.readUInt64()
    totalTailLength = try reader.readUInt64()
    normalizerVersion = try reader.readUInt32()
    icuVersion = try reader.readString()
    let flags = try reader.readUInt8()
    guard flags == Self.flags else {
      throw .corrupt(file: file.name, offset: reader.offset - 1, reason: "unknown flags \(flags)")
    }
    var files: [FileSummary] = []
    for _ in 0..<(try reader.readVarint()) {
      let fileName = try reader.readString()
      let byteCount = Int(truncatingIfNeeded: try reader.readUInt64())
      files.append(
        FileSummary(name: fileName, byteCount: byteCount, checksum: try reader.readUInt32()))
    }
    self.files = files
  }
}
