public import Storage

/// A description of a segment and its files; the `.si` file.
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

  private static let flags: UInt8 = 1
  /// Documents of a segment, so that a document frequency and a flag fit 32 bits.
  private static let documentLimit = 1 << 31 - 1
  /// Bytes of a file, so that sums of sizes fit 64 bits.
  private static let byteLimit: UInt64 = 1 << 56
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
    guard documentCount <= Self.documentLimit else {
      throw .corrupt(
        file: file.name, offset: opened.payload.lowerBound, reason: "\(documentCount) documents")
    }
    totalLength = try reader.readUInt64()
    totalTailLength = try reader.readUInt64()
    normalizerVersion = try reader.readUInt32()
    icuVersion = try reader.readString()
    let flags = try reader.readUInt8()
    guard flags == Self.flags else {
      throw .corrupt(file: file.name, offset: reader.offset - 1, reason: "unknown flags \(flags)")
    }
    let endings = SegmentFormat.endings
    let names = [
      endings.terms, endings.postings, endings.positions, endings.lengths, endings.columns,
      endings.stored,
    ].map { "\(name).\($0)" }
    guard try reader.readVarint() == UInt64(names.count) else {
      throw .corrupt(file: file.name, offset: reader.offset, reason: "not \(names.count) files")
    }
    var files: [FileSummary] = []
    for expected in names {
      let start = reader.offset
      let fileName = try reader.readString()
      let byteCount = try reader.readUInt64()
      guard fileName == expected, byteCount <= Self.byteLimit else {
        throw .corrupt(file: file.name, offset: start, reason: "not the file \(expected)")
      }
      files.append(
        FileSummary(name: fileName, byteCount: Int(byteCount), checksum: try reader.readUInt32()))
    }
    guard reader.offset == opened.payload.upperBound else {
      throw .corrupt(file: file.name, offset: reader.offset, reason: "bytes after the last file")
    }
    // No document has more units. This bounds sums over segments.
    guard max(totalLength, totalTailLength) <= UInt64(documentCount) << 32 else {
      throw .corrupt(file: file.name, offset: opened.payload.lowerBound, reason: "too many units")
    }
    self.files = files
  }
}

/// The names of segments and runs, which are the stems of their file names.
///
/// ```
/// name := "_" number: base 36  ( "-" part: base 10 )?         // no sign, no leading zeros
/// ```
enum SegmentName {
  static func make(_ number: UInt64, part: Int = 0) -> String {
    "_" + String(number, radix: 36) + (part == 0 ? "" : "-\(part)")
  }

  /// Returns the number and the part of a name, by which names are ordered; nil for other strings.
  static func parse(_ name: some StringProtocol) -> (number: UInt64, part: UInt64)? {
    guard name.first == "_" else { return nil }
    let parts = name.dropFirst().split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count <= 2, let number = integer(parts[0]) else { return nil }
    if parts.count == 1 { return (number, 0) }
    guard let part = integer(parts[1], radix: 10), part > 0 else { return nil }
    return (number, part)
  }

  /// Parses an integer exactly as it is printed: no sign, no leading zeros, lower case.
  static func integer(_ text: some StringProtocol, radix: Int = 36) -> UInt64? {
    UInt64(text, radix: radix).flatMap { String($0, radix: radix) == text ? $0 : nil }
  }
}
