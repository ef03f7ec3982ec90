public import Storage
import TextAnalysis

/// A state of the index that readers may open: which segments, which of their documents; `segments_N`.
///
/// ```
/// segments_N := generation: u64  next segment: u64
///               format: u32  normalizer: u32  ICU: string  ledger: u64
///               segments: varint
///               { name: string  id: u64  live generation: u64  deleted: u32 }{segments}
/// ```
/// N is the generation in base 36, without leading zeros; the highest one is the index. The file is written
/// as `pending_segments_N`, synced, and renamed: it exists under its own name only when everything it names
/// has reached the disk.
///
/// Format, normalizer and ICU are the versions of the program that committed; a segment says of itself which
/// ICU cut its words.
public struct CommitPoint: Sendable, Equatable {
  /// A segment as of this commit.
  public struct Segment: Sendable, Equatable {
    /// Stem of its files.
    public let name: String
    /// Identity its files' headers carry.
    public let id: UInt64
    /// The commit that its `.liv` file was written for; 0 while all documents are alive.
    public let liveGeneration: UInt64
    /// Documents that are not alive.
    public let deletedCount: Int
  }

  /// Counts commits, from 1.
  public let generation: UInt64
  /// Number of the next segment to be built; names are never used twice.
  public let nextSegment: UInt64
  /// Versions of the index format and of the normalization rules, and of ICU, of whoever committed.
  public let formatVersion: UInt32
  public let normalizerVersion: UInt32
  public let icuVersion: String
  /// The commit that the ledger was written for; 0 without one.
  public let ledgerGeneration: UInt64
  public let segments: [Segment]

  static let prefix = "segments_"
  static let pendingPrefix = "pending_segments_"

  var fileName: String { Self.prefix + String(generation, radix: 36) }

  /// The newest commit of a directory.
  ///
  /// A writer may replace it between being found and being opened; then its successor is there.
  ///
  /// - Throws: `StorageError.notFound` when there is none; what is wrong with the newest one otherwise.
  public static func latest(in directory: IndexDirectory) throws(StorageError) -> CommitPoint {
    var tried: UInt64?
    while true {
      let newest = try newestGeneration(in: directory)
      do {
        return try CommitPoint(generation: newest, in: directory)
      } catch let error {
        guard case .notFound = error, newest != tried else { throw error }
        tried = newest
      }
    }
  }

  /// The generation of the newest commit of a directory.
  ///
  /// - Throws: `StorageError.notFound` when there is none.
  static func newestGeneration(in directory: IndexDirectory) throws(StorageError) -> UInt64 {
    // A large directory is read in pieces: one listing may miss a commit that takes another's place.
    for _ in 0..<2 {
      let generations = try directory.list().compactMap { generation(ofFile: $0) }
      if let newest = generations.max() { return newest }
    }
    throw .notFound(path: directory.path)
  }

  /// The N of `segments_N`; nil for other names, those that no commit is given included.
  static func generation(ofFile name: String) -> UInt64? {
    guard name.hasPrefix(prefix) else { return nil }
    let digits = name.dropFirst(prefix.count)
    guard let generation = UInt64(digits, radix: 36), digits == String(generation, radix: 36) else {
      return nil
    }
    return generation
  }

  init(
    generation: UInt64, nextSegment: UInt64, ledgerGeneration: UInt64, segments: [Segment]
  ) {
    self.generation = generation
    self.nextSegment = nextSegment
    formatVersion = SegmentFormat.version
    normalizerVersion = AnalysisVersion.normalizer
    icuVersion = AnalysisVersion.icuVersion
    self.ledgerGeneration = ledgerGeneration
    self.segments = segments
  }

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
  }

  /// Makes this the newest commit of the directory, or fails and leaves the previous one.
  ///
  /// The files it names must have been synced. Their directory entries are synced before the commit is
  /// renamed into place, and the renaming itself after: a crash at any point leaves a whole commit.
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
    _ = try writer.finish()
    try directory.sync()
    try directory.rename(pending, to: fileName)
    try directory.sync()
  }
}
