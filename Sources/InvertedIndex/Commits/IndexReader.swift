public import Storage
public import TextAnalysis

/// A commit, open for reading: a snapshot that nothing changes. Share it between threads freely.
public final class IndexReader: Sendable {
  public let directory: IndexDirectory
  public let commit: CommitPoint
  public let segments: [SegmentReader]
  /// What BM25 needs to know of the whole index.
  public let statistics: CollectionStatistics

  /// Opens the newest commit.
  ///
  /// A writer may delete the files of a commit while they are being opened; then the commit that replaced
  /// it is there, and is tried.
  ///
  /// - Parameter other: of the same directory; segments that both have are opened once.
  /// - Complexity: O(segments); nothing is read of terms, postings or articles.
  public convenience init(
    _ directory: IndexDirectory, sharing other: IndexReader? = nil
  ) throws(StorageError) {
    var commit = try CommitPoint.latest(in: directory)
    while true {
      do {
        try self.init(directory, commit, sharing: other)
        return
      } catch let error {
        guard case .notFound = error else { throw error }
        let newest = try CommitPoint.latest(in: directory)
        guard newest.generation > commit.generation else { throw error }
        commit = newest
      }
    }
  }

  init(
    _ directory: IndexDirectory, _ commit: CommitPoint, sharing other: IndexReader?
  ) throws(StorageError) {
    self.directory = directory
    self.commit = commit
    var segments: [SegmentReader] = []
    for entry in commit.segments {
      segments.append(try Self.open(entry, in: directory, sharing: other))
    }
    self.segments = segments
    statistics = CollectionStatistics(segments.map(\.info))
  }

  private static func open(
    _ entry: CommitPoint.Segment, in directory: IndexDirectory, sharing other: IndexReader?
  ) throws(StorageError) -> SegmentReader {
    let place = other?.commit.segments.firstIndex { $0.name == entry.name && $0.id == entry.id }
    if let other, let place {
      let open = other.segments[place]
      if other.commit.segments[place] == entry { return open }
      let live = try LiveDocuments.read(
        entry, documentCount: open.documentCount, from: directory)
      return SegmentReader(open, liveDocuments: live)
    }
    let info = try SegmentInfo(name: entry.name, in: directory)
    guard info.id == entry.id else {
      throw .corrupt(file: entry.name, offset: 0, reason: "not the segment that was committed")
    }
    let live = try LiveDocuments.read(entry, documentCount: info.documentCount, from: directory)
    return try SegmentReader(info, in: directory, liveDocuments: live)
  }

  /// Documents that are alive.
  public var liveCount: Int {
    statistics.documentCount - commit.segments.reduce(0) { $0 + $1.deletedCount }
  }

  /// The living document with an id.
  ///
  /// - Throws: `StorageError.corrupt` when what tells is damaged.
  /// - Complexity: O(segments · log *n*).
  public func document(
    withID id: String
  ) throws(StorageError) -> (segment: Int, document: UInt32)? {
    for (number, segment) in segments.enumerated() {
      let damage = segment.damage.count
      let documents = segment.columns.documents(withID: id)
      try segment.damage.check(since: damage)
      for document in documents where segment.isLive(document) { return (number, document) }
    }
    return nil
  }

  /// How often damage was met in the segments: to be read before an answer is worked out, and given to
  /// `checkDamage` afterwards.
  public var damageCount: Int { segments.reduce(0) { $0 + $1.damage.count } }

  /// - Throws: `StorageError.corrupt`, naming file and place, if damage was met since there was as much: what was
  ///   read meanwhile, by this thread or another, may be wrong.
  public func checkDamage(since count: Int) throws(StorageError) {
    guard damageCount != count else { return }
    for segment in segments { try segment.damage.check(since: 0) }
  }
}

/// Counts over all segments, deleted documents included until their segment is merged, so that a term's
/// document frequency and the number of documents count the same things.
public struct CollectionStatistics: Sendable, Equatable {
  /// Documents.
  public let documentCount: Int
  /// Units in headlines and bodies.
  public let totalLength: UInt64
  /// Units in tails.
  public let totalTailLength: UInt64

  init(_ segments: [SegmentInfo]) {
    documentCount = segments.reduce(0) { $0 + $1.documentCount }
    totalLength = segments.reduce(0) { $0 + $1.totalLength }
    totalTailLength = segments.reduce(0) { $0 + $1.totalTailLength }
  }

  /// Mean length of a document's headline and body, or of its tail, in units; 0 without documents.
  public func averageLength(of field: Field) -> Double {
    guard documentCount > 0 else { return 0 }
    return Double(field == .main ? totalLength : totalTailLength) / Double(documentCount)
  }
}
