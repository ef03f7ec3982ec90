import Storage

/// The documents of one segment that a commit deletes.
struct Deletions {
  private let segment: SegmentReader
  /// The documents that remain live; nil while the commit deletes none.
  private(set) var live: FixedBitSet?
  /// The files of documents that a document from a different file replaces.
  private(set) var supersededFiles: Set<String> = []

  init(_ segment: SegmentReader) { self.segment = segment }

  /// Deletes documents, and returns the number that were live.
  mutating func insert(_ documents: [UInt32]) -> Int {
    documents.reduce(0) { $0 + (insert($1) ? 1 : 0) }
  }

  /// Deletes the documents whose ids occur in a new segment, and returns those that were live.
  ///
  /// - Complexity: O(min(*n* log *m*, *n* + *m*)) for *n* documents in `new` and *m* in this one.
  mutating func insertDocuments(replacedBy new: SegmentReader) -> [UInt32] {
    let (old, columns) = (segment.columns, new.columns)
    var documents: [UInt32] = []
    // Both segments are walked in the order of their ids.
    var ordinal = 0
    for newOrdinal in 0..<new.documentCount where ordinal < segment.documentCount {
      let document = columns.document(atIDRank: newOrdinal)
      ordinal = GallopingSearch.firstIndex(from: ordinal, to: segment.documentCount) {
        !old.isID(of: old.document(atIDRank: $0), before: document, in: columns)
      }
      var same = ordinal
      while same < segment.documentCount,
        !columns.isID(of: document, before: old.document(atIDRank: same), in: old)
      {
        let replaced = old.document(atIDRank: same)
        if insert(replaced) {
          documents.append(replaced)
          let file = old.origin(of: replaced).file
          if file != columns.origin(of: document).file { supersededFiles.insert(file) }
        }
        same += 1
      }
    }
    return documents
  }

  /// - Returns: true when the document was live.
  private mutating func insert(_ document: UInt32) -> Bool {
    guard live?[Int(document)] ?? segment.isLive(document) else { return false }
    var bits = live ?? segment.liveDocuments ?? .full(segment.documentCount)
    // Drops the second reference, so that the bits are changed in place.
    live = nil
    bits.remove(Int(document))
    live = bits
    return true
  }
}

extension FixedBitSet {
  static func full(_ count: Int) -> FixedBitSet {
    var bits = FixedBitSet(count: count)
    bits.invert()
    return bits
  }
}

/// An article id that occurs more than once among new articles.
public struct DuplicateID: Sendable, Equatable {
  public let id: String
  /// The number of documents with the id. The last of them stays.
  public let count: Int
  let supersededFiles: Set<String>

  private struct Location {
    let hash: UInt64
    let segment: Int
    let document: UInt32
  }

  /// Keeps the last live document of every id.
  ///
  /// - Returns: by segment the documents that stay live (nil for all), and the sorted duplicate
  ///   ids.
  /// - Complexity: O(*n* log *n*) in the number of documents.
  static func resolve(_ segments: [SegmentReader]) -> (live: [FixedBitSet?], [DuplicateID]) {
    // Nearly all ids are unique. Sorting by an integer hash finds the candidates.
    var locations: [Location] = []
    for (number, segment) in segments.enumerated() {
      for document in 0..<UInt32(segment.documentCount) where segment.isLive(document) {
        let hash = XXH64.hash(Array(segment.columns.id(of: document).utf8).span)
        locations.append(Location(hash: hash, segment: number, document: document))
      }
    }
    locations.sort { ($0.hash, $0.segment, $0.document) < ($1.hash, $1.segment, $1.document) }
    var live = [FixedBitSet?](repeating: nil, count: segments.count)
    var duplicates: [DuplicateID] = []
    var start = 0
    while start < locations.count {
      var end = start + 1
      while end < locations.count, locations[end].hash == locations[start].hash { end += 1 }
      let group = locations[start..<end]
      start = end
      guard group.count > 1 else { continue }
      let byID = Dictionary(grouping: group) { segments[$0.segment].columns.id(of: $0.document) }
      for (id, same) in byID where same.count > 1 {
        var files = same.map { segments[$0.segment].columns.origin(of: $0.document).file }
        let last = files.removeLast()
        duplicates.append(
          DuplicateID(id: id, count: same.count, supersededFiles: Set(files).subtracting([last])))
        for location in same.dropLast() {
          let segment = segments[location.segment]
          var bits = live[location.segment] ?? segment.liveDocuments ?? .full(segment.documentCount)
          bits.remove(Int(location.document))
          live[location.segment] = bits
        }
      }
    }
    return (live, duplicates.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) })
  }
}

/// The `.liv` file of a segment: one bit for each document, set while the document is live.
///
/// Every commit that deletes documents writes a new file, such as `_3_2.liv` in generation 2.
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
      directory: directory, name: fileName(segment: entry.name, generation: entry.liveGeneration),
      component: SegmentFormat.live, segmentID: entry.id)
    try opened.verifyChecksum()
    let file = opened.file
    var reader = ByteReader(file.bytes, at: opened.payload.lowerBound, file: file.name)
    let count = Int(try reader.readUInt32())
    guard count == documentCount, opened.payload.count == 8 + (count + 63) / 64 * 8 else {
      throw .corrupt(file: file.name, offset: 32, reason: "not \(documentCount) documents")
    }
    let deletedCount = Int(try reader.readUInt32())
    var words: [UInt64] = []
    for _ in 0..<((count + 63) / 64) { words.append(try reader.readUInt64()) }
    let live = FixedBitSet(count: count, words: words)
    guard live.words == words, count - live.popcount == deletedCount else {
      throw .corrupt(file: file.name, offset: 32, reason: "not \(deletedCount) deleted documents")
    }
    return live
  }
}
