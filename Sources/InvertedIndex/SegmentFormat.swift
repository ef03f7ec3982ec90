public import Storage

/// The files of an index and the constants of their format; `docs/FORMAT.md` specifies every byte.
///
/// A segment named `_3` consists of one immutable file per component. One file each, not one compound
/// file: `ls -l` is the space report, each has its own checksum, and every writer streams in one pass.
public enum SegmentFormat {
  /// Documents and frequencies of every term.
  public static let postings = FileComponent(tag: "POST", version: 3)
  /// Positions of every term that has them.
  public static let positions = FileComponent(tag: "POSI", version: 3)
  /// The sorted terms, each with where its postings are.
  public static let terms = FileComponent(tag: "TERM", version: 3)
  /// Lengths of every document, in units.
  public static let lengths = FileComponent(tag: "LENG", version: 2)
  /// Dates, sources, sections, hashes and ids by document.
  public static let columns = FileComponent(tag: "COLS", version: 3, oldest: 2)
  /// Articles as they are shown.
  public static let stored = FileComponent(tag: "STOR", version: 1)
  /// What a segment consists of.
  public static let info = FileComponent(tag: "SEGI", version: 2, oldest: 1)
  /// Which documents of a segment are alive.
  public static let live = FileComponent(tag: "LIVE", version: 1)
  /// A commit point.
  public static let commit = FileComponent(tag: "CMIT", version: 2, oldest: 1)
  /// What a committer keeps for itself.
  public static let ledger = FileComponent(tag: "LEDG", version: 1)

  /// Version of the format as a whole, which every commit names: 4 is the first with commits that name it, 5 has
  /// terms of tags.
  public static let version: UInt32 = 5

  /// File-name endings by component, without the dot.
  public static let endings = (
    info: "si", terms: "trm", postings: "pst", positions: "pos", lengths: "len", columns: "col",
    stored: "sto", live: "liv",
    // No file of an index: what a crash may leave of an `InvertedRun`.
    run: "run"
  )

  /// Documents in a full block of postings, values in a full block of positions.
  public static let blockSize = BlockCodec.count
  /// Terms in a block of the dictionary: a lookup decodes half a block on average.
  static let termsPerBlock = 32
  /// A term whose postings and positions take no more bytes than this keeps them in the dictionary;
  /// more than half of all grams occur once.
  static let inlineLimit = 16
  /// Of so many occurrences at most: beside a count of bytes they are read as 32 bits.
  static let inlineOccurrences = 1 << 27
  /// Bytes of a tag by which it is told from others.
  public static let tagLimit = 1024
  /// Raw bytes after which a block of stored articles is compressed: large enough for zstd to find
  /// the repetitions of one publisher, small enough to be read for one article.
  static let storedBlockBytes = 32 * 1024
}

/// What a segment is and what its files must look like; the `.si` file.
public struct SegmentInfo: Sendable, Equatable {
  /// `_3`: the stem of every file name. Never used twice in a directory.
  public let name: String
  /// Identity shared by the headers of all files of the segment: a hash of what was indexed.
  public let id: UInt64
  /// Documents, deleted ones included.
  public let documentCount: Int
  /// Units in all headlines and bodies.
  public let totalLength: UInt64
  /// Units in all tails.
  public let totalTailLength: UInt64
  /// Version of the normalization rules the terms were made with.
  public let normalizerVersion: UInt32
  /// Version of ICU whose dictionary cut the words.
  public let icuVersion: String
  /// Tags of all documents are terms; not so in segments of before format 5.
  public let hasTags: Bool
  /// The other files.
  public let files: [FileSummary]

  func writeFile(to directory: IndexDirectory) throws(StorageError) -> FileSummary {
    var writer = try FileWriter(
      directory: directory, name: "\(name).\(SegmentFormat.endings.info)",
      component: SegmentFormat.info, segmentID: id)
    try writer.append(littleEndian: UInt32(documentCount))
    try writer.append(littleEndian: totalLength)
    try writer.append(littleEndian: totalTailLength)
    try writer.append(littleEndian: normalizerVersion)
    try writer.append(string: icuVersion)
    try writer.append(hasTags ? 1 : 0 as UInt8)
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
    hasTags = opened.version >= 2 ? try reader.readUInt8() & 1 != 0 : false
    var files: [FileSummary] = []
    for _ in 0..<(try reader.readVarint()) {
      let fileName = try reader.readString()
      let byteCount = Int(truncatingIfNeeded: try reader.readUInt64())
      files.append(
        FileSummary(name: fileName, byteCount: byteCount, checksum: try reader.readUInt32()))
    }
    self.files = files
  }

  init(
    name: String, id: UInt64, documentCount: Int, totalLength: UInt64, totalTailLength: UInt64,
    normalizerVersion: UInt32, icuVersion: String, hasTags: Bool, files: [FileSummary]
  ) {
    self.name = name
    self.id = id
    self.documentCount = documentCount
    self.totalLength = totalLength
    self.totalTailLength = totalTailLength
    self.normalizerVersion = normalizerVersion
    self.icuVersion = icuVersion
    self.hasTags = hasTags
    self.files = files
  }
}
