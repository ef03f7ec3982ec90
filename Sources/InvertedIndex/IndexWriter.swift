public import Storage

/// The one writer of an index directory: names new segments, publishes commits, removes what no commit
/// refers to. Segments themselves are built by `SegmentBuilder`s, on as many threads as wanted.
public final class IndexWriter {
  public let directory: IndexDirectory
  private let lock: WriteLock
  private var commit: CommitPoint?

  /// Takes the writer's lock.
  ///
  /// - Throws: `StorageError.locked`, naming the holder, while another writer has it.
  public init(_ directory: IndexDirectory) throws(StorageError) {
    try directory.create()
    lock = try WriteLock(directory)
    self.directory = directory
    do {
      commit = try CommitPoint.latest(in: directory)
    } catch StorageError.notFound {
      commit = nil
    }
    try removeUnreferencedFiles()
  }

  /// Number of the first segment that may be built now.
  public var nextSegment: UInt64 { commit?.nextSegment ?? 0 }

  /// Stem of the files of a segment.
  ///
  /// - Parameter part: 0, or how many segments of the same number came before it.
  public static func segmentName(_ number: UInt64, part: Int = 0) -> String {
    "_" + String(number, radix: 36) + (part == 0 ? "" : "-\(part)")
  }

  /// Makes the given segments the whole index.
  ///
  /// Of several documents with one id the last stays alive, in the order of segments and documents.
  ///
  /// - Returns: the new commit, and the ids that came more than once.
  /// - Throws: and leaves the previous commit, whole.
  public func replaceAll(
    with infos: [SegmentInfo], nextSegment: UInt64, note: String
  ) throws(StorageError) -> (commit: CommitPoint, duplicates: [DuplicateID]) {
    let generation = (commit?.generation ?? 0) + 1
    var readers: [SegmentReader] = []
    for info in infos {
      readers.append(try SegmentReader(info, in: directory, liveDocuments: nil))
    }
    let (live, duplicates) = DuplicateID.resolve(readers)
    var segments: [CommitPoint.Segment] = []
    for (info, live) in zip(infos, live) {
      if let live {
        try LiveDocuments.write(live, of: info, generation: 1, to: directory)
      }
      segments.append(
        CommitPoint.Segment(
          name: info.name, id: info.id, liveGeneration: live == nil ? 0 : 1,
          deletedCount: live.map { $0.count - $0.popcount } ?? 0))
    }
    let next = CommitPoint(
      generation: generation, nextSegment: nextSegment, note: note, segments: segments)
    try next.publish(in: directory)
    commit = next
    try removeUnreferencedFiles()
    return (next, duplicates)
  }

  /// Deletes what no commit refers to: files of an interrupted build, of segments that were replaced, of
  /// commits before the last. Only names of the index's own shapes are touched.
  ///
  /// Commits go before their segments, so that one which exists is whole whenever this is interrupted.
  public func removeUnreferencedFiles() throws(StorageError) {
    let names = try directory.list()
    for name in names {
      let generation = CommitPoint.generation(ofFile: name)
      let isOldCommit = generation != nil && generation != commit?.generation
      if isOldCommit || name.hasPrefix(CommitPoint.pendingPrefix) { try directory.remove(name) }
    }
    let kept = Set(commit?.segments.map(\.name) ?? [])
    for name in names {
      if let segment = Self.segment(ofFile: name), !kept.contains(segment) {
        try directory.remove(name)
      }
    }
  }

  /// `_3` of `_3.trm` and of `_3_1.liv`; nil for a file that is none of an index's.
  private static func segment(ofFile name: String) -> String? {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard name.hasPrefix("_"), parts.count == 2 else { return nil }
    let endings = SegmentFormat.endings
    let known = [
      endings.info, endings.terms, endings.postings, endings.positions, endings.lengths,
      endings.columns, endings.stored,
    ]
    if known.contains(String(parts[1])) { return String(parts[0]) }
    guard parts[1] == "liv", let cut = parts[0].lastIndex(of: "_") else { return nil }
    return String(parts[0][..<cut])
  }
}

/// An article id that was given more than once.
public struct DuplicateID: Sendable, Equatable {
  public let id: String
  /// How many documents had it; the last one stays.
  public let count: Int

  private struct Place {
    let hash: UInt64
    let segment: Int
    let document: UInt32
  }

  /// Which documents stay alive when the last of every id does.
  ///
  /// - Returns: by segment the living documents, nil where all are; and the ids concerned, sorted.
  /// - Complexity: O(*n* log *n*) in the documents.
  static func resolve(_ segments: [SegmentReader]) -> (live: [FixedBitSet?], [DuplicateID]) {
    // Sorted by hash: nearly all ids are unique, and comparing integers finds the others.
    var places: [Place] = []
    for (number, segment) in segments.enumerated() {
      for document in 0..<UInt32(segment.documentCount) {
        let hash = XXH64.hash(Array(segment.columns.id(of: document).utf8).span)
        places.append(Place(hash: hash, segment: number, document: document))
      }
    }
    places.sort {
      ($0.hash, $0.segment, $0.document) < ($1.hash, $1.segment, $1.document)
    }
    var live = [FixedBitSet?](repeating: nil, count: segments.count)
    var duplicates: [DuplicateID] = []
    var start = 0
    while start < places.count {
      var end = start + 1
      while end < places.count, places[end].hash == places[start].hash { end += 1 }
      let group = places[start..<end]
      start = end
      guard group.count > 1 else { continue }
      let byID = Dictionary(grouping: group) { segments[$0.segment].columns.id(of: $0.document) }
      for (id, places) in byID where places.count > 1 {
        duplicates.append(DuplicateID(id: id, count: places.count))
        for place in places.dropLast() {
          var bits = live[place.segment] ?? full(segments[place.segment].documentCount)
          bits.remove(Int(place.document))
          live[place.segment] = bits
        }
      }
    }
    return (live, duplicates.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) })
  }

  private static func full(_ count: Int) -> FixedBitSet {
    var bits = FixedBitSet(count: count)
    bits.invert()
    return bits
  }
}
