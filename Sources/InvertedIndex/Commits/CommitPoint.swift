public import Storage
import TextAnalysis

/// A state of the index that readers can open: its segments and their live documents; `segments_N`.
///
/// N is the generation in base 36. The highest N is the current index. The file is written as
/// `pending_segments_N`, synced, and renamed. So the name `segments_N` exists only when all files
/// of the commit are on the disk. `docs/FORMAT.md` explains why no crash loses a commit.
public struct CommitPoint: Sendable, Equatable {
  /// A segment in this commit.
  public struct Segment: Sendable, Equatable {
    /// The stem of its file names.
    public let name: String
    /// The id in the headers of its files.
    public let id: UInt64
    /// The generation of its `.liv` file; 0 while all documents are live.
    public let liveGeneration: UInt64
    /// The number of deleted documents.
    public let deletedCount: Int
  }

  /// The number of the commit, from 1.
  public let generation: UInt64
  /// The number of the next new segment. Names are never reused.
  public let nextSegment: UInt64
  /// The version of the index format.
  public let formatVersion: UInt32
  /// The version of the normalization rules of the program that committed.
  public let normalizerVersion: UInt32
  /// The version of ICU of the program that committed. Each segment has the ICU of its words.
  public let icuVersion: String
  /// The generation of the ledger file; 0 without a ledger.
  public let ledgerGeneration: UInt64
  /// The segments in the order of their documents.
  public let segments: [Segment]
  /// The declared fields, whose values are terms of all segments.
  public let fields: [IndexField]

  static let prefix = "segments_"
  static let pendingPrefix = "pending_segments_"

  var fileName: String { Self.prefix + String(generation, radix: 36) }

  /// Reads the newest commit of a directory, also while a writer replaces it.
  ///
  /// - Throws: `StorageError.notFound` when there is no commit; another error when the newest one
  ///   cannot be read.
  public static func latest(in directory: IndexDirectory) throws(StorageError) -> CommitPoint {
    var tried: UInt64?
    while true {
      // A writer may remove the file after the listing. Then there is a newer one.
      let newest = try newestGeneration(in: directory)
      do { return try CommitPoint(generation: newest, in: directory) } catch let error {
        guard case .notFound = error, newest != tried else { throw error }
        tried = newest
      }
    }
  }

  /// - Throws: `StorageError.notFound` when there is no commit.
  static func newestGeneration(in directory: IndexDirectory) throws(StorageError) -> UInt64 {
    // The system lists a large directory in pieces. One listing may miss the new commit and also
    // the old one, which was removed meanwhile.
    for _ in 0..<2 {
      let generations = try directory.list().compactMap { generation(ofFile: $0) }
      if let newest = generations.max() { return newest }
    }
    throw .notFound(path: directory.path)
  }

  /// The N of `segments_N`; nil for other file names.
  static func generation(ofFile name: String) -> UInt64? {
    name.hasPrefix(prefix) ? SegmentName.integer(name.dropFirst(prefix.count)) : nil
  }

  init(
    generation: UInt64, nextSegment: UInt64, ledgerGeneration: UInt64, segments: [Segment],
    fields: [IndexField] = []
  ) {
    self.generation = generation
    self.nextSegment = nextSegment
    formatVersion = SegmentFormat.version
    normalizerVersion = AnalysisVersion.normalizer
    icuVersion = AnalysisVersion.icuVersion
    self.ledgerGeneration = ledgerGeneration
    self.segments = segments
    self.fields = fields
  }

  /// Reads and verifies `segments_N`.
  init(generation number: UInt64, in directory: IndexDirectory) throws(StorageError) {
    let opened = try EnvelopedFile(
      directory: directory, name: Self.prefix + String(number, radix: 36),
      component: SegmentFormat.commit, segmentID: nil)
    try opened.verifyChecksum()
    let file = opened.file
    var reader = ByteReader(file.bytes, at: opened.payload.lowerBound, file: file.name)
    generation = try reader.readUInt64()
    guard generation == number else {
      throw .corrupt(file: file.name, offset: 32, reason: "generation \(generation) inside")
    }
    nextSegment = try reader.readUInt64()
    formatVersion = try reader.readUInt32()
    guard formatVersion == SegmentFormat.version else {
      throw .unsupportedVersion(
        file: file.name, found: formatVersion,
        supported: SegmentFormat.version...SegmentFormat.version)
    }
    normalizerVersion = try reader.readUInt32()
    icuVersion = try reader.readString()
    ledgerGeneration = try reader.readUInt64()
    var segments: [Segment] = []
    for _ in 0..<(try reader.readVarint()) {
      segments.append(
        Segment(
          name: try reader.readString(), id: try reader.readUInt64(),
          liveGeneration: try reader.readUInt64(), deletedCount: Int(try reader.readUInt32())))
    }
    self.segments = segments
    var fields: [IndexField] = []
    for _ in 0..<(try reader.readVarint()) {
      let name = try reader.readString()
      let code = try reader.readUInt8()
      guard let type = FieldType(code: code) else {
        throw .corrupt(file: file.name, offset: reader.offset - 1, reason: "no type \(code)")
      }
      fields.append(IndexField(name: name, type: type))
    }
    self.fields = fields
    if let fault { throw .corrupt(file: file.name, offset: 32, reason: fault) }
  }

  /// Generations and segment numbers are below this limit, so that there is always a next one.
  static let numberLimit: UInt64 = 1 << 62

  /// The rule of docs/FORMAT.md that the commit breaks; nil for a valid commit. A writer that goes
  /// on from an invalid commit could write over files that the commit needs.
  private var fault: String? {
    guard generation < Self.numberLimit, nextSegment < Self.numberLimit else {
      return "generation \(generation) or next segment \(nextSegment) is too large"
    }
    guard ledgerGeneration <= generation else {
      return "ledger \(ledgerGeneration) is later than the commit"
    }
    var names: Set<String> = []
    for segment in segments {
      guard let number = SegmentName.parse(segment.name)?.number else {
        return "no name of a segment: \(segment.name)"
      }
      guard number < nextSegment else {
        return "segment \(segment.name) is not below the next segment, \(nextSegment)"
      }
      guard names.insert(segment.name).inserted else { return "two segments \(segment.name)" }
      guard segment.liveGeneration <= generation else {
        return "live documents \(segment.liveGeneration) are later than the commit"
      }
    }
    return IndexField.fault(in: fields)
  }

  /// Makes this the newest commit of the directory. When it throws, the previous commit is intact.
  ///
  /// The directory is synced before and after the rename, so that every crash leaves a complete
  /// commit.
  ///
  /// - Precondition: all files of the commit have been synced.
  func publish(in directory: IndexDirectory) throws(StorageError) {
    let pending = Self.pendingPrefix + String(generation, radix: 36)
    var writer = try FileWriter(
      directory: directory, name: pending, component: SegmentFormat.commit, segmentID: generation)
    try writer.append(littleEndian: generation)
    try writer.append(littleEndian: nextSegment)
    try writer.append(littleEndian: formatVersion)
    try writer.append(littleEndian: normalizerVersion)
    try writer.append(string: icuVersion)
    try writer.append(littleEndian: ledgerGeneration)
    try writer.append(varint: UInt64(segments.count))
    for segment in segments {
      try writer.append(string: segment.name)
      try writer.append(littleEndian: segment.id)
      try writer.append(littleEndian: segment.liveGeneration)
      try writer.append(littleEndian: UInt32(segment.deletedCount))
    }
    try writer.append(varint: UInt64(fields.count))
    for field in fields {
      try writer.append(string: field.name)
      try writer.append(field.type.code)
    }
    _ = try writer.finish()
    try directory.sync()
    try directory.rename(pending, to: fileName)
    try directory.sync()
  }
}

/// The `ledger_N` file of commit N: bytes that the client of the index stores with a commit.
///
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
